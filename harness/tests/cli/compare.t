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
ok 'how many agree' jq -e 'any(.notes[]; startswith("The ranges of the totals overlap for 1 of 4"))' out
for way in op second; do
	run compare seven-base seven-new --per $way --all --format json
	ok "per $way" jq -e "[.rows[].unit] | unique == [\"exits/${way%econd}\"]" out
done
run compare seven-base seven-new --time --all --format json
ends 'handling time' 0
ok 'handling time: its units' jq -e '[.rows[].unit] | unique == ["ns/op", "time %"]' out
run compare seven-new seven-base --time --threshold 5
ends 'handling time beyond the threshold' 1 "ns/op of '"
run compare seven-base seven-new --ignore-below 90% --format json
ok 'what is smaller than what matters' jq -e '.title | startswith("1 of 4 workloads changed")' out

# Several results of a side, with commas between.
run compare seven-base,base seven-new,new --format json
ends 'several results of a side' 0
ok 'several results of a side: boots' jq -e 'any(.notes[]; . == "Medians of the boots.") or
	any(.notes[]; . == "Medians of the repeats.")' out
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
ok 'the same twice: nothing is said of it' sh -c '! grep -Eq "These differ|warning" out'
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

run compare seven-base seven-new --threshold 5
ends 'within the threshold' 0
run compare seven-new seven-base --threshold 5
ends 'beyond the threshold' 1 "exits/op of 'io/randread-4k' grew by 139.4 %" 'threshold of 5 %'
prints 'beyond the threshold: shown all the same' io/randread-4k
run compare seven-new seven-base --threshold 200
ends 'within a wider threshold' 0
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
jq '.workloads |= map(select(.name == "network/udp"))' results/new/result.json >other.json
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
