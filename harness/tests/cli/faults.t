#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tests counters that begin anew, wrap, go backwards or disappear in a window: what can be known is shown,
# and what cannot is said.
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

# stat_of HOST FAULT: two windows, in the second of which it occurs
stat_of() {
	recording "$1" svm 4 "$2"
	run stat -r 2 --format csv --counters "replay:$1-svm-$2" -- true
}

# The courses' counters are of 32 bits and wrap at some time.
for host in course-a course-b course-c; do
	stat_of $host wrap
	ends "$host: a counter wraps" 0
	prints "$host: a counter wraps: its exits are those that there were" hlt,100,0,100,100, \
		total,163,0,163,163,
	stat_of $host backwards
	ends "$host: a counter goes backwards" 2 "the counter of 'hlt' went backwards, from 4"
	silent "$host: a counter goes backwards: nothing is shown"
done
for host in course-b course-c; do
	stat_of $host time
	ends "$host: a time goes backwards" 2 "the handling time of 'hlt' went backwards, from "
done
stat_of marks wrap
ends 'marks: a counter of 64 bits goes on' 0
prints 'marks: a counter of 64 bits goes on' hlt,100,0,100,100,

for host in native marks; do
	stat_of $host backwards
	ends "$host: a counter goes backwards" 2 "the counter of 'hlt' went backwards, from 4100 to 3200"
	stat_of $host time
	ends "$host: a time goes backwards" 2 "the handling time of 'hlt' went backwards"
	stat_of $host epoch
	ends "$host: the counters begin anew" 2 'the exit counters started again from zero' \
		'epoch 5eed0001 became abad1dea' 'restored or migrated; measure again'
	silent "$host: the counters begin anew: nothing is shown"
done
stat_of marks user
ends 'the user exits go backwards' 2 "the counter of user exits of 'ioio' went backwards"
stat_of marks histogram
ends 'a histogram goes backwards' 2 "the histogram of 'hlt' went backwards"
stat_of marks intruder
ends 'another reader' 2 'took mark 1 (generation 11 became 12)' 'one reader at a time'
stat_of marks refused
ends 'the first mark is refused' 2 'refused mark 1' 'memory'
stat_of marks refused-later
ends 'the second mark is refused' 2 'refused mark 2' 'memory'

# In a suite: what was measured is kept, and a boot that is sound goes on with it.
tiny_workloads
for fault in backwards epoch refused; do
	recording marks svm 20 $fault
	run run --counters "replay:marks-svm-$fault" --workloads w --idle 0 -w 0 -r 1 tiny
	ends "a suite, $fault" 2 'the run ended early; what was measured is in ' "workload 'io/null'"
	ok "a suite, $fault: it is kept" jq -e '.complete == false and ([.workloads[].name] ==
		["cpu/one"])' results/latest/result.json
	recording marks svm 20
	run run --counters replay:marks-svm --workloads w --idle 0 -w 0 --resume latest --format csv
	ends "a suite, $fault: it is resumed" 0
	prints "a suite, $fault: it is complete" cpu/one,ok,1, io/null,ok,1,
done
recording marks svm 20 intruder
run run --counters replay:marks-svm-intruder --workloads w --idle 0 -w 0 -r 1 tiny --format csv
ends 'a suite, another reader' 1 "1 of 2 workloads failed, 'io/null' first"
prints 'a suite, another reader: the rest counts' cpu/one,ok,1, io/null,failed,0,

finish
