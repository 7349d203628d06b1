#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tests that nothing is lost, hidden or hangs when tools or the program are killed at any moment, limits are
# reached, or files hold garbage.
# shellcheck disable=SC2016,SC2317 # scripts for other shells; functions that ok calls
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

recording native svm 80
tiny_workloads
result=results/latest/result.json
run_tiny() {
	run run --counters replay:native-svm --workloads w --idle 0 -w 0 "$@"
}
# start ARGUMENT...: a run in the background, whose number is $pid
start() {
	env --default-signal=INT,TERM,HUP "$EXITBENCH" run --counters replay:native-svm \
		--workloads w --idle 0 -w 0 "$@" </dev/null >out 2>err &
	pid=$!
}

# The tool is killed from outside.
killed_tool() {
	start -r 2 cpu/long io/null
	wait_for_tool '^\[1/2\] cpu/long  *repeat 1'
	kill -KILL "$tool"
	ok 'stress-ng killed: its processes are gone' gone "$tool"
	wait_for_tool '^\[1/2\] cpu/long  *repeat 2'
	ok 'stress-ng killed: the run goes on' test -n "$tool"
	kill -KILL "$tool"
	status=0
	wait "$pid" || status=$?
	ends 'stress-ng killed' 1 "1 of 2 workloads failed, 'cpu/long' first"
	ok 'stress-ng killed: said' message_has cpu/long 'repeat 1: killed by signal 9 (Killed)'
	ok 'stress-ng killed: both repeats are in the result' jq -e \
		'.workloads[0].repeats | map(.end == "killed" and .status == 9 and (.ok | not)) == [true, true]' \
		"$result"
	ok 'stress-ng killed: the next workload is ok' has_state io/null ok

	# Ended by a signal that it heeds, it says that all went well.
	start -r 1 cpu/long io/null
	wait_for_tool '^\[1/2\] cpu/long  *repeat 1'
	kill -TERM "$tool"
	status=0
	wait "$pid" || status=$?
	ends 'stress-ng ended early' 1 "1 of 2 workloads failed, 'cpu/long' first"
	ok 'stress-ng ended early: said' message_has cpu/long 'repeat 1: cut short: it ended after'
}

# The program itself is killed, at whatever moment: the tool goes with it, the result can be read.
killed_once() {
	start -r 3 cpu/one cpu/long io/null
	wait_for_tool '^\[2/3\] cpu/long  *repeat 1'
	place=$(readlink "/proc/$tool/cwd")
	kill -KILL "$pid"
	wait "$pid" 2>/dev/null
	ok 'killed: the tool does not go on alone' gone "$tool"
	rm -rf "${place:?}"
	run show --format csv
	ends 'killed: the result can be read' 0
	ok 'killed: what was done is in it' has_three cpu/one
	run list results --format csv
	ok 'killed: it is called incomplete' grep -q ',incomplete,,$' out
	cp w/cpu/one.stress w/cpu/long.stress
	run_tiny --resume latest --format csv
	ends 'killed: resumed' 0
	ok 'killed: the rest is measured' has_three cpu/one cpu/long io/null
}

# The same at many moments of one run.
killed_again() {
	sed 's/timeout 60s/timeout 1s/' w/cpu/long.stress >w/cpu/short.stress
	tools=
	start -r 2 cpu/one cpu/short io/null
	# When it is killed, and how that moment is known.
	while IFS='|' read -r moment reached; do
		wait_for eval "$reached"
		tools="$tools $(pgrep -P "$pid")"
		kill -KILL "$pid"
		wait "$pid" 2>/dev/null
		if [ -e results/latest ]; then
			run show
			ends "killed $moment: the result can be read" 0
			start --resume latest
		else
			ok "killed $moment: no half a result is the latest" \
				test -z "$(find results -name '*.part' 2>/dev/null | grep latest)"
			start -r 2 cpu/one cpu/short io/null
		fi
	done <<'ROWS'
at once|true
at its first word|test -s err
with the first result|test -e results/latest
in a first repeat|grep -q "cpu/one  *repeat 1" err
in a second repeat|grep -q "cpu/one  *repeat 2" err
in a second workload|grep -q "cpu/short  *repeat 1" err
while its tool works|grep -q "cpu/short  *repeat 1" err && tool_works
in the last repeat but one|grep -q "cpu/short  *repeat 2" err
ROWS
	status=0
	wait "$pid" || status=$?
	ends 'killed again and again, and at last left alone' 0
	ok 'killed again and again: all is measured' jq -e \
		'.complete and (.workloads | map(.state) == ["ok", "ok", "ok"])' "$result"
	for tool in $tools; do
		ok 'killed again and again: no tool is left' gone "$tool"
	done
}

# Signals: two of them, and the hang-up of a terminal
signals() {
	for signals in 'HUP' 'INT INT' 'TERM INT HUP'; do
		start -r 2 cpu/one cpu/long
		wait_for_tool '^\[2/2\] cpu/long  *repeat 1'
		for signal in $signals; do
			kill "-$signal" "$pid"
		done
		status=0
		wait "$pid" || status=$?
		ends "$signals" 2 "interrupted; what was measured is kept in 'results/"
		ok "$signals: what was done is kept" has_state cpu/one ok
		ok "$signals: what was cut is marked" has_state cpu/long incomplete
		ok "$signals: the tool is gone" gone "$tool"
	done
}

# The reader of its standard error goes away: that may end it, but not spoil the result.
limits() {
	"$EXITBENCH" run --counters replay:native-svm --workloads w --idle 0 -w 0 -r 1 cpu/one io/null 2>&1 >out |
		head -n 2 >err
	run show
	ends 'nobody reads standard error' 0

	# Limits
	# Its own words go through a pipe, which has no limit.
	limited() {
		limit=$1
		shift
		{
			status=0
			(
				ulimit -f "$limit"
				exec "$EXITBENCH" "$@"
			) 2>&1 >/dev/null </dev/null || status=$?
			echo "$status" >ended
		} | cat >err
		status=$(cat ended)
	}
	# 24 KiB: the empty result fits, one of thirty repeats does not.
	limited 48 run --counters replay:native-svm --workloads w --idle 0 -w 0 -r 30 cpu/one
	ends 'a limit of file size' 2 "cannot write 'results/" 'File too large'
	run show
	ends 'a limit of file size: the result is as it was before' 0
	ok 'a limit of file size: no half of a file is left' test -z "$(find results/latest/ -name '*.part')"
	limited 0 run --counters replay:native-svm --workloads w --idle 0 -w 0 -r 1 cpu/one
	ends 'no file at all can be written' 2 'File too large'
	limited 0 run --counters replay:native-svm --record recorded --idle 0 --workloads w cpu/one
	ends 'a recording that cannot be written' 2 'File too large'
	limited 8 report --output drawn
	ends 'a report that cannot be written' 2 'File too large'

	# Folders that go away
	fake "rm -rf '$T/results/'2*; exit 0"
	with_path "$T/fakes:$PATH" run_tiny -r 1 cpu/one
	ends 'the result is removed under way' 2 'No such file or directory'
	ok 'the result is removed under way: no half of a result is left' test ! -e results/latest/result.json
	rm -rf results
	mkdir gone
	fake 'rm -rf "$PWD"; exit 0'
	with_path "$T/fakes:$PATH" run_tiny -r 1 cpu/one io/null
	ends 'a tool that removes its folder' 1 "'cpu/one' first"
	ok 'a tool that removes its folder: the next one has another' has_state io/null ok
}

# Garbage instead of a report, of every kind and size; '@' stands between what, how, and the message.
garbage() {
	many='head -c 104857600'
	each_fails stress-ng io/null <<ROWS
100 MB of output@$many /dev/zero | tr '\\0' x; exit 0@no report
output without an end@yes; exit 0@no report
output without an end, and a report without one@yes; echo 'metrics: []' >"\$report"@truncated report
a report of 100 MB@$many /dev/zero | tr '\\0' x >"\$report"@file too large: 
a report of 100 MB of lines@yes 'metrics: [' | $many >"\$report"@file too large: 
a report of 100 MB of zeros@$many /dev/zero >"\$report"@file too large: 
a report that is a FIFO@mkfifo "\$report"@no report
a report that is a folder@mkdir "\$report"@no report
a report that is a device@ln -s /dev/zero "\$report"@no report
a report that leads nowhere@ln -s nowhere "\$report"@no report
an empty report@: >"\$report"@repeat 1: 
a report cut in the middle@printf 'metrics:\\n  - stressor: cpu\\n    bogo-o' >"\$report"@repeat 1: 
a report cut at a line@printf 'metrics:\\n  - stressor: cpu\\n    bogo-ops: 1\\n' >"\$report"@truncated report
a report of another program@printf '{"jobs": 1}\\n...\\n' >"\$report"@no metrics
a report whose numbers are none@printf 'metrics:\\n  - stressor: cpu\\n    bogo-ops: many\\n...\\n' >"\$report"@a stressor without bogo-ops
ROWS
	fake 'yes | head -c 17000000; exit 0'
	with_path "$T/fakes:$PATH" run_tiny -r 1 cpu/one
	output=results/latest/raw/cpu/one/repeat-1.out
	ok 'long output is cut, and says so' sh -c "tail -n 1 $output | grep -qx '\[cut here: the output is longer\]'"
	fake 'echo first; echo second >&2; exit 0'
	with_path "$T/fakes:$PATH" run_tiny -r 1 cpu/one
	ok 'short output is whole' test "$(cat "$output")" = "$(printf 'first\nsecond')"
}

# The other tool's report, and a version of it that is not text
fio_garbage() {
	each_fails fio cpu/one <<'ROWS'
no report@exit 0@no report: fio wrote no
an empty report@: >"$report"@no result in
an empty object@echo '{}' >"$report"@no jobs in
a report cut@printf '{"jobs": [{"jobname": "a", "read": {' >"$report"@truncated or damaged report
100 MB@yes '{"jobs": [' | head -c 104857600 >"$report"@truncated or damaged report
a number that is none@echo '{"jobs": [{"jobname": "a", "error": 0, "read": {"total_ios": 1e999}}]}' >"$report"@truncated or damaged report
ROWS
	# A version that is not text: the result can be read all the same.
	mkdir -p binary
	printf '#!/bin/sh\nprintf "fio-\\377\\376\\033[31m\\n"\n' >binary/fio
	chmod +x binary/fio
	with_path "$T/binary:$PATH" run_tiny -r 1 cpu/one
	ends 'a version that is not text' 0
	run show
	ends 'a version that is not text: show' 0
	ok 'a version that is not text: JSON' jq -e '.environment."tool.fio" | startswith("fio-")' "$result"
}

for part in killed_tool killed_once killed_again signals limits garbage fio_garbage; do
	part "$part"
done
join_parts

finish
