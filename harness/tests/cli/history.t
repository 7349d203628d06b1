#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tests history on twenty nights: ten of one kept result, then ten of another.
# shellcheck disable=SC2016,SC2317 # scripts for other shells; functions that are called through ok()
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

# night NUMBER RESULT: that result, as measured in that night in a guest of its own
night() {
	mkdir "results/night-$1"
	jq --arg started "2026-10-$1T03:00:00Z" --argjson epoch "$((1000 + ${1#0}))" '
		(.. | objects | select(has("started"))).started = $started |
		(.. | objects | select(has("epoch"))).epoch = $epoch' \
		"$fixtures/results/$2/result.json" >"results/night-$1/result.json"
}

mkdir results
for number in 01 02 03 04 05 06 07 08 09 10; do night $number base; done
for number in 11 12 13 14 15 16 17 18 19 20; do night $number new; done

for format in table csv json; do
	run history --format $format
	ends "history as $format" 0
	ok "history as $format says nothing but data" test ! -s err
	same "history as $format is that" "history.$format"
done
run history --all --format json
ok 'all workloads' jq -e '[.rows[].workload] | unique | length == 5' out
run history --workload io/randread-4k --reason msr --metric exits/s --format json
ok 'one reason of one workload' jq -e '(.rows | length == 1) and .rows[0].unit == "exits/s" and
	.rows[0].first_result == "night-11"' out
run history --ignore-below 90% --format json
ok 'what is smaller than what matters' jq -e '.rows | length < 2' out
run history --ignore-below 90%
ok 'without a change there is no head of a table' sh -c 'grep -q "^0 of 5 workloads changed" out && ! grep -q before out'
run history results/night-*
ends 'results by their paths' 0
run history night-01 night-02 night-01 night-03 --format json
ok 'a result that is named twice counts once' jq -e '(.title | contains("in 3 results")) and
	any(.notes[]; . == "1 result named twice is counted once.")' out
ok 'too few results are told so' jq -e 'any(.notes[]; startswith("5 of 5 workloads have fewer than"))' out

# What was read is kept beside the results, and only believed as long as they are the same.
find results -name result.json -exec touch -d '1 hour ago' {} +
run history --all --format json
mv out first
run history --all --format json
ok 'from digests it says the same' cmp first out
ok 'a digest is kept of each' test "$(find results -name .exitbench-digest | wc -l)" -eq 20

# forge NUMBER: another name in the digest of that night, with the hash that it needs to be believed
forge() {
	digest=results/night-$1/.exitbench-digest
	sed -n '2,$s/cpu/CPU/gp' "$digest" | tr -d '\n' >body
	{ echo "exitbench-digest 3 $(sha256sum <body | cut -d ' ' -f 1)"; cat body; } >"$digest"
}

# in_history WORKLOAD: the history of all has it
in_history() {
	run history --all --format json
	jq -e --arg name "$1" 'any(.rows[].workload; . == $name)' out
}

forge 05
ok 'digests are what is read' in_history CPU/int64
touch -d '2 hours ago' results/night-05/result.json
ok 'of a copy, too' in_history CPU/int64
ok 'which is read as quickly as before the next time' in_history CPU/int64
sed -i '2s/CPU/Cpu/g' results/night-05/.exitbench-digest
run history --all --format json
ok 'one that was changed by hand is not believed' jq -e 'all(.rows[].workload; test("CPU|Cpu") | not)' out
jq '(.workloads[] | select(.name == "cpu/int64") | .repeats[].ops) *= 1000' results/night-06/result.json >changed
cp changed results/night-06/result.json
touch -d '1 hour ago' results/night-06/result.json
run history --all --format json
ok 'one of another file neither' jq -e '.rows[] | select(.workload == "cpu/int64") | .results == 20' out
run history --workload cpu/int64 night-04 night-05 night-06 --all --format json
ok 'a result that changed is read again' jq -e '.rows[0].before < 0.3 and .rows[0].results == 3' out
# Since night 16 much is another thing.
for number in 16 17 18 19 20; do
	mkdir -p "others/night-$number"
	jq '.counters.vcpus = 4 | .environment.cpu = "Another" | .environment."tool.stress-ng" = "stress-ng, version 9" |
		(.workloads[] | select(.name == "cpu/int64")).op = "something else"' "results/night-$number/result.json" \
		>"others/night-$number/result.json"
	touch -d '1 hour ago' "others/night-$number/result.json"
done
for time in read 'from digests'; do
	run history results/night-0[89] results/night-1[0-5] others/* --format json
	ok "other conditions are told, $time" jq -e '.warnings == [
		"cpu/int64 has other operations since others/night-16: '"'something else', and 'bogo-op'"' before",
		"counters.vcpus is '"'4' since others/night-16, and '2'"' before, which may change exits by itself",
		"cpu is '"'Another' since others/night-16, and 'Simulated Processor'"' before, which may change exits by itself",
		"tool.stress-ng is '"'stress-ng, version 9' since others/night-16, and 'stress-ng, version 0.15.06'"' before, which may change exits by itself"]' out
done
run history results/night-* --format json
ok 'where nothing is another thing, nothing is told' jq -e '.warnings == []' out

run history --output drawn --format csv
ends 'a graph' 0 drawn/history.svg
ok 'it is drawn, and has a level before each change and one after it' sh -c 'test -s drawn/history.png &&
	test "$(grep -c "since 2026-10-11$" drawn/history.tsv)" -eq "$(sed 1d out | wc -l)" &&
	grep -q ">io/randread-4k, exits/op<" drawn/history.svg'
run history night-01 night-02 night-03 --output drawn
ok 'where nothing changed, the first workloads are' grep -q 'no workload changed' drawn/history.svg
run history --output undrawn --columns pace
ends 'a column that there is not' 2 "no column 'pace'"
ok 'a column that there is not: no graph is drawn' test ! -e undrawn
run history --output drawn --templates nowhere
ends 'a graph without templates' 2 nowhere
run history night-01 night-02
ends 'two results are no history' 2 'exitbench compare'
run history night-01 night-02 nothing
ends 'a result that is not there' 2 nothing
run history --workload io/nothing
ends 'a workload that no result has' 2 io/nothing
run history --reason nothing
ends 'a reason that no result has' 2 nothing
head -c 2000 results/night-07/result.json >truncated
mv truncated results/night-07/result.json
run history
ends 'a truncated result' 2 night-07/result.json
mkdir none
run history --results none
ends 'a folder without results' 2 'there are 0'

finish
