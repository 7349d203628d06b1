#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tests tables on a terminal: no line is wider than it, the table says what was left out, and what stands
# out is bold. In a file nothing is cut.
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

# A chroot or a container may have no terminals to give.
if ! script -qec true /dev/null </dev/null >/dev/null 2>&1; then
	echo '1..0 # SKIP no terminal can be opened here (is /dev/pts mounted?)'
	exit
fi
unset COLUMNS NO_COLOR

reference=$top/results/reference
escape=$(printf '\033')

# on_terminal COLUMNS ARGUMENT...: standard output is a terminal of that width
on_terminal() {
	columns=$1
	shift
	status=0
	TERM=${kind:-xterm} script -qec "stty cols $columns; '$EXITBENCH' $*" /dev/null </dev/null >raw ||
		status=$?
	tr -d '\r' <raw >out
	: >err
}

# widest FILE: the columns of its longest line, without what makes it bold or dim
widest() {
	sed "s/$escape\[[0-9]*m//g" "$1" | LC_ALL=C.UTF-8 wc -L
}

# is_within COLUMNS
# shellcheck disable=SC2317 # called through ok()
is_within() {
	[ "$(widest out)" -le "$1" ] || { echo "a line has $(widest out) columns"; return 1; }
	[ "$(wc -l <out)" -gt 5 ]
}

# A title of two-column and of combining characters, and a tag that is longer than the terminal.
tiny_workloads
sed 's/= one operation/= 仮想機械の出口を数える/' w/cpu/one.stress >w/cpu/wide.stress
printf '# exitbench: title = e\314\201te\314\201\ncpu/one\n' >w/cut.suite
mkdir -p results/one
jq --arg tag "$(seq -s - 100)" '.environment["tag.long"] = $tag' "$fixtures/results/new/result.json" \
	>results/one/result.json

# fits NAME ARGUMENT...: at every width
# shellcheck disable=SC2317 # called through ok
fits() {
	what=$1
	shift
	for width in 80 100 200; do
		on_terminal "$width" "$@"
		ok "$what, $width columns: no line is wider" is_within "$width"
	done
}

fits 'show' show "$reference/default-svm"
fits 'show, a workload' show "$reference/default-vmx" io/randread-4k
fits 'show, cycles' show "$fixtures/results/new" --cycles
fits compare compare "$reference/default-svm" "$reference/default-vmx"
fits 'compare, all' compare --all "$reference/default-svm" "$reference/full-svm"
fits 'compare, times' compare --time --all "$fixtures/results/base" "$fixtures/results/new"
fits 'list workloads' list workloads
fits 'list reasons-vmx' list reasons-vmx
fits 'list suites' list suites --workloads w
fits 'list results' list results
fits 'run --dry-run' run --dry-run --workloads w tiny

# The same in a file: wider than the narrowest terminal, so that the above says something.
for words in "compare $reference/default-svm $reference/default-vmx --wide" 'list workloads'; do
	# shellcheck disable=SC2086 # words of a command line
	run $words
	ok "$words: nothing is cut in a file" test "$(widest out)" -gt 100
	ok "$words: nor told to be" sh -c '! grep -q "Left out, as the terminal" out'
done

# The default tables are made for 80 columns, in a file, too.
run show "$reference/default-svm"
ok 'a result is 80 columns wide' test "$(sed '/^The host is emulated/,$d' out | wc -L)" -le 80
ok 'and so is a workload' sh -c "'$EXITBENCH' show '$reference/default-svm' io/randread-4k |
	sed '/^The host is emulated/,\$d' | awk 'length > 80 { exit 1 }'"

on_terminal 80 show "$reference/default-svm"
ok 'what is left out is told, and how to see it' grep -q \
	'^Left out, as the terminal has 80 columns: exits_spread_percent, ' out
ok 'by its keys' sh -c 'tr "\n" " " <out | grep -q "ns_per_exit. *--wide shows every column, *--columns NAMES"'
on_terminal 200 show "$reference/default-svm"
ok 'a wide terminal has room for all of that' sh -c '! grep -q "Left out, as the terminal" out'
ok 'and shows it' grep -Eq '^workload +exits/s +\+-% +exits/op +\+-% +time/op\* +time/exit\* ' out
on_terminal 60 show "$reference/default-svm" --wide
ok '--wide shows all columns on any terminal' sh -c 'grep -q "top reasons" out && ! grep -q "Left out, as the terminal" out'

# Columns stay straight: what follows a title of other characters begins where its heading does.
run list --workloads w --columns title,tool
sed -n '3,$ { s/ *$//; s/stress-ng$//p; s/fio$//p }' out | tr ' ' . | while IFS= read -r line; do
	printf '%s\n' "$line" | LC_ALL=C.UTF-8 wc -L
done | sort | uniq -c | tr -s ' ' >widths
ok 'names of other characters keep columns straight' grep -qx ' 5 [0-9]*' widths

COLUMNS=70
export COLUMNS
on_terminal 200 show "$reference/default-svm"
ok 'COLUMNS says more than the terminal' is_within 70
run list
ok 'but nothing where there is none' test "$(widest out)" -gt 100
COLUMNS=nonsense
on_terminal 100 list
ok 'unless it is no number' is_within 100
unset COLUMNS
on_terminal 0 list
ok 'a terminal that does not tell its width is taken for a usual one' is_within 80

# What is behind exits
recording details svm 20
on_terminal 80 why -r 2 --counters replay:details-svm -- true
ok 'what is behind exits fits a usual terminal' is_within 80
ok 'with the number and the share of each' holds out 'exits' 'exits %' 'time/exit*' '- outb 0x3f8: serial port COM1'

# What is bold and dim
for side in base new; do
	mkdir "seven-$side"
	"$top/harness/tests/cli/more-repeats" "$fixtures/results/$side/result.json" 7 >"seven-$side/result.json"
done
on_terminal 100 compare --all seven-base seven-new
ok 'what changed is bold' grep -q "$escape\[1mvanished$escape\[0m" out
ok 'what did not is dim' grep -q "$escape\[2m~$escape\[0m" out
NO_COLOR=1
export NO_COLOR
on_terminal 100 compare --all seven-base seven-new
ok 'not with NO_COLOR' sh -c "! grep -q '$escape' out"
NO_COLOR=
on_terminal 100 compare --all seven-base seven-new
ok 'an empty NO_COLOR is like none' grep -q "$escape\[1mvanished$escape\[0m" out
unset NO_COLOR
kind=dumb
on_terminal 100 compare --all seven-base seven-new
kind=xterm
ok 'not on a terminal that obeys nothing' sh -c "! grep -q '$escape' out && grep -q vanished out"
TERM=xterm run compare --all seven-base seven-new
ok 'not in a file' sh -c "! grep -q '$escape' out && grep -q vanished out"

finish
