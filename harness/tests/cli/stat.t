#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tests stat, which measures any command, like perf stat.
# shellcheck disable=SC2016 # scripts for other shells
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

recording native svm 20
recording marks svm 20

# The windows' lengths differ from run to run.
without_time() {
	jq '[.rows[] | {reason, exits, exits_min, exits_max}]' out >rows
}

for host in native marks; do
	run stat --counters replay:$host-svm --format json -- true
	ends "a command, $host" 0
	without_time
	ok "its exits, net of the reader, $host" jq -e '. == [
	{"reason": "hlt", "exits": 100, "exits_min": 100, "exits_max": 100},
	{"reason": "npf", "exits": 40, "exits_min": 40, "exits_max": 40},
	{"reason": "ioio", "exits": 20, "exits_min": 20, "exits_max": 20},
	{"reason": "cpuid", "exits": 3, "exits_min": 3, "exits_max": 3},
	{"reason": "total", "exits": 163, "exits_min": 163, "exits_max": 163}]' rows
done
run stat --counters replay:marks-svm --format csv -- true
ok "by marks the time is exact, too" test "$(grep -c '^cpuid,3,.*,15000,0,0,0$' out)" -eq 1

run stat -w 1 -r 3 --counters replay:native-svm -f json sh -c 'echo again >>count'
ends 'warm-up and repeats' 0
ok 'run as often as asked' test "$(wc -l <count)" -eq 4
ok 'the title is the command' jq -e '.title == "stat: sh -c echo again >>count"' out
ok 'three of them are measured' jq -e '.notes[0] | startswith("3 repeats of")' out

run stat --counters replay:native-svm -- sh -c 'echo data; echo talk >&2'
ends "the command's words pass through" 0
ok 'its output comes first' test "$(head -n 1 out)" = data
ok 'its talk goes to standard error' test "$(cat err)" = talk
ok 'it reads our standard input' sh -c \
	"echo input | \"$EXITBENCH\" stat --counters replay:native-svm cat | grep -qx input"

run stat --counters replay:native-svm -- sh -c 'exit 3'
ends 'a command that fails' 1 "'sh' exited with status 3 in repeat 1"
prints 'what it caused is shown all the same' npf total
run stat --counters replay:native-svm -- sh -c 'kill -9 $$'
ends 'a command that is killed' 1 "'sh' killed by signal 9 (Killed)"
# Of other folders in $PATH libc might say that they may not be searched.
with_path /usr/bin:/bin run stat --counters replay:native-svm -- nosuchcommand
ends 'a command that is none' 2 "'nosuchcommand': cannot run the program: No such file"
silent 'a command that is none: nothing is shown'
run stat --counters replay:native-svm -- /etc/passwd
ends 'a file that is no program' 2 "'/etc/passwd'" 'Permission denied'

# Everything that marks tell: two of them, so that the range is known.
run stat -r 2 --counters replay:marks-svm --format json -- true
ok 'times, bounds and user exits' jq -e '[.rows[] | select(.reason == "ioio") | .cycles_per_exit,
	.cycles, .cycles_p50_below, .cycles_p99_below, .cycles_max_below, .user_exits, .user_percent,
	.vmm_cycles] == [5000, 100000, 8192, 8192, 8192, 9, 45, 27000]' out
run stat -r 2 --counters replay:marks-svm -- true
ok 'the table fits' test "$(wc -L <out)" -le 100
run stat --per-vcpu --counters replay:marks-svm --format json -- true
ok 'vCPUs told apart' jq -e '[.rows[] | [.vcpu, .reason, .exits]] == [[0, "hlt", 75], [0, "npf", 30],
	[0, "ioio", 15], [0, "cpuid", 3], [0, "total", 123], [1, "hlt", 25], [1, "npf", 10],
	[1, "ioio", 5], [1, "total", 40]]' out
ok 'vCPUs told apart: user exits' jq -e \
	'[.rows[] | select(.reason == "ioio") | .user_exits] == [7, 2]' out
ok 'the sum of the vCPUs is the whole' jq -e '[.rows[] | select(.reason == "total") | .cycles] |
	add == 63 * 5000' out
run stat --per-vcpu --counters replay:native-svm -- touch touched
ends 'vCPUs of a host without marks' 1 'cannot show vCPUs separately' 'leave --per-vcpu out'
ok 'vCPUs of a host without marks: the command is not run' test ! -e touched

# Another reader takes our second mark before we have read it: once the cost is known, the tenth.
awk '/^4fffff05 00000002/ && ++n == 10 { $4 = "00000063" } { print }' marks-svm >spoilt
run stat --counters replay:spoilt -- sh -c 'echo data'
ends 'a window that is spoilt' 2 'another reader' 'took mark 2 (generation 10 became 99)'
ok 'a window that is spoilt: nothing of it is shown' test "$(cat out)" = data

# Ctrl-C reaches the foreground, so both of us. A shell's background ignores it by default.
env --default-signal=INT,TERM "$EXITBENCH" stat --counters replay:native-svm \
	sh -c 'echo $$ >pid; exec sleep 60' >out 2>err &
pid=$!
wait_for test -s pid
kill -INT $pid
status=0
wait $pid || status=$?
ends 'interrupt' 2 'interrupted; what was measured is not shown'
ok 'interrupt ends the command' sh -c '! kill -0 "$(cat pid)" 2>/dev/null'
silent 'interrupt: nothing is shown'

finish
