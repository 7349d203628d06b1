#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tests what a calibration makes of a gate, on results that never change.
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

# variant NAME RESULT TIMES: a result of seven repeats in a boot of its own, in which everything takes so many times the
# operations
variant() {
	mkdir -p "results/$1"
	"$top/harness/tests/cli/more-repeats" "$fixtures/results/$2/result.json" 7 |
		jq --arg started "2026-10-01T03:00:${3#*.}Z" --argjson times "$3" '
			(.. | objects | select(has("started"))).started = $started |
			(.. | objects | select(has("ops")) | .ops) *= $times' >"results/$1/result.json"
}

variant first base 1.00
variant second base 1.05
variant third base 1.30
variant fourth base 0.90
run calibrate limits first second third
ends 'a calibration' 0
same 'a calibration as a table' calibrate.table
ok 'its file' jq -e '.format == "exitbench-calibration" and .version == 1 and .results == 3 and
	(.limits | length > 4)' limits
run calibrate limits first second third --format json
ok 'a calibration as JSON' jq -e 'any(.rows[]; .unit == "exits/op" and .limit_percent > 29.9 and
	.limit_percent < 30.1)' out

run compare first fourth --fail-above 5% --per op --totals
ends 'a growth by a ninth' 1 'grew by more than 5 %'
run compare first fourth --fail-above 5% --per op --totals --calibration limits
ends 'which the calibration allows' 0
run compare first fourth --fail-above 5% --per op --calibration limits --reason cpuid
ends 'a single reason is not calibrated' 2 'leave out the reason'
jq '.limits |= map(select(.[0] != "probes/cpuid"))' limits >fewer
run compare first fourth --fail-above 5% --per op --totals --calibration fewer
ok 'a workload that it does not have is told' grep -q 'tells nothing of 1 of 4 workloads' err
jq '.cpu = "another one"' limits >other
run compare first fourth --fail-above 5% --per op --totals --calibration other
ends 'that of another processor' 2 "is of the processor 'another one'"
run compare first fourth --calibration limits
ends 'a calibration without a gate' 2 'fail-above'
echo '{' >damaged
run compare first fourth --fail-above 5% --calibration damaged
ends 'a damaged file' 2 "'damaged' line"
# Of 2^32 + 1 the lower half is 1.
for number in version results; do
	jq ".$number = 4294967297" limits >newer
	run compare first fourth --fail-above 5% --calibration newer
	ends "the $number beyond 32 bits" 2 "'newer': it is " 4294967297 "; make it anew with 'exitbench calibrate'"
done
run compare first fourth --fail-above 5% --calibration nowhere
ends 'no file' 2 nowhere

for name in first second third; do
	mv results/$name "results/$name,2"
done
run calibrate with-commas first,2 second,2 results/third,2
ends 'names with commas' 0
ok 'names with commas: the same limits' cmp limits with-commas
for name in first second third; do
	mv "results/$name,2" results/$name
done
run calibrate with-commas first,second third
ends 'names between commas' 0
ok 'names between commas: the same limits' cmp limits with-commas
run calibrate limits first second
ends 'two results' 2 'needs 3 results'
run calibrate limits first second second
ends 'a result twice' 2 'are the same result'
for wrong in '--format xml' '--columns pace'; do
	# shellcheck disable=SC2086 # words of a command line
	run calibrate unwritten first second third $wrong
	ends "$wrong" 2 "'${wrong##* }'"
	ok "$wrong: nothing is written" test ! -e unwritten
done
cp results/first/result.json result.json
run calibrate result.json first second third
ends 'a result where the file to write should be' 2 "'result.json' is there and is no calibration"
ok 'that result is left alone' cmp result.json results/first/result.json
: >empty
run calibrate empty first second third
ends 'an empty file' 0
run calibrate limits first second third
ends 'an earlier calibration is replaced' 0
run calibrate /nowhere/limits first second third
ends 'a file that cannot be written' 2 /nowhere/limits

finish
