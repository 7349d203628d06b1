#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tests show, compare, list and report on two results that never change.
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

cp -r "$fixtures/results" results
ln -s new results/latest

for side in base new; do
	mkdir "results/seven-$side"
	"$top/harness/tests/cli/more-repeats" "$fixtures/results/$side/result.json" 7 \
		>"results/seven-$side/result.json"
done

for format in table csv json markdown; do
	run compare seven-base seven-new --format $format
	ends "compare as $format" 0
	ok "compare as $format says nothing but data" test ! -s err
	same "compare as $format is that" "compare.$format"
done
ok 'the verdict is the first line' sh -c "'$EXITBENCH' compare seven-base seven-new | head -n 1 |
	grep -q '^2 of 4 workloads changed; io/randread-4k: 3.03 -> 1.27 exits/op (-58 %, p 0.006), most of it msr; '"
run compare seven-base seven-new --all --format json
ok 'JSON of everything' jq -e '.rows | length == 44' out
ok 'every verdict but one occurs' jq -e '[.rows[].verdict] | unique == ["appeared", "disagree", "less", "more",
	"small", "vanished", "~"]' out
run compare base new
same 'too few repeats' compare-few.table
run compare "$top/results/reference/default-svm" "$top/results/reference/full-svm" --format json
ok 'the kept pair: nothing is called a change that the other unit contradicts' jq -e '(.rows | length == 27) and
	([.rows[] | select(.verdict | IN("more", "less"))] | group_by(.workload + .reason) |
	all(map(.change_percent > 0) | unique | length == 1)) and (.title | startswith("No verdict on 14 workloads"))' out
run compare results/base results/new/result.json
same 'folders and files are results, too' compare-few.table
run compare base latest
same 'latest is one' compare-few.table

run compare seven-base seven-new --totals --all --format json
ends 'totals only' 0
ok 'totals only: a row a workload and unit' jq -e '(.rows | length == 8) and all(.rows[]; .reason == "total")' out
ok 'totals only: what the verdict counts and the table does not show' jq -e '(.title | startswith("2 of 4 workloads")) and
	any(.notes[]; . == "1 workload changed in single exit reasons only, which --totals leaves out.")' out
ok 'how many agree' jq -e 'any(.notes[]; startswith("The ranges of the totals overlap for 1 of 4"))' out
for way in op second; do
	run compare seven-base seven-new --per $way --all --format json
	ok "per $way" jq -e "[.rows[].unit] | unique == [\"exits/${way%econd}\"]" out
done
run compare seven-base seven-new --time --all --format json
ends 'handling time' 0
ok 'handling time: its units' jq -e '[.rows[].unit] | unique == ["ns/op", "time %"]' out
run compare seven-base seven-new --ignore-below 90% --format json
ok 'what is smaller than what matters' jq -e '.title | startswith("1 of 4 workloads changed")' out

# Several results of a side, with commas between.
run compare seven-base,base seven-new,new
ends 'the same result twice on a side' 2 "'seven-base' and 'base' are the same result"
for side in base new; do
	mkdir "results/later-$side"
	jq '(.. | objects | select(has("started"))).started = "2027-01-01T00:00:00Z"' results/$side/result.json \
		>"results/later-$side/result.json"
done
run compare seven-base,later-base seven-new,later-new --format json
ends 'several results of a side' 0
ok 'several results of a side: boots' jq -e 'any(.notes[]; . == "Medians of the boots.") or
	any(.notes[]; . == "Medians of the repeats.")' out
mkdir results/odd
jq '.complete = false | (.workloads[] | select(.name == "cpu/int64")).sha256 = "bb22" |
	(.workloads[] | select(.name == "timer/nanosleep")).op = "something else"' results/later-base/result.json \
	>results/odd/result.json
jq '(.workloads[] | select(.name == "cpu/int64")).sha256 = "aa11"' results/seven-base/result.json >aa11.json
run compare aa11.json,odd seven-new,later-new --all --format json
ends 'several that are not alike' 0
ok 'several that are not alike: that is told' jq -e '.warnings == [
	"a result of the base is incomplete.",
	"'"'cpu/int64'"' was another job in two results of the base: its files differ.",
	"'"'timer/nanosleep'"' is not compared per operation, as its operations are not the same in two results of the base."]' out
ok 'several that are not alike: nothing per operation' jq -e '[.rows[] | select(.workload == "timer/nanosleep") | .unit] |
	unique == ["exits/s"]' out
run compare seven-new,later-new aa11.json,odd --all --format json
ok 'several that are not alike, on the new side' jq -e '(.warnings | length == 3 and all(contains("of the new side"))) and
	([.rows[] | select(.workload == "timer/nanosleep") | .unit] | unique == ["exits/s"])' out
run compare seven-base,nothing seven-new
ends 'one of several that is not there' 2 nothing
cp -r results/base 'results/a,b'
run compare results/a,b new
ends 'a name with a comma' 0

run compare seven-base seven-new --format json
ok 'JSON: changes and ranges are numbers' jq -e '[.rows[] | [.base, .base_min, .base_max, .new,
	.new_min, .new_max, .change_percent] | .[] | type] | unique == ["null", "number"]' out

# What differs between the two, and what of it is doubtful.
ok 'JSON: what differs' jq -e '.differences == [{"what": "kernel", "base": "Linux 6.12.0",
	"new": "Linux 6.1.0"}, {"what": "clocksource", "base": "", "new": "tsc"}] and
	.warnings == []' out
run compare base base --format json
ok 'the same twice: nothing differs' jq -e '(has("differences") | not) and .warnings == []' out
run compare base base
ends 'the same twice: it is told' 0 "'base' and 'base' are the same result, which is compared with itself"
ok 'the same twice: nothing is said of differences' sh -c '! grep -Eq "These differ|warning" out'
jq '.environment."tool.stress-ng" = "stress-ng, version 0.17.01" | .complete = false |
	.environment."kernel.command-line" = "root=/dev/vda console=ttyS0,115200n8 mitigations=off quiet" |
	(.workloads[] | select(.name == "cpu/int64")).sha256 = "aa11"' \
	results/base/result.json >doubtful.json
jq '.environment."kernel.command-line" = "root=/dev/vda console=ttyS0,115200n8 mitigations=auto quiet" |
	(.workloads[] | select(.name == "cpu/int64")).sha256 = "bb22"' results/base/result.json >firm.json
run compare firm.json doubtful.json
ends 'doubtful' 0
prints 'what differs: the words of a long line' \
	'  kernel.command-line: ... mitigations=auto ... -> ... mitigations=off ...' \
	'  job file of cpu/int64: bb22 -> aa11' '  tool.stress-ng: stress-ng, version 0.15.06 -> '
prints 'what is doubtful' "warning: 'cpu/int64' was another job: its files differ." \
	"warning: 'cpu/int64' and 2 more are compared per operation, and in another version of" \
	'warning: the new result is incomplete.'
run compare firm.json doubtful.json --format json
ok 'what is doubtful, in JSON' jq -e '(.warnings | length == 3) and (.differences | length == 3) and
	.differences[1].base == "root=/dev/vda console=ttyS0,115200n8 mitigations=auto quiet"' out

# Next to no operations: what each of them took is more than a number can tell.
jq '(.workloads[] | select(.name == "cpu/int64") | .repeats[].ops) = 5e-324' results/seven-new/result.json >tiny.json
run show tiny.json cpu/int64
ends 'next to no operations' 0
run show tiny.json --format json
ok 'next to no operations: nothing is told of one' jq -e 'any(.rows[]; .workload == "cpu/int64" and .exits_per_op == null)' out
run compare seven-base tiny.json --all --format json
ok 'next to no operations: the rates are compared' jq -e '[.rows[] | select(.workload == "cpu/int64") | .unit] |
	unique == ["exits/s"]' out

# The gate
jq '.workloads |= map(select(.name == "network/udp"))' results/new/result.json >other.json
run compare seven-base seven-new --fail-above 5%
ends 'a workload that failed on a side' 2 \
	"1 cannot be judged, as a side has no usable repeat; 'idle/sleep' first"
for name in base new seven-base seven-new; do
	mkdir "results/gate-$name"
	jq '.workloads |= map(select(.name != "idle/sleep"))' "results/$name/result.json" \
		>"results/gate-$name/result.json"
done
run compare gate-seven-base gate-seven-new --fail-above 5%
ends 'nothing grew' 0
run compare gate-seven-new gate-seven-base --fail-above 5
ends 'beyond the limit' 1 \
	'1 of 4 grew by more than 5 %: io/randread-4k: 1.27 -> 3.03 exits/op (+139 %, p 0.003)'
prints 'beyond the limit: shown all the same' io/randread-4k
run compare gate-seven-base gate-seven-base --fail-above 5%
ends 'the same twice' 2 "the gate cannot judge: 'gate-seven-base' and 'gate-seven-base' are the same result"
run compare gate-seven-base,later-base later-base --fail-above 5%
ends 'one of several twice' 2 "the gate cannot judge: 'later-base' and 'later-base' are the same result"
run compare gate-seven-new gate-seven-base --fail-above 200%
ends 'within a wider limit' 0
run compare gate-seven-new gate-seven-base --fail-above 0.5% --workload timer/nanosleep
ends 'another workload: it fell' 0
run compare gate-seven-base gate-seven-new --fail-above 0.5% --workload timer/nanosleep
ends 'one workload' 1 '1 of 1 grew by more than 0.5 %: timer/nanosleep: 3.00 -> 3.02 exits/op (+0.7 %, p 0.0007)'
run compare gate-seven-base gate-seven-new --fail-above 0.5% --reason hlt
ends 'a reason' 1 ': timer/nanosleep: hlt 1.00 -> 1.01 exits/op (+1.1 %, p 0.002)'
run compare gate-seven-base gate-seven-new --fail-above 5% --reason ioio
ends 'a reason that is new' 1 'io/randread-4k: ioio 0.0000 -> 0.0833 exits/op (p 0.0006)'
run compare gate-seven-new gate-seven-base --fail-above 5% --metric ns/op --format json
ends 'the time of an operation' 1 " ns/op (+"
ok 'the time of an operation: the table has it' jq -e '[.rows[].unit] | index("ns/op") != null' out
run compare gate-seven-new gate-seven-base --fail-above 5% --metric tax --per second
ends 'the share of time' 1 "% of the vCPUs' time (+"
run compare gate-seven-base gate-seven-new --fail-above 5% --metric exits/s --workload probes/cpuid
ends 'what the other unit contradicts' 2 '1 of 1 cannot be judged, as per operation and per second disagree'
run compare gate-base gate-new --fail-above 5%
ends 'too few repeats' 2 '4 of 4 cannot be judged with so few repeats; measure 5 or more (--repeat)'
run compare firm.json doubtful.json --fail-above 5%
ends 'other conditions' 2 "the gate cannot judge: 'cpu/int64' was another job"
run compare firm.json doubtful.json --fail-above 5% --workload cpu/int64
ends 'another job, and it is the one that is judged' 2 "the gate cannot judge: 'cpu/int64' was another job"
jq '(.workloads[] | select(.name == "cpu/int64")).sha256 = "bb22"' results/seven-new/result.json >bb22.json
run compare aa11.json bb22.json --fail-above 5%
ends 'another job' 2 "'cpu/int64' was another job: its files differ; measure both sides alike, or judge other" \
	'workloads alone (--workload)'
run compare aa11.json bb22.json --fail-above 5% --workload probes/cpuid
ends 'another job, and it is not the one that is judged' 0
run compare aa11.json bb22.json --fail-above 5% --workload nonsense
ends 'another job, and a workload that there is not' 2 "the gate has nothing to judge: no workload 'nonsense'"
run compare gate-seven-base gate-seven-new --fail-above 5% --reason nonsense
ends 'a reason that there is not' 2 'the gate has nothing to judge: no workload with the reason nonsense'
run compare gate-seven-base gate-seven-new --fail-above 5% --workload nonsense
ends 'a workload that there is not' 2 "the gate has nothing to judge: no workload 'nonsense'"
run compare gate-seven-base gate-seven-new --reason hlt
ends 'a reason without a limit' 2 '--reason says what --fail-above is about'
run compare gate-seven-base gate-seven-new --format junit
ends 'a format of the gate without a limit' 2 '--format junit tells what --fail-above finds'
run compare gate-seven-base gate-seven-new --fail-above 5% --format JUnit
ends 'a format that there is not' 2 "unknown format 'JUnit'; choose table, csv, json, markdown, junit or github"
run compare gate-seven-base gate-seven-new --fail-above 5% --metric exits/s --per op
ends 'a metric against the way' 2 '--metric exits/s contradicts --per or --time'
for format in junit github; do
	run compare gate-seven-new gate-seven-base --fail-above 5% --format $format
	ends "the gate as $format" 1
	same "the gate as $format is that" "gate.$format"
	run compare gate-base gate-new --fail-above 5% --format $format
	ends "the gate as $format cannot judge" 2
	same "the gate as $format cannot judge, and says so" "gate-few.$format"
	run compare firm.json doubtful.json --fail-above 5% --format $format
	ends "the gate as $format refuses" 2
	same "the gate as $format refuses, and says so" "gate-refused.$format"
done
for to in '/dev/full' '&-'; do
	status=0
	eval "'$EXITBENCH' compare gate-seven-new gate-seven-base --fail-above 5% --format junit >$to 2>err" || status=$?
	ends "the gate as junit, to $to: the answer, and that the report is lost" 1 \
		'standard output cannot be written: what it holds is not whole' 'grew by more than 5 %'
done
while IFS='|' read -r base new calibration says; do
	for format in junit github; do
		run compare "$base" "$new" --fail-above 5% ${calibration:+--calibration "$calibration"} --format $format
		ends "the gate as $format: $says" 2 "$says"
		cp out "trouble.$format"
	done
	ok "the gate as junit: $says, and that is an error in it" python3 -c 'import sys, xml.dom.minidom
text = xml.dom.minidom.parse("trouble.junit").getElementsByTagName("error")[0].getAttribute("message")
sys.exit(sys.argv[1] not in text)' "$says"
	ok "the gate as github: $says, and that is an error in it" grep -q "^::error .*$says" trouble.github
done <<'ROWS'
nothing|new||no result 'nothing'
base|other.json||no measured workload in common
base|new|none|cannot open 'none'
ROWS
run compare gate-seven-new gate-seven-base --fail-above 5% --format junit
ok 'the gate as junit is XML' python3 -c 'import xml.dom.minidom, sys; xml.dom.minidom.parse("out")'
for file in 'results/seven-new/result.json cut short' 'a newer one' 'a changed one'; do
	mkdir -p spoiled
	case $file in
	*short) head -c 5000 results/seven-new/result.json >spoiled/result.json ;;
	*newer*) jq '.version = 9' results/seven-new/result.json >spoiled/result.json ;;
	*) jq '.workloads[0].repeats[0].after.counters[0][1] = 0' results/seven-new/result.json >spoiled/result.json ;;
	esac
	run compare seven-base spoiled --fail-above 5%
	ends "$file: an error that names the file" 2 'spoiled/result.json'
	silent "$file: no number"
done

run compare seven-base seven-base --all --format csv
ends 'the same twice' 0
ok 'the same twice: no change' sh -c '! grep -Ev "^workload,|,~$" out'

# the same result, had it been measured on Intel: numbers of SVM become those of VMX
jq '.counters.isa = "vmx" | {"96": 1, "100": 7, "114": 10, "120": 12, "123": 30, "124": 32, "1024": 48} as $vmx |
	.slots |= map([$vmx[.[0] | tostring] // (if .[0] < 4294967295 then .[0] + 5000 else .[0] end), .[1]])' results/seven-new/result.json >vmx.json
run compare seven-new vmx.json --per second --all --format csv
ends 'results of two vendors' 0
ok 'results of two vendors: no class of reasons changed' sh -c '! grep -Ev "^workload,|,~$" out'
ok 'results of two vendors: every exit is in a class' test "$(grep -c ,total, out)" -ge 2
for class in cpuid hlt interrupt msr paging; do
	prints "results of two vendors: class $class" ",$class,"
done
run compare seven-new vmx.json
prints 'results of two vendors: it is told' 'reasons are matched by class'
run compare base other.json
ends 'nothing in common' 2 'no measured workload in common'
jq '.version = 3' results/new/result.json >future.json
run show future.json
ends 'a result of the future' 2 "'future.json'" 'a result of version 3; this program reads versions 1 and 2'

run show
ends 'show' 0
same 'show is that' show.table
prints 'show: what is not as expected' \
	'Not as expected: io/randread-4k: most are npf 79 %, hlt 13 %; expected: npf,msr.'
run show --format csv
same 'show as CSV' show.csv
run show --wide
same 'show everything is that' show-wide.table
run show --columns top_reasons,exits_per_second
same 'show some columns is that' show-columns.table
run show --columns exits_per_second,workload --format csv
ok 'columns of CSV' test "$(head -n 1 out)" = exits_per_second,workload
run show --columns workload,pace
ends 'a column that there is not' 2 "no column 'pace'; there are workload, " ', top_reasons'
silent 'a column that there is not: nothing is shown'
run show --per-vcpu
ends 'vCPUs that were not known apart' 1 "the vCPUs of 'latest' were not counted separately" '--per-vcpu'
run show new io/randread-4k
ends 'show a workload' 0
same 'show a workload is that' show-workload.table
run show new network/udp
ends 'show what was skipped' 0
prints 'show what was skipped: why' "needs the program 'fio'"
run show new nonsense
ends 'show what is not there' 2 "the result has no workload 'nonsense'" "'exitbench show new'"
silent 'show what is not there: nothing is shown'

run report latest --output drawn
ends 'report' 0 'report: drawn/index.html'
silent 'report prints nothing'
ok 'report writes its page' grep -q 'io/randread-4k' drawn/index.html
ok 'report: expected against measured' grep -q 'In 2 of 4 workloads they do' drawn/index.html
ok 'report: where they disagree, with both' grep -q '>io/randread-4k</a></th>.*npf,msr.*79.*npf 79 %, hlt 13 %' \
	drawn/index.html
ok 'report: a reason that dominates unexpectedly is marked' grep -q '>not expected<' drawn/index.html
ok 'report leaves the result alone' test ! -e results/new/index.html
run report base new --output drawn
ends 'two reports into one folder' 2 '--output takes one result'
run report --templates nowhere
ends 'no templates' 2 nowhere

for isa in vmx svm; do
	run list reasons-$isa --format csv
	ends "list reasons-$isa" 0
	prints "list reasons-$isa has CPUID" ,cpuid,
done
prints 'list reasons-svm writes numbers as AMD does' 0x72,cpuid,cpuid,cpuid,
ok 'list reasons-svm: a reason a line' test "$(wc -l <out)" -eq \
	"$(($(grep -c '^REASON(' "$top/harness/src/reasons/svm.def") + 1))"

finish
