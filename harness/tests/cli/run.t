#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tests run with the real stress-ng and fio on simulated counters, and what it keeps.
# shellcheck disable=SC2016 # variables of jq's
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

recording native svm 60
tiny_workloads
mkdir disk
export EXITBENCH_DISK="$T/disk"
run_tiny() {
	run run --counters replay:native-svm --workloads w --idle 0 "$@"
}

run_tiny tiny --repeat 2 --format json
ends 'a suite' 0
ok 'standard output is JSON and nothing else' jq -e '[.rows[].workload] == ["cpu/one", "io/null"]' out
ok 'every workload is ok' jq -e '[.rows[] | .state == "ok" and .repeats == 2] | all' out
ok 'progress says what, how far, how long' grep -Eq \
	'^\[1/2\] cpu/one +repeat 1 of 2 +[0-9]+ s gone, about [0-9]+ s left$' err
ok 'preparation and warm-up are told' grep -Eq '^\[2/2\] io/null +(prepare|warm-up) ' err
ok 'the end says where' grep -Eqx 'result: results/[-0-9TZ]+/result.json' err

folder=results/$(readlink results/latest)
ok 'latest is the folder' test -f "$folder/result.json"
ok 'result.json: what was asked for' jq -e '.format == "exitbench-result" and .version == 2 and
	.complete and .suite == "tiny" and .repeats == 2' "$folder/result.json"
ok 'result.json: where it was made' jq -e '.environment | .cpu == "Simulated Processor" and
	.hypervisor == "KVMKVMKVM" and (.kernel | startswith("Linux ")) and
	(."tool.stress-ng" | startswith("stress-ng, version")) and (."tool.fio" | startswith("fio-"))' \
	"$folder/result.json"
ok 'result.json: the hypervisor and its features' jq -e '.environment |
	."hypervisor.highest-leaf" == "0x40000001" and
	."hypervisor.features" == "eax 0x41000048, edx 0x00000001" and (."hypervisor.kvm-features" |
	split(" ")) == ["clocksource2", "pv-eoi", "clocksource-stable", "bit-30", "realtime-hint"]' \
	"$folder/result.json"
ok 'result.json: the system' jq -e --arg vcpus "$(getconf _NPROCESSORS_ONLN)" \
	--arg line "$(sed 's/ *$//' /proc/cmdline)" '.environment | .vcpus == $vcpus and
	."kernel.command-line" == $line and (.memory | endswith(" MiB")) and ."vcpus.online" != null and
	(.clocksource as $now | ."clocksource.available" | split(" ") | index($now) != null)' \
	"$folder/result.json"
# Every one of the kernel's files is told, in a fact of its own or among those that do not matter.
for file in /sys/devices/system/cpu/vulnerabilities/*; do
	echo "${file##*/}"
done | sort >told
ok 'result.json: mitigations' jq -e --rawfile told told '.environment as $e | ($told | split("\n") |
	map(select(. != "" and . != "*"))) - ($e["mitigations.not-affected"] // "" | split(", ")) |
	all($e["mitigation." + .] != null)' "$folder/result.json"
ok 'result.json: raw counters of every repeat' jq -e '[.workloads[].repeats[] |
	(.after.queries - .before.queries == 10) and (.before.counters | length == 8) and
	.wall_ns > 0 and .ok and .end == "exited" and .status == 0] | length == 4 and all' \
	"$folder/result.json"
ok "result.json: the tools' metrics" jq -e '[.workloads[].repeats[] |
	.ops > 0 and (.metrics | length > 2)] | all' "$folder/result.json"
ok 'result.json: the reason to expect' jq -e \
	'.workloads[0] | .expects == "msr,interrupt" and .why == "for a test" and .fixed_ops' \
	"$folder/result.json"
ok 'result.json: a workload that expects nothing' jq -e '.workloads[1].expects == ""' \
	"$folder/result.json"
ok 'result.json: what the kernel counted, and our own time' jq -e '[.workloads[].repeats[] |
	.own_ns > 0 and .own_ns < .wall_ns and .speed > 0 and .activity.steal_ns >= 0 and
	([.activity.softirqs[] | .[1] > 0] | all)] | length == 4 and all' "$folder/result.json"
for file in cpu/one/job.stress cpu/one/warm-up-1.out cpu/one/warm-up-1.yaml cpu/one/repeat-1.out \
	cpu/one/repeat-2.yaml io/null/job.fio io/null/repeat-2.json; do
	ok "kept: raw/$file" test -s "$folder/raw/$file"
done
ok 'the job that was run is the job file' cmp w/cpu/one.stress "$folder/raw/cpu/one/job.stress"
ok 'the log has a line per workload' sh -c \
	"[ \$(grep -Ec '^[-0-9T:]+Z (cpu/one|io/null) ok\$' $folder/log) -eq 2 ]"

# A disk folder is there: what is below it is told.
ok 'result.json: the disk' jq -e '.environment | .disk and (."disk.file-system" // "x (y)" |
	test("^[a-z0-9.]+ \\(.*\\)$"))' "$folder/result.json"

# What is shown afterwards is what was shown at once.
cp out at-once
run show --format json
ends 'show' 0
ok 'show says the same' cmp out at-once
# What a history needs of it is there, and the same as is found when the file is read.
digest() { sed 1d "$folder/.exitbench-digest" | jq -c '.[1:]'; }
digest >by-run
rm -f "$folder/.exitbench-digest"
run history "$folder"
digest >by-history
ok 'a run leaves its digest' sh -c 'test -s by-run && cmp by-run by-history'
run show "$folder" cpu/one io/null --format csv
ends 'show workloads' 0
ok 'show workloads: every window had its exits' test \
	"$(grep -Ec '^(hlt,100,0,100,100|npf,40,0,40,40|ioio,20,0,20,20|cpuid,3,0,3,3|total,163,0,163,163),' out)" \
	-eq 10

# Beside the exits: what the guest's kernel counted.
jq '.workloads[0].repeats[].activity = {steal_ns: 20000000, interrupts: [["LOC", 300, "Local timer interrupts"],
	["24", 9, "PCI-MSI virtio0"]], softirqs: [["TIMER", 40, ""]]} |
	.workloads[0].repeats[] |= (.wall_ns = 1000000000 | .own_ns = 4000000)' "$folder/result.json" >counted.json
run show counted.json cpu/one
ends 'show a workload and what the kernel counted' 0
prints 'the kernel counts have a table' 'cpu/one: interrupts and softirqs in the guest' \
	'exitbench itself ran for 4.00 ms of a window, 0.200 % of the vCPUs'"' time." \
	"Stolen by the host: 1.00 % of the vCPUs' time."
ok 'most first, with their meaning' test "$(grep -Eo '^(interrupt|softirq)  .*' out | tr -s ' ' | tr '\n' '|')" = \
	'interrupt LOC 300 0 300 300 Local timer interrupts|softirq TIMER 40 0 40.0 40.0|interrupt 24 9 0 9.00 9.00 PCI-MSI virtio0|'
run show counted.json cpu/one --format csv
ok 'not in data' sh -c '! grep -q LOC out'
run show counted.json --wide
ok 'a wide table has the stolen time and that of exitbench' sh -c "grep -q 'steal %  exitbench %' out &&
	grep -Eq '^cpu/one .* 1.00  *0.20 ' out"

jq '.workloads[0].repeats |= [.[0], .[1], .[1]] |
	.workloads[0].repeats[0].activity.interrupts += [["8", 1, "rtc0"]]' counted.json >rare.json
run show rare.json cpu/one
ok 'what most repeats do not have is left out' sh -c \
	"! grep -q rtc0 out && grep -q '^Smaller ones that are left out: 1; --wide' out"
run show rare.json cpu/one --wide
ok 'but not of a wide table' grep -Eq '^interrupt  8 .* rtc0$' out

# One kind may be known and another not.
jq '.workloads[0].repeats[].activity |= (.steal_ns = null | .softirqs = null)' counted.json >some.json
run show some.json cpu/one
ends 'show what the kernel counted of some kinds' 0
ok 'what is not known is not shown as none' sh -c \
	"grep -q '^interrupt  LOC ' out && ! grep -Eq '^softirq|Stolen' out"

# What would be run: without counters, and with nothing left behind.
mv results kept
EXITBENCH_DISK=/nonexistent run run --workloads w tiny io/null --repeat 4 --duration 2 -n --format csv
ends 'a dry run' 0
ok 'a dry run: the workloads in their order' test "$(cut -d , -f 1-3 out | tr '\n' ' ')" = \
	'workload,work,runs cpu/one,ops,yes io/null,ops,yes '
ok 'a dry run: two of 1 + 4 windows, 3 s each, and the idle guest thrice' grep -qx \
	'2 workloads, 4 repeats each, 1 warm-up: about 33 s' err
ok 'a dry run leaves nothing behind' test ! -e results
cp -R w needy
sed -i 's/^# exitbench: class = .*/&\n# exitbench: needs = cpus=4096/' needy/cpu/one.stress
run run --workloads needy tiny -n --format csv
ends 'a dry run of what cannot run' 0
ok 'a dry run: why not' grep -q '^cpu/one,ops,no,.*4096' out
ok 'a dry run: it takes no time' grep -q '^1 workload, ' err
mv kept results

# What is odd is told with advice, below the table and in JSON.
port='cpu/one, repeat 1: 20 exits by port I/O'
# shellcheck disable=SC2016 # $port is jq's
ok 'port I/O that nobody expects' jq -e --arg port "$port" \
	'[.warnings[] | select(startswith($port))] | length == 1' at-once
jq '.workloads[0].repeats[1].ops = 2' counted.json >odd.json
run show odd.json
prints 'a table warns' "warning: $port" \
	"warning: cpu/one, repeat 2: did 2 operations where the median is 1.5: compare exits/op"
ok 'and not of a workload that goes to a disk' sh -c '! grep "io/null, repeat" out | grep -qv "the processor was"'
ok 'no line is too long' test "$(wc -L <out)" -le 100
run show odd.json io/null
ok 'nor of another one than that shown' sh -c '! grep "^warning" out | grep -qv "the processor was"'
run show odd.json --format csv
ok 'CSV has nothing of it' sh -c '! grep -q "repeat 2" out'

# A second run is a second folder, and the newest.
run_tiny cpu/one io --warmup 0 --repeat 1
ends 'workloads and folders by name, no warm-up' 0
ok 'no warm-up is run' test ! -e "results/latest/raw/cpu/one/warm-up-1.out"
ok 'latest is another' test "results/$(readlink results/latest)" != "$folder"
run list results --format csv
ok 'both are listed' test "$(grep -Ec '^20[-0-9TZ]+,(tiny|cpu/one io),2,complete,,$' out)" -eq 2
run_tiny cpu/one io tiny cpu/one -r 1 -w 0 --format csv
ok 'what is named twice is run once' test "$(grep -c '^cpu/one,' out)" -eq 1

# The duration is put into jobs of fixed time, and only into those.
run_tiny cpu/time cpu/one --duration 1 -r 1 -w 0
ends 'duration' 0
ok 'a job of fixed time gets it' grep -qx 'timeout 1s' results/latest/raw/cpu/time/job.stress
ok 'a job of fixed work does not' cmp w/cpu/one.stress results/latest/raw/cpu/one/job.stress

for format in table csv json markdown; do
	run_tiny cpu/one -r 1 -w 0 --format $format
	ends "run as $format" 0
	prints "run as $format has the workload" cpu/one
done

# By marks: one exit of the reader's in every window, whatever else it reads.
recording marks svm 60
run run --counters replay:marks-svm --workloads w --idle 0 -r 2 -w 1 tiny --format csv
ends 'by marks' 0
ok 'by marks: every window has one exit of ours' jq -e '[.workloads[].repeats[] |
	(.after.queries - .before.queries == 1) and .before.generation > 0 and
	.before.mark_cycles == 9000] | length == 4 and all' results/latest/result.json
run show latest cpu/one --format csv
ok 'by marks: what is left is exact' test \
	"$(grep -Ec '^(hlt,100|npf,40|ioio,20|cpuid,3|total,163),' out)" -eq 5
run run --counters replay:marks-svm --workloads w --idle 0 -r 2 -w 0 cpu/one --per-vcpu --format csv
ends 'by vCPU' 0
run show --per-vcpu --format csv
ok 'by vCPU: a row for each' test "$(grep -Ec '^cpu/one,[01],ok,2,' out)" -eq 2
run show latest cpu/one --per-vcpu --format csv
prints 'by vCPU: their reasons' 0,npf,30, 1,npf,10, 0,cpuid,3,
run run --counters replay:marks-svm --workloads w --idle 0 -r 2 -w 1 tiny
ok 'the table fits' test "$(wc -L <out)" -le 100
ok 'by marks: user exits and histograms are kept, of what changed' jq -e '
	.workloads[0].repeats[0] | [.before.details, .after.details] | map(map({key: (.[0] |
	tostring), value: .}) | from_entries) | (.[0] | keys | length == 4) and
	.[1]["4"][1] - .[0]["4"][1] == 9 and .[1]["4"][3][12] - .[0]["4"][3][12] == 20' \
	results/latest/result.json
awk '/^4fffff05 00000001/ && ++n == 11 { $4 = "00000063" } { print }' marks-svm >spoilt
run run --counters replay:spoilt --workloads w --idle 0 -r 3 -w 0 cpu/one io/null --format csv
ends 'a repeat that another reader spoils' 1 "1 of 2 workloads failed, 'cpu/one' first"
ok 'it says so' jq -e '.workloads[0] | .state == "failed" and
	(.message | startswith("repeat 2: another reader in this virtual machine took mark 1"))' \
	results/latest/result.json
prints 'the other repeats count' cpu/one,failed,2,
ok 'the other workload is measured' has_three io/null

export EXITBENCH_WORKLOADS=w
run list --format csv
prints 'list takes the folder of the environment' cpu/one,stress-ng,ops
ok 'nothing is shown as (null)' sh -c '! grep -F "(null)" out'

run_tiny tiny --fail-above 5%
ends 'a limit without a result to compare with' 2 '--confirm'
run_tiny tiny --repeat 5 --format csv
# In the base, an operation has half the exits, and a second has few, however slow this machine is meanwhile.
jq '.workloads[].repeats[] |= (.ops *= 2 | .wall_ns *= 20)' "results/$(readlink results/latest)/result.json" >half.json
run_tiny cpu/one --repeat 5 --confirm half.json --fail-above 5%
ends 'what grew is measured again' 1 "confirmed in 'results/"
ok 'what grew: which' grep -q '^1 of 1 grew by more than 5 %: cpu/one: .*; measuring that again$' err
ok 'what grew: two results' test "$(grep -c '^result: ' err)" -eq 2
run_tiny cpu/one --repeat 5 --confirm latest --fail-above 5%
ends 'what did not grow' 0
ok 'what did not grow: is told' grep -q "^nothing grew by more than 5 % since 'latest'" err

finish
