#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tests show, compare, list and report on two results that never change.
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

cp -r "$fixtures/results" results
ln -s new results/latest

for format in table csv json markdown; do
	run compare base new --format $format
	ends "compare as $format" 0
	ok "compare as $format says nothing but data" test ! -s err
	same "compare as $format is that" "compare.$format"
done
run compare base new --all --format json
ok 'JSON of everything' jq -e '.rows | length == 22' out
ok 'every verdict occurs' jq -e \
	'[.rows[].verdict] | unique == ["appeared", "less", "more", "unsure", "vanished", "~"]' out
run compare results/base results/new/result.json
same 'folders and files are results, too' compare.table
run compare base latest
same 'latest is one' compare.table

run compare base new --totals --format json
ends 'totals only' 0
ok 'totals only: a row a workload' jq -e '(.rows | length == 4) and all(.rows[]; .reason == "total")' out
ok 'how many agree' jq -e 'any(.notes[]; startswith("The ranges of the totals overlap for 1 of 3"))' out
run compare base new --time --format json
ends 'handling time' 0
ok 'handling time: its units' jq -e '[.rows[].unit] | unique == ["cycles/op", "time %"]' out
run compare new base --time --threshold 5
ends 'handling time beyond the threshold' 1 "handling time of '"
run compare base new --totals --all
ends 'totals and all' 2 '--all and --totals contradict each other'

run compare base new --format json
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
	"warning: 'probes/cpuid' is compared per operation, and in another version of" \
	'warning: the new result is incomplete.'
run compare firm.json doubtful.json --format json
ok 'what is doubtful, in JSON' jq -e '(.warnings | length == 3) and (.differences | length == 3) and
	.differences[1].base == "root=/dev/vda console=ttyS0,115200n8 mitigations=auto quiet"' out

run compare base new --threshold 5
ends 'within the threshold' 0
run compare new base --threshold 5
ends 'beyond the threshold' 1 "exits of 'io/randread-4k' grew by 19.7 %" 'threshold of 5 %'
prints 'beyond the threshold: shown all the same' io/randread-4k
run compare new base --threshold 20
ends 'within a wider threshold' 0
run compare base base --format csv
ends 'the same twice' 0
ok 'the same twice: no change' sh -c '! grep -Ev "^workload,|,(~|unsure)$" out'

# the same result, had it been measured on Intel: numbers of SVM become those of VMX
jq '.counters.isa = "vmx" | {"96": 1, "100": 7, "114": 10, "120": 12, "123": 30, "124": 32, "1024": 48} as $vmx |
	.slots |= map([$vmx[.[0] | tostring] // (if .[0] < 4294967295 then .[0] + 5000 else .[0] end), .[1]])' results/new/result.json >vmx.json
run compare new vmx.json --all --format csv
ends 'results of two vendors' 0
ok 'results of two vendors: no class of reasons changed' sh -c '! grep -Ev "^workload,|,(~|unsure)$" out'
ok 'results of two vendors: every exit is in a class' test "$(grep -c ,total, out)" -ge 2
for class in cpuid hlt interrupt msr paging; do
	prints "results of two vendors: class $class" ",$class,"
done
run compare new vmx.json
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
