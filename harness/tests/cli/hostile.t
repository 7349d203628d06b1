#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tests names, titles and tags that would do something if they were not escaped: on a terminal, in a shell,
# in gnuplot, in a spreadsheet.
# shellcheck disable=SC2016,SC2317 # commands that must not run; functions that ok calls
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

esc=$(printf '\033')
csi=$(printf '\302\233')
bad=$(printf '\377')

# calm FILE...: valid UTF-8 without controls but for newlines
calm() {
	for file; do
		iconv -f UTF-8 -t UTF-8 <"$file" >/dev/null || { echo "no UTF-8: $file"; return 1; }
		if LC_ALL=C.UTF-8 grep -nP '[\x00-\x09\x0B-\x1F\x7F-\x9F\x{202A}-\x{202E}]' "$file"; then
			echo "controls in $file"
			return 1
		fi
	done
}

# Titles come from job files, names from folders, tags from the command line.
recording marks svm 60
tiny_workloads
sed -i "s/one operation/x${esc}[2J${csi}m${bad}y/; s/for a test/why ${esc}]0;z/" w/cpu/one.stress
cp w/cpu/one.stress "own${esc}[31m.stress"
run run --counters replay:marks-svm --workloads w --idle 0 -r 2 -w 0 cpu/one \
	--jobs "own${esc}[31m.stress" --tag note=plain
ends 'run' 0
ok 'run: nothing acts' calm out err results/latest/log
# As somebody else's result may have it.
jq '."environment"."tag.note" = "a\u009bb\u001b[5m"' results/latest/result.json >changed
cp changed results/latest/result.json
run show
prints 'the tag, escaped' 'a\xC2\x9Bb\x1B[5m'
for value in "a${esc}[5m" "a${csi}b" "a$bad"; do
	run run --counters replay:marks-svm --workloads w --idle 0 cpu/one --tag "note=$value"
	ends 'a tag that would act is refused' 2 '--tag takes a value of 1 to 200 printable characters'
done
workload=$(jq -r '.workloads[1].name' results/latest/result.json)
for format in table csv json markdown; do
	for what in show 'show latest cpu/one' 'list results' 'list workloads' \
		'compare latest latest'; do
		# shellcheck disable=SC2086 # words of a command line
		run $what --format $format
		ok "$what as $format: nothing acts" calm out err
	done
	run show latest "$workload" --format $format
	ok "a workload's own name as $format: nothing acts" calm out err
done
run list workloads --workloads w
ok 'list: nothing acts' calm out err
prints 'list: the title, escaped' 'x\x1B[2J\xC2\x9Bm\xFFy'
run show "no${esc}c${bad}such"
ends 'an error' 2 'no\x1Bc\xFFsuch'
ok 'an error: nothing acts' calm err
run "no${csi}command"
ends 'an unknown command' 2 'no\xC2\x9Bcommand'
run show --results "${esc}[2J
second line"
ends 'a name of two lines is one line' 2 'x1B[2J\x0Asecond line'
run report --output drawn
ends 'report' 0
for file in drawn/index.html drawn/*.svg; do
	sed 's/\t//g' "$file" >flat
	ok "${file##*/}: nothing acts" calm flat
done
ok 'the page has the title, escaped' grep -Fq 'x\x1B[2J\xC2\x9Bm\xFFy' drawn/index.html

# gnuplot would run what follows | or <, and complain of a name that it takes for an option.
cat >run-me <<-END
	#!/bin/sh
	touch "$T/was-run"
END
chmod +x run-me
for folder in "|$T/run-me" '|run-me' '<run-me' '-c' '~' "a'\"\`touch was-run\`\$(touch was-run)"; do
	rm -rf was-run -- "./$folder"
	PATH=$T:$PATH run report --output="$folder"
	ends "report into '$folder'" 0
	ok "report into '$folder' is there" test -s "./$folder/heat-map.png"
	ok "report into '$folder' runs nothing" test ! -e was-run
	rm -rf -- "./$folder"
	cp -rL results "./$folder"
	PATH=$T:$PATH run report --results "./$folder"
	ends "report of results in '$folder'" 0
	ok "report of results in '$folder' runs nothing" test ! -e was-run
	rm -rf -- "./$folder"
done

# The user's own settings of gnuplot would change or break the graphs.
mkdir home
echo 'exit status 3' >home/.gnuplot
mkdir home/gnuplot
echo 'exit status 4' >home/gnuplot/gnuplotrc
HOME=$T/home XDG_CONFIG_HOME=$T/home GNUTERM=nonsense GNUPLOT_LIB=/nowhere run report --output drawn
ends "report beside a user's own settings of gnuplot" 0

# What tools write is read, so their language is ours.
fake "echo \"\$LC_ALL,\$LANGUAGE,\$KEPT\" >$T/locale; exec $(command -v stress-ng) \"\$@\""
export LC_ALL=de_DE.UTF-8 LANGUAGE=de KEPT=kept
with_path "$T/fakes:$PATH" run run --counters replay:marks-svm --workloads w --idle 0 -r 1 -w 0 \
	--results r cpu/one
unset LC_ALL LANGUAGE
ends 'tools in another language' 0
ok 'tools run in the C locale, and else as they are called' test "$(cat locale)" = C,,kept

# Completion offers names as they are to be typed, and runs nothing in them. Of each shell: what is
# offered for a command line, and how the shell writes a name so that it means itself.
in_bash() {
	bash -c '. "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _exitbench
		printf "%s\n" "${COMPREPLY[@]}"' "$(completion bash)" \
		"$EXITBENCH" "$@" >out 2>err
}
as_bash_writes() {
	bash -c 'printf %q "$0"' "$1"
}
# Outside of an edited line zsh has no compadd: ours prints the names that it is to add. On a line zsh
# and fish quote them by themselves.
in_zsh() {
	zsh -f -c 'compdef() { : }; _files() { : }
		compadd() { while [[ $1 != -- ]]; do shift; done; print -rl -- "${(@P)2}" }
		. "$0"; words=("$@"); CURRENT=$#; _exitbench' \
		"$(completion zsh)" "$EXITBENCH" "$@" >out 2>err
}
as_zsh_writes() {
	printf '%s\n' "$1"
}
in_fish() {
	line=exitbench
	for word; do
		line="$line $word"
	done
	HOME=$T PATH=${EXITBENCH%/*}:$PATH fish --no-config -c 'source $argv[1]; complete -C $argv[2]' \
		"$(completion fish)" "$line" >out 2>err
}
as_fish_writes() {
	printf '%s\n' "$1"
}
result=$(readlink results/latest)
mkdir plain
cp results/latest/result.json plain
newline='1
touch was-run'
for shell in bash zsh fish; do
	if ! command -v $shell >/dev/null; then
		skip 15 "no $shell here"
		continue
	fi
	for odd in '1$(touch was-run)' '1`touch was-run`' '1 two words' '1"b,c' "1'b" '1*'; do
		cp -r plain "results/$odd"
		in_$shell show ''
		ok "completion in $shell offers '$odd'" grep -Fqx -e "$(as_${shell}_writes "$odd")" out
		ok "completion of '$odd' in $shell runs nothing" test ! -e was-run
		rm -r "results/${odd:?}"
	done
	cp -r plain "results/$newline"
	in_$shell show ''
	ok "completion in $shell leaves out a name of two lines" sh -c '! grep was-run out'
	ok "completion of a name of two lines in $shell runs nothing" test ! -e was-run
	rm -r "results/${newline:?}"
	in_$shell show "$(echo "$result" | cut -c1-4)"
	ok "completion of a result in $shell" grep -Fqx "$result" out
done
# What bash hands over: it makes words of ':' and '=', and leaves quotes as they are.
if command -v bash >/dev/null; then
	cp -r plain 'results/1 two words'
	cp -r plain 'results/1$(touch was-run)'
	: >some-recording
	in_bash probe --counters replay : some-r
	ok "bash: a file behind a colon" test "$(cat out)" = some-recording
	in_bash probe --counters = replay : some-r
	ok "bash: a file behind an equals sign and a colon" test "$(cat out)" = some-recording
	in_bash probe --counters replay : ''
	ok "bash: files behind a colon, and no workloads" sh -c 'grep -qx some-recording out &&
		grep -qx results/ out && ! grep -q cpu out'
	in_bash show '"1 t'
	ok "bash: a name in double quotes" test "$(cat out)" = '1 two words'
	in_bash show "'1 t"
	ok "bash: a name in single quotes" test "$(cat out)" = '1 two words'
	in_bash show '"1'
	ok "bash: what double quotes would expand is left out" test "$(cat out)" = '1 two words'
	rm -r 'results/1 two words' 'results/1$(touch was-run)'
else
	skip 6 'no bash here'
fi
cp -r plain results/-x
run completion words show ''
ok 'a name like an option is offered by its path' sh -c 'grep -qx results/-x out && ! grep -qx -e -x out'
run completion words show -- ''
ok 'after -- it is offered as it is' grep -qx -e -x out
rm -r results/-x
for odd in '1$(touch was-run)' "1'b" '1 two words'; do
	cp -r plain "results/$odd"
done
cp -r plain "results/$newline"
run completion words show 1
ok 'words for any shell are names as they are, and one a line' test "$(sed 1d out)" = "$(
	printf '%s\n' '1 two words' '1$(touch was-run)' "1'b" | LC_ALL=C sort)"

finish
