#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tests that a run measures, keeps, shows and subtracts the idle guest.
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

recording marks svm 60
sed 's/ 5eed0001 / 0badcafe /' marks-svm >anew
tiny_workloads
result=results/latest/result.json
measure() {
	run run --counters replay:marks-svm --workloads w -w 0 "$@"
}
# lengths IDLE... : the lengths of the windows of the idle guest; those of the workloads are 0.5 s
lengths() {
	jq --argjson times "[$(echo "$*" | tr ' ' ,)]" '
		.idle.windows = [.idle.windows, $times] - [] |
		.idle.windows = ([.idle.windows | transpose[] | .[0].window.wall_ns = .[1] * 1000000000 | .[0]]) |
		.workloads[].repeats[].wall_ns = 500000000' kept.json >"$result"
}

measure -r 1 tiny --idle 0.02 --format csv
ends 'a run with the idle guest' 0
ok 'it is measured before, between and after' jq -e '.idle | .seconds == 0.02 and
	([.windows[].place] == ["before", "between", "after"]) and
	([.windows[].boot] == [0, 0, 0])' "$result"
ok 'what is kept is raw, and a window as long as asked for' jq -e '[.idle.windows[].window |
	.ok and .end == "exited" and .wall_ns >= 2e7 and .wall_ns < 1e9 and
	(.after.queries - .before.queries == 1) and (.before.counters | length == 8)] |
	length == 3 and all' "$result"
ok 'it is told when' test "$(grep -c '^\[[012]/2\] the idle guest  *asleep ' err)" -eq 3
ok 'CSV has the workloads only' test "$(wc -l <out)" -eq 3
cp "$result" kept.json

lengths 1 1 1
run show
prints 'show tells its rates' 'Idle guest, exits/s: 163 before, 163 between, 163 after the workloads; drift 0.0 %.'
ok 'nothing is to be warned of' sh -c '! grep -q "idle guest drifts" out'
ok 'and nothing is subtracted' grep -q '^cpu/one  *326 ' out
run show --net-idle
ends 'net of idle' 0
prints 'the table says that it is net of idle' 'net of reading and of idle' \
	'Their median is subtracted.'
ok 'half a second of 163 exits/s is off' grep -q '^cpu/one  *162 ' out
run show latest cpu/one --net-idle --format csv
ok 'for each reason, to the exit' test \
	"$(grep -Ec '^(hlt,50|npf,20|ioio,10|cpuid,1|total,81),' out)" -eq 5
ok 'but for the time of HLT' test "$(sed -n 's/^hlt,.*,\(500000\),.*/\1/p' out)" = 500000
run show latest cpu/one --net-idle
prints 'a workload net of idle says so' 'cpu/one: one operation (net of idle)' 'but not the time of HLT'
lengths 0.25 0.25 0.25
run show --net-idle --format csv --columns workload,exits_per_second
ok 'never below 0' grep -qx 'cpu/one,0' out
lengths 1 1 0.5
run show
prints 'a drift is warned of' '326 after the workloads; drift 100.0 %.' "the idle guest's exits/s differ by 100 %"
run show --net-idle --format csv --columns workload,exits_per_second
ok 'the median counts' grep -qx 'cpu/one,162' out
cp -r "$(readlink -f results/latest)" results/2000
run compare latest 2000 --net-idle --all
ends 'compare net of idle' 0
prints 'compare net of idle says so' "All numbers are net of the idle guest's exits." \
	'Idle guest: 163..326 and 163..326 exits/s; changes of that size'
ok 'compare net of idle: rates are' grep -Eq '^cpu/one  *hlt  *exits/op  *50.0 ' out
run show "$fixtures/results/new" --net-idle
ends 'a result without the idle guest' 1 'the idle guest was not measured in' '--idle set to more than 0'
silent 'a result without the idle guest: nothing is shown'
run compare latest "$fixtures/results/new" --net-idle
ends 'compare with a result without the idle guest' 1 'the idle guest was not measured in'

measure -r 1 cpu/one --idle 0.02 --net-idle --format json
ends 'run net of idle' 0
ok 'run net of idle says so' jq -e '.title | endswith("and of idle")' out
ok 'one workload: before and after' jq -e '[.idle.windows[].place] == ["before", "after"]' "$result"
ok 'what is kept is gross' jq -e '.workloads[0].repeats[0] | .after.counters[3][1] -
	.before.counters[3][1] == 100' "$result"
measure -r 1 cpu/one --idle 0 --format json
ok 'without the idle guest' jq -e '.idle | .seconds == 0 and .windows == []' "$result"
measure cpu/one --idle 0 --net-idle
ends 'net of what is not measured' 2 '--net-idle needs a measurement'
# Of a result that is resumed, its own windows count: too late is after the workloads.
jq '.complete = false | del(.workloads[0])' "$result" >less.json
cp less.json "$result"
run run --counters replay:marks-svm --workloads w -w 0 --resume latest --net-idle
ends 'resumed net of what is not measured' 2 '--net-idle needs a measurement'
ok 'resumed net of what is not measured: nothing was run' jq -e '.workloads == []' "$result"
run run --counters replay:anew --workloads w -w 0 --resume latest --net-idle --idle 0.02
ends 'resumed net of what is measured now' 0
ok 'another length is told' grep -qx \
	'warning: the idle guest is measured for 0.02 s at a time from now on, and was for 0 s' err
measure cpu/one --idle x
ends 'not a number' 2 "--idle takes a number from 0 to 86400, not 'x'"

# A window that another reader spoils is kept and does not count.
awk '/^4fffff05 00000001/ && ++n == 10 { $4 = "00000063" } { print }' marks-svm >spoilt
run run --counters replay:spoilt --workloads w -r 1 -w 0 --idle 0.02 cpu/one --format csv
ends 'a spoilt window' 0
ok 'it is kept as that' jq -e '.idle.windows | (.[0].window.ok | not) and .[1].window.ok' "$result"
run show
ok 'and does not count' grep -Eq '^Idle guest, exits/s: [0-9]+ after the workloads' out

# What was measured before is kept by --resume, and the new boot is measured as well.
measure -r 1 cpu/one io/null cpu/time -d 1 --idle 0.02 --format csv
jq '.complete = false | del(.workloads[1:]) | del(.idle.windows[2])' "$result" >less.json
cp less.json "$result"
run run --counters replay:anew --workloads w -w 0 --resume latest --dry-run
ok 'an estimate has the windows of the idle guest' grep -q '^2 workloads, 1 repeat each' err
run run --counters replay:anew --workloads w -w 0 --resume latest --format csv
ends 'resume' 0
ok 'all windows are kept, each with its boot' jq -e '.complete and .idle.seconds == 0.02 and
	([.idle.windows[] | [.place, .boot]] == [["before", 0], ["between", 0], ["before", 1],
	["between", 1], ["after", 1]])' "$result"
run run --counters replay:anew --workloads w -w 0 tiny --idle 60 -r 1 -n
ok 'a dry run counts them in' grep -q ': about 3 min 08 s$' err

finish
