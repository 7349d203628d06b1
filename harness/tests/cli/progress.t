#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tests what run says while it runs: one line that it rewrites on a terminal, and separate lines elsewhere.
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

# A chroot or a container may have no terminals to give.
if ! script -qec true /dev/null </dev/null >/dev/null 2>&1; then
	echo '1..0 # SKIP no terminal can be opened here (is /dev/pts mounted?)'
	exit
fi

recording native svm 60
tiny_workloads
sed 's/^cpu-ops 1/&\ncpu-method nonsense/' w/cpu/one.stress >w/cpu/bad.stress
words='run --counters replay:native-svm --workloads w --idle 0.01 -r 2 -w 1 --format csv'

# on_terminal TERM COLUMNS WORKLOAD...: standard error is a terminal of that kind
on_terminal() {
	kind=$1
	columns=$2
	shift 2
	TERM=$kind script -qec "stty cols $columns; $EXITBENCH $words $* >out" /dev/null </dev/null >err
	status=$?
}
# The parts of err that begin with a carriage return and an order to clear the line.
rewritten() {
	tr -d '\n' <err | sed 's/\r\x1b\[K/\n/g' | tail -n +2
}

on_terminal xterm 200 tiny
ends 'on a terminal' 0
rewritten >lines
ok 'each step rewrites the line' test "$(grep -Ec '^\[[0-2]/2\] ' lines)" -eq 11
ok 'it says what, how often, how long' grep -Eqx \
	'\[1/2\] cpu/one {18}repeat 1 of 2 {6}[0-9]+ s gone, about [0-9]+ s left' lines
ok 'warm-up, preparation and the idle guest, too' sh -c "grep -q 'warm-up 1 of 1 ' lines &&
	grep -q 'cpu/one  *prepare ' lines && grep -q 'the idle guest  *asleep ' lines"
ok 'no step is a line of its own' sh -c "! tr -d '\r' <err | grep -q ' left\$'"
ok 'nothing of it is left at the end' grep -Eqx 'result: results/[-0-9TZ]+/result.json.*' lines
ok 'data is not touched' test "$(wc -l <out)" -eq 3

on_terminal xterm 40 tiny
rewritten >lines
ok 'a narrow terminal: the line does not wrap' test "$(grep -c '^\[[0-2]/2\]' lines)" -eq 11
ok 'a narrow terminal: it is cut' test "$(grep '^\[[0-2]/2\]' lines | wc -L)" -eq 39

on_terminal xterm 200 cpu/bad io/null
ok 'a failure stays to be read' sh -c "tr -d '\r' <err |
	grep -Eq '\[1/2\] cpu/bad  *failed: repeat 1: exited with status 1\$'"

on_terminal dumb 200 tiny
ok 'a terminal that clears no lines gets lines' test \
	"$(tr -d '\r' <err | grep -Ec '^\[[0-2]/2\] .* left$')" -eq 11
ok 'and nothing but lines' sh -c "! grep -q '$(printf '\033')' err"

# shellcheck disable=SC2086 # words of a command line
TERM=xterm run $words tiny
ok 'what is no terminal gets lines' test "$(grep -Ec '^\[[0-2]/2\] .* left$' err)" -eq 11
ok 'and nothing but lines, too' sh -c "! grep -q '$(printf '\033')' err"

finish
