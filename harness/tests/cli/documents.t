#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tests that the documents show of kept results what exitbench prints, and that the check of their links
# works. UPDATE_GOLDEN=1 writes the table in results/reference/README.md anew. The example in README.md is
# explained there number by number, so it has to be edited by hand.
# shellcheck disable=SC2016,SC2317 # Markdown has backquotes; finish() comes early where there is no git
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

# The blocks of code below the heading: the command, then what it prints.
awk '
	/^## / { on = $0 == "## One example"; next }
	on && /^    / { sub(/^    /, ""); print; shown = 1; next }
	on && /^$/ { if (shown) print; next }
	on && shown { exit }' "$top/README.md" >example
sed '/^$/q' example | sed "s|build/exitbench|'$EXITBENCH'|" >script
sed '1,/^$/d' example | sed -e '$ { /^$/d }' >written
ok 'README.md has an example' test -s written
(cd "$top" && sh "$T/script") >printed
ok 'the example in README.md is what exitbench prints' diff -u written printed

readme=$top/results/reference/README.md
begin='<!-- exitbench show results/reference/default-svm --format markdown -->'
end='<!-- end of the table -->'
run show "$top/results/reference/default-svm" --format markdown
cp out table
if [ -n "${UPDATE_GOLDEN:-}" ]; then
	awk -v begin="$begin" -v end="$end" '
		$0 == end { on = 0 }
		!on { print }
		$0 == begin { on = 1; while ((getline line <"table") > 0) print line }' "$readme" >new
	cp new "$readme"
fi
awk -v begin="$begin" -v end="$end" '$0 == end { on = 0 } on { print } $0 == begin { on = 1 }' \
	"$readme" >written
ok 'the table of the reference results is what exitbench prints' diff -u written table

if ! command -v git >/dev/null; then
	skip 4 'no git here'
	finish
fi

# A repository with one document.
mkdir -p tree/.ci tree/results
cp "$top/.ci/links" tree/.ci/links
git init -q tree
echo /results/ >tree/.gitignore
: >tree/results/latest

# document TEXT: that document, checked
document() {
	printf '%b\n' "$1" >tree/README.md
	status=0
	tree/.ci/links >out 2>err || status=$?
}

rejects() {
	[ "$status" -eq 1 ] || { echo "status is $status"; return 1; }
	[ "$(grep -c . err)" -eq "$1" ] || { echo "not $1 complaints"; return 1; }
	shift
	holds err "$@"
}

document '[a](README.md#one "title"), [b](https://host/page), [c](#one), `[d](code)`\n\n    [e](code)\n\n```\n[f](code)\n```'
ok 'links to files, addresses, places and code are good' test "$status" -eq 0
document '![a](one.png) and [b](two/three.md#four)\n[five]: six.md "title"'
ok 'links to nothing are found' rejects 3 "README.md:1: no 'one.png'" "README.md:1: no 'two/three.md#four'" \
	"README.md:2: no 'six.md'"
document '[a](results/latest)'
ok 'a link to what git ignores is found' rejects 1 "README.md:1: git ignores 'results/latest'"
document "$(seq 701)"
ok 'a README.md that is too long is found' rejects 1 'README.md: 701 words'
finish
