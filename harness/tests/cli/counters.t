#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# probe and snapshot: every kind of host, every format, recordings.
# shellcheck disable=SC2016 # a variable of jq's
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

# probe's reading of a clock cannot be the same twice
without_time() {
	sed 's/, [0-9.]* us/, N us/' out >out.fixed
	mv out.fixed out
}

for host in native marks course-a course-b course-c; do
	for isa in vmx svm; do
		recording $host $isa 1
		run probe --counters "replay:$host-$isa" --format csv
		ends "probe of $host on $isa" 0
		ok 'probe says nothing but data' test ! -s err
		case $host in
		native | marks) kind='native, 64 bits' ;;
		*) kind="$host, 32 bits" ;;
		esac
		prints "probe of $host on $isa names them" "counters,\"$kind\"" \
			"($isa)" 'empty window,0 exits net'
		run snapshot --counters "replay:$host-$isa" --format csv
		ends "snapshot of $host on $isa" 0
		# By marks it is of the recording's end, after its window.
		case $host-$isa in
		marks-vmx) prints "snapshot of $host on $isa counts" 12,hlt,4100, 30,io-instruction,6020, ;;
		marks-svm) prints "snapshot of $host on $isa counts" 0x78,hlt,4100, 0x7b,ioio,5020, ;;
		*-vmx) prints "snapshot of $host on $isa counts" 12,hlt,4000, 30,io-instruction,6000, ;;
		*-svm) prints "snapshot of $host on $isa counts" 0x78,hlt,4000, 0x7b,ioio,5000, ;;
		esac
	done
done

for format in table csv json markdown seeds; do
	run snapshot --counters replay:native-svm --format "$format"
	ends "snapshot as $format" 0
	same "snapshot as $format is that" "snapshot.$format"
done
run snapshot --counters replay:native-svm --format json
ok 'the JSON is JSON' jq -e '.rows | length == 8' out
ok 'its numbers are numbers' jq -e '[.rows[].exits] | all(type == "number")' out
ok 'its rows sum up to the total of the note' \
	jq -e '([.rows[].exits] | add | tostring) as $sum | .notes[0] | startswith($sum)' out
run probe --counters replay:native-vmx
without_time
ends 'probe as a table' 0
same 'probe as a table is that' probe.table

# With marks: one exit in a window, and a snapshot of one instant.
run probe --counters replay:marks-svm --format csv
prints 'probe of marks: how many' 'marks,7' "one window,\"1 CPUID exit of the reader's, " \
	'one mark,9000 cycles in the host'
run snapshot --counters replay:marks-svm --format csv
prints 'snapshot by a mark: no reading in it' 0x72,cpuid,3428,

for format in table csv markdown; do
	run snapshot --counters replay:marks-svm --format "$format"
	same "snapshot by a mark as $format is that" "snapshot-mark.$format"
done
run snapshot --counters replay:marks-vmx --wide
same 'snapshot, everything is that' snapshot-wide.table
run snapshot --counters replay:marks-svm --per-vcpu
same 'snapshot by vCPU is that' snapshot-vcpu.table
run snapshot --counters replay:native-svm --per-vcpu
ends 'snapshot by vCPU of a host without marks' 1 'does not tell vCPUs apart'

# A recording of what was replayed is the same recording.
run snapshot --counters replay:native-svm --format csv --record again
ends 'recording' 0
cp out first
run snapshot --counters replay:again --format csv
ok 'a recording says what the original said' cmp out first
ok 'a recording is in the order of the queries' cmp -n "$(stat -c %s again)" again native-svm
run snapshot --counters replay:native-svm --record /nonexistent/file
ends 'recording into nowhere' 2 "cannot write '/nonexistent/file"
silent 'recording into nowhere prints nothing'

for isa in vmx svm; do
	recording unpatched $isa 0
	for command in probe snapshot 'stat true' 'run --workloads none'; do
		# shellcheck disable=SC2086 # a command and its arguments
		run ${command%% *} --counters "replay:unpatched-$isa" ${command#"${command%% *}"}
		case $command in
		run*) ends "unpatched $isa, $command" 2 "no workloads folder 'none'" ;;
		*) ends "unpatched $isa, $command" 1 'does not count exits' 'kvm.exit_stats=user' ;;
		esac
		silent "unpatched $isa, $command: prints nothing"
	done
done
run probe --counters "replay:$fixtures/cpuid/unpatched-vmx.cpuid"
ends 'a real unpatched host' 1 'does not count exits for this guest'
run probe --counters "replay:$fixtures/cpuid/unpatched-vmx.cpuid" --record failed
ok 'the recording of a host without counters is kept, for a bug report' \
	cmp failed "$fixtures/cpuid/unpatched-vmx.cpuid"

# Recordings that end too early: the last answers are repeated, so nothing counts.
head -n 22 native-svm >short
run probe --counters replay:short
ends 'recording that lacks answers' 2 "recording 'short' has no answer for CPUID leaf 0x4fffff04"
head -n 41 native-svm >still
run probe --counters replay:still
ends 'recording that stands still' 2 'where the reader alone made' 'not of this virtual machine'
head -c 1000 native-svm >partial
run probe --counters replay:partial
ends 'recording cut within a line' 2 "'partial' line"
run probe --counters native
ok 'this machine is probed for real' test "$status" -le 1

"$EXITBENCH" snapshot --counters replay:native-svm >/dev/full 2>err
status=$?
ends 'full disk under standard output' 2 'No space left'

# The idle guest, on request.
run probe --counters replay:marks-svm --idle 0.05 --format csv
ends 'probe and the idle guest' 0
ok 'its rate' grep -Eq '^idle exits/s,[0-9]+\.[0-9]$' out
ok 'its exits, and what for' grep -Eq '^idle exits,"163 in 0\.[0-9]+ s: hlt 61%, npf 25%, ioio 12%, cpuid 2%"$' out
ok 'our own time' grep -Eq '^our CPU time,[0-9]+\.[0-9]{3} ms of them$' out
run probe --counters replay:marks-svm --format csv
ok 'only on request' sh -c '! grep -q idle out'

finish
