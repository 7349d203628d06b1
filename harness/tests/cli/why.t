#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tests what is behind exits: why, run --why and show --why.
# shellcheck disable=SC2016 # scripts for other shells
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

recording details svm 40
recording details vmx 40
recording marks svm 20
recording records svm 40
tiny_workloads

run why --counters replay:details-svm --format json -- true
ends 'a command' 0
cp out why.json
ok 'reasons and causes, net of the reader' jq -e '[.rows[] | [.reason, .cause, .key, .exits]] == [
	["hlt", null, null, 100],
	["npf", null, null, 40],
	["npf", "device memory 0xfeb00000", "0x80000000000feb00", 30],
	["npf", "memory 0x12345000", "0x12345", 6],
	["npf", "other pages", null, 4],
	["ioio", null, null, 20],
	["ioio", "outb 0x3f8: serial port COM1", "0x1000103f8", 15],
	["ioio", "inl 0xcfc: PCI configuration data", "0x40cfc", 5],
	["cpuid", null, null, 3],
	["cpuid", "leaf 0xd.1: XSAVE state", "0xd00000001", 2],
	["cpuid", "leaf 0x1: model and features", "0x100000000", 1],
	["total", null, null, 163]]' out
ok 'the time of each' jq -e '[.rows[] | select(.reason == "npf") | .cycles] == [200000, 150000, 30000, 20000]' out
ok 'the first sentence' jq -e '.title == "stat: Of 163 exits, 100 are hlt, " +
	"30 are npf (device memory 0xfeb00000), and 15 are ioio (outb 0x3f8: serial port COM1)."' out
run why -r 2 --counters replay:details-vmx --format csv --columns reason,cause,exits -- sh -c 'echo data'
ends 'a command, on Intel' 0
cp out csv
prints 'its output comes first, and the causes are those of Intel' 'data' \
	'ept-violation,device memory 0xfeb00000,30' 'io-instruction,outb 0x3f8: serial port COM1,15'

# How long the window was differs from run to run.
run why --counters replay:details-svm --columns tree,exits,share_percent,ns_per_exit -- true
grep -v '^[0-9]* repeat' out >steady && mv steady out
same 'the tree' why.table

run why --counters replay:details-svm -- sh -c 'exit 3'
ends 'a command that fails' 1 "'sh' exited with status 3 in repeat 1"
prints 'why it had exits is shown all the same' 'outb 0x3f8'
run why --counters replay:details-svm --
ends 'no command' 2 "no command stands behind '--'"
run why --counters replay:details-svm cpu/one -- true
ends 'a workload and a command' 2 "arguments on both sides of '--'"
run why --counters replay:marks-svm -- touch touched
ends 'a host without details' 1 'does not tell what is behind exits' "'details' switched on"
ok 'a host without details: the command is not run' test ! -e touched
run why --counters replay:details-svm --columns nonsense -- touch touched
ends 'no such column' 2 "'nonsense'"
ok 'no such column: the command is not run' test ! -e touched

# Where the guest was: in every exit of a first window, and in every second one of those after it, as then
# they fit. The names of this machine are not those of a recording.
run why --counters replay:records-svm --format json -- true
ends 'code' 0
ok 'code below its causes' jq -e '[.rows[] | select(.code) | [.cause, .code, .exits, .exits_low]] == [
	["device memory 0xfeb00000", "kernel 0xffffffff81000100", 20, null],
	["device memory 0xfeb00000", "kernel 0xffffffff81000200", 10, null],
	["memory 0x12345000", "user page 0x401000", 6, null],
	["outb 0x3f8: serial port COM1", "kernel 0xffffffff81000300", 15, null],
	["inl 0xcfc: PCI configuration data", "kernel 0xffffffff81000400", 5, null],
	["leaf 0xd.1: XSAVE state", "user page 0x401000", 2, null],
	["leaf 0x1: model and features", "user page 0x401000", 1, null]]' out
ok 'it says that every exit was looked at' jq -e '.notes | any(contains("in every exit"))' out
run why -w 1 -r 2 --counters replay:records-svm --format json -- true
ends 'code of every second exit' 0
ok 'an estimate has its interval' jq -e '.rows[] | select(.code == "kernel 0xffffffff81000100") |
	.exits > 15 and .exits < 25 and .exits_low < .exits and .exits_high > .exits' out
ok 'it says how often it looked' jq -e '.notes | any(contains("in every 2nd exit"))' out
run why --counters replay:records-svm --columns tree,exits,share_percent,ns_per_exit -- true
grep -v '^[0-9]* repeat' out >steady && mv steady out
same 'the tree with code' why-code.table
run why --counters replay:records-svm --workloads w -w 0 -r 2 io/null
ends 'code of a workload' 0
cp out code
run show --why
ok 'its code is shown again' diff code out

# For other programs
run report
ends 'a report' 0
ok 'it has a picture of what is behind the exits, with names in it' holds results/latest/index.html \
	'What is behind the exits' '>device memory 0xfeb00000' 'Exits by exit reason, cause and code'
run show --why --format folded
ends 'folded stacks' 0
ok 'a stack and a number in each line, whose sum is the total' \
	awk '!/^[^;]+(;[^;]+)+ [0-9]+$/ { exit 1 } { n += $NF } END { exit n != 163 }' out
prints 'from the workload to the code' \
	'io/null;ioio;outb 0x3f8: serial port COM1;kernel 0xffffffff81000300 15' 'io/null;hlt 100'
run show --why --columns reason --format folded
ends 'folded stacks have no columns' 2 'leave --columns out'
run why --counters replay:records-svm --format trace -- true
ends 'a trace' 0
if python3 -c 'import jsonschema' 2>/dev/null; then
	ok 'it satisfies a schema of its format' python3 -c 'import json, sys, jsonschema
jsonschema.validate(json.load(open(sys.argv[1])), json.load(open(sys.argv[2])))' \
		out "$top/harness/tests/cli/trace.schema.json"
else
	skip 1 'python3-jsonschema is not installed'
fi
ok 'a track of each vCPU, and every exit that was recorded with its time' jq -e '
	[.traceEvents[] | select(.name == "thread_name") | .args.name] == ["vCPU 0", "vCPU 1"] and
	([.traceEvents[] | select(.ph == "X")] | length == 59 and all(.dur == 2.5) and
	.[0].args == {"reason": "npf", "cause": "device memory 0xfeb00000", "code": "kernel 0xffffffff81000100"})' out
sed '/^4fffff01 00000001 = /s/ = 001e8480 / = 00000000 /' records-svm >no-rate
run why --counters replay:no-rate --format trace -- true
ends 'a trace without the rate of the TSC' 1 'does not tell how fast the TSC is' "use '--format folded'"
ok 'which tells no times then' test ! -s out
run why --counters replay:details-svm --format trace -- true
ends 'a trace of a host without records' 1 'no records of single exits' 'on a host with records'
run show --format folded
ends 'folded stacks without --why' 2 "unknown format 'folded'"

# Workloads: measured and kept as by run, and shown again.
run why --counters replay:details-svm --workloads w -w 0 -r 2 tiny
ends 'workloads' 0
prints 'a tree for each' 'cpu/one: Of ' 'io/null: Of ' '- outb 0x3f8: serial port COM1'
cp out trees
run show --why
ok 'they are shown again' diff trees out
run show --why latest io/null
ok 'and one of them' sh -c "! grep -q cpu/one out && grep -q 'io/null: Of' out"
run show
ends 'the usual table of that result' 0
ok 'the usual table has no causes' sh -c "! grep -q COM1 out"
run run --why --idle 0.1 --counters replay:details-svm --workloads w -w 0 -r 1 tiny
ends 'run --why' 0
prints 'run --why shows the same' 'cpu/one: Of ' '- outb 0x3f8: serial port COM1'
run compare latest latest
ends 'a result with causes can be compared' 0
jq '.regions = [["memory", 0, 4294967295, "PCI Bus"], ["memory", 4272947200, 4272951295, "virtio1 (vda) 00:04.0, notify"]]' \
	results/latest/result.json >regions.json
run show --why regions.json io/null
ends 'what lies where in the guest' 0
prints 'devices have names' 'device memory 0xfeb00000: virtio1 (vda) 00:04.0, notify' \
	'memory 0x12345000: PCI Bus'
jq '.workloads[0].repeats[0].after.causes |= map(if .[1] == "0x12345" then .[2] += 1 else . end)' results/latest/result.json >wrong.json
run show wrong.json
ends 'causes that do not add up' 2 "the causes of 'npf' add up to 41 exits" 'wrong.json'
jq 'del(.workloads[].repeats[].after.causes, .regions)' results/latest/result.json >older.json
run show older.json
ends 'a result without causes' 0
run show --why older.json
ends 'a result without causes, asked for them' 1 "what is behind the exits of 'older.json' was not measured" \
	'measure with --why'
run show --why --net-idle
ends 'net of idle' 2 'leave --net-idle out'
run run --why --net-idle --counters replay:details-svm --workloads w tiny
ends 'run net of idle' 2 'leave --net-idle out'

# A host that told it of some repeats only, and a workload that failed
run why --counters replay:records-svm --workloads w -w 0 -r 3 tiny
ends 'why, code and all' 0
for what in after.causes code; do
	jq "del(.workloads[0].repeats[0:2][].$what)" results/latest/result.json >part.json
	run show --why part.json cpu/one --format json
	ok "a part without $what: what is below is of the others" jq -e '[.rows[] | select(.key == "0x80000000000feb00") |
		.exits] == [30, 20, 10]' out
	ok "a part without $what: that is told" jq -e '.warnings | length == 1 and (.[0] |
		test("^2 of [34] repeats do not tell "))' out
done
jq '.workloads[0] |= (.state = "failed" | .message = "it broke" |
	.repeats[] |= (.ok = false | .trouble = "it broke"))' results/latest/result.json >failed.json
run show --why failed.json cpu/one
ends 'a workload that failed' 0
prints 'a workload that failed: why there are no numbers' 'cpu/one: no repeat of it counts.' 'State failed: it broke.'
ok 'a workload that failed: no number' sh -c '! grep -q "[0-9]" out'

finish
