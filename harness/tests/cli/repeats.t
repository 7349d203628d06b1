#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tests that a workload is repeated until its median is known well enough, or as often as allowed.
# shellcheck disable=SC2317 # functions are called through ok()
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

recording marks svm 60
sed 's/ 5eed0001 / 0badcafe /' marks-svm >anew
tiny_workloads
# Two of the tool that starts fast.
cp w/cpu/one.stress w/cpu/two.stress
printf '# exitbench: title = two workloads\ncpu/one\ncpu/two\n' >w/pair.suite
result=results/latest/result.json
measure() {
	run run --counters replay:marks-svm --workloads w --idle 0 -w 0 "$@"
}
# n_repeats NUMBER END: of the first workload in the result
n_repeats() {
	jq -e --argjson n "$1" --arg by "$2" \
		'.workloads[0] | (.repeats | length == $n) and .ended_by == $by' "$result"
}

# Every window of the recording is the same, so the sixth repeat, the first with an interval, ends it.
ranges() {
	measure pair --repeat 3..9 --format csv
	ends 'a range' 0
	ok 'a range ends where the median is precise' n_repeats 6 precision
	ok 'a range is told' grep -q '^2 workloads, 3 to 9 repeats each, into ' err
	ok 'a range is told in each step' grep -q '^\[1/2\] cpu/one  *repeat 6 of 3..9 ' err
	ok 'its end is told for each workload' test \
		"$(grep -Ec '^\[[12]/2\] (cpu/one|cpu/two)  *6 repeats: \+-0.0 %$' err)" -eq 2
	ok 'CSV says what ended it' grep -q '^cpu/one,ok,6,precision,' out
	ok 'what was asked for is kept' jq -e '.repeats == 3 and .max_repeats == 9 and
		(.precision * 100 | round) == 5' \
		"$result"
	run show
	prints 'the table says so' '6 precise' 'repeats: 3 to 9, until the 95 % confidence interval' \
		'is within +-5 % (precise)'
	ok 'the table fits' test "$(wc -L <out)" -le 100
	run show latest cpu/one
	prints 'a workload says so' \
		'Median: 163.0 to 163.0 exits/op with 95 % confidence (+-0.0 %), which ended the repeats.'

	# What is resumed goes on as it began.
	jq '.complete = false | del(.workloads[1])' "$result" >cut.json
	cp cut.json "$result"
	run run --counters replay:anew --workloads w -w 0 --resume latest --format csv
	ends 'resume' 0
	ok 'resume keeps range and precision' jq -e '[.workloads[] | (.repeats | length == 6) and
		.ended_by == "precision"] | length == 2 and all' "$result"
	for words in '--repeat 3..8:--repeat' '--precision 2:--precision'; do
		cp cut.json "$result"
		# shellcheck disable=SC2086 # words of a command line
		run run --counters replay:anew --workloads w -w 0 --resume latest ${words%:*}
		ends "resume with another ${words#*:}" 2 "cannot resume 'latest': " "${words#*:} differs: '"
	done
}

# What else bounds the number of repeats.
bounds() {
	measure cpu/one --repeat 2..4 --format json
	ends 'a range that is too short' 0
	ok 'it ends at the limit' n_repeats 4 limit
	ok 'its end is told' grep -Eq '^\[1/1\] cpu/one  *4 repeats: too few to say how precise, and no more are allowed$' err
	run show
	prints 'the table says limit' '4 limit'
	measure cpu/one --repeat 8..30
	ok 'no fewer than the least' n_repeats 8 precision
	measure cpu/one --precision 1 --format json
	ok 'a precision alone has a range' jq -e '.repeats == 3 and .max_repeats == 30 and (.precision * 100 | round) == 1 and
		(.workloads[0].repeats | length == 6)' "$result"
	measure cpu/one --precision 1 --repeat 7
	ok 'a precision and the least' n_repeats 7 precision
	measure cpu/one --repeat 2 --format csv
	ok 'without them nothing is different' n_repeats 2 fixed
	ok 'no column about it' sh -c '! grep -q ended_by out'
}

# In stat, too.
stat_too() {
	run stat --counters replay:marks-svm --repeat 2..9 true
	ends 'stat with a range' 0
	ok 'stat with a range: how many' grep -q '^[6-9] repeats of ' out
	prints 'stat with a range: how precise' 'exits/s with 95 % confidence (+-'
	run stat --counters replay:marks-svm --repeat 2..5 true
	prints 'stat with a range: the limit' '5 repeats of '

	run run --workloads w tiny --idle 0 --repeat 3..10 -n
	ok 'a dry run tells the range' grep -qx '2 workloads, 3 to 10 repeats each, 1 warm-up: about 32 s to 1 min 28 s' err
}

# What is no range and no precision.
refused() {
	for value in 3.. ..3 3..x 3...5 0..4 3..1001 5-9; do
		measure cpu/one --repeat "$value"
		ends "--repeat $value" 2 '--repeat takes a whole number from 1 to 1000'
	done
	measure cpu/one --repeat 9..3
	ends '--repeat 9..3' 2 'greater number first; write it as 3..9'
	for value in 0 -1 x 101 nan ''; do
		measure cpu/one --precision "$value"
		ends "--precision '$value'" 2 "--precision takes a number above 0 up to 100, not '$value'"
	done
}

for part in ranges bounds stat_too refused; do
	part "$part"
done
join_parts

finish
