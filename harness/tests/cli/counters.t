#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tests probe and snapshot on every kind of host, in every format, and with recordings.
# shellcheck disable=SC2016 # a variable of jq's
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

# probe's reading of a clock cannot be the same twice, and a long time makes its column wider
without_time() {
	sed -e 's/, [0-9.]* us/, N us/' -e 's/^\(--*  \)--*$/\1---/' out >out.fixed
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

for format in table csv json markdown course; do
	run snapshot --counters replay:native-svm --format "$format"
	ends "snapshot as $format" 0
	same "snapshot as $format is that" "snapshot.$format"
done
run snapshot --counters replay:native-svm --format seeds
same 'the format that was called seeds is course' snapshot.course
run snapshot --counters replay:native-svm --format json
ok 'the JSON is JSON' jq -e '.rows | length == 8' out
ok 'its numbers are numbers' jq -e '[.rows[].exits] | all(type == "number")' out
ok 'its rows sum up to the total of the note' \
	jq -e '([.rows[].exits] | add | tostring) as $sum | .notes[0] | gsub(","; "") | startswith($sum)' out
run probe --counters replay:native-vmx
without_time
ends 'probe as a table' 0
same 'probe as a table is that' probe.table

# With marks: one exit in a window, and a snapshot of one instant.
run probe --counters replay:marks-svm --format csv
prints 'probe of marks: how many' 'marks,7' "one window,\"1 CPUID exit that reading causes, " \
	'one mark,"9000 cycles in the host, 4,500 ns"'
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
ends 'snapshot by vCPU of a host without marks' 1 'cannot show vCPUs separately'

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
	grep -q '^4ffffffc 00000000 = ' failed
run probe --counters replay:failed
ends 'which says the same again' 1 'does not count exits for this guest'

# Who finds nothing can send what was asked and answered: 80 columns, nothing but text.
for isa in vmx svm; do
	run probe --counters "replay:unpatched-$isa"
	ends "nothing found on $isa, and what was asked" 1 'what CPUID answered' \
		'4fffff00 00000000 = ' '4fffffff 00000000 = ' '32 times' '4fffff7f 00000000 = ' \
		"hypervisor 'KVMKVMKVM' at 0x40000000"
	ok 'its lines fit into 80 columns' sh -c '! grep -v "^exitbench: " err | grep -q ".\{81\}"'
done

# The course's leaves in the field: what is believed is shown, and what is not is said.
for host in course-fe course-fe-ff course-fd-fc course-b-no-fc course-b-swapped course-b-wrong; do
	recording $host vmx 1
	run probe --counters "replay:$host-vmx"
	ends "probe of $host" 0
	ok 'it says nothing beside its table' test ! -s err
	case $host in
	*-fe | *-no-fc) word='No handling times: leaf 0x4fffff.* that this host gives to unknown leaves' ;;
	*-wrong) word='No handling times: .* grew by 20000 cycles for CPUID, while 12000 passed' ;;
	*) word='^handling time .*yes' ;;
	esac
	ok 'times are shown, or why not' grep -q "$word" out
	run snapshot --counters "replay:$host-vmx" --format csv
	ends "snapshot of $host" 0
	case $host in
	*-fe | *-no-fc | *-wrong)
		ok 'counts, no times' grep -q '^12,hlt,4000,[0-9.]*,,' out
		ok 'CSV has no notes: said beside it' grep -q 'no handling times' err
		;;
	*)
		ok 'counts and times' grep -q '^12,hlt,4000,[0-9.]*,5000' out
		ok 'nothing to say' test ! -s err
		;;
	esac
	run stat --counters "replay:$host-vmx" true
	ends "stat of $host" 0
	case $host in
	*-fe | *-no-fc | *-wrong) ok 'stat says it, too' grep -q 'no handling times' err ;;
	*) ok 'stat has nothing to say' sh -c '! grep -q "handling times" err' ;;
	esac
done
# run says it, too, and its result keeps it for those who look at it later.
recording course-b-no-fc vmx 3
tiny_workloads
run run --counters replay:course-b-no-fc-vmx --workloads w --idle 0 -r 1 -w 0 cpu/one
ends 'run on counters without times' 0
ok 'run says why there are no times' grep -q '^warning: no handling times: leaf 0x4ffffffc' err
run show latest
prints 'show says it again' 'Counters: no handling times: leaf 0x4ffffffc gives the answer'
ok 'as does the result itself' \
	jq -e '.counters.doubts | startswith("no handling times")' results/latest/result.json

recording course-total vmx 1
run snapshot --counters replay:course-total-vmx
ends 'snapshot of a total alone' 0
prints 'it has one row' 'other   36,107' 'cannot be separated by reason: only leaf 0x4fffffff'
run stat --counters replay:course-total-vmx true
ends 'stat of a total alone' 0
ok 'its exits are net of our own' grep -q 'other .* 163 ' out
recording course-b HygonGenuine@40000100 1
run probe --counters 'replay:course-b-HygonGenuine@40000100' --format csv
ends 'probe of KVM behind Hyper-V on a Hygon' 0
prints 'it names all' 'vendor,HygonGenuine (svm)' 'hypervisor,KVMKVMKVM' 'beside it,Microsoft Hv'

# Old and short recordings: no answer is made up.
run snapshot --counters "replay:$fixtures/cpuid/course-b-without-fc.cpuid"
ends 'variant B without times' 0
prints 'its counts, and why no times' 'hlt             5,000 ' 'No handling times: leaf 0x4ffffffc'
ok 'no time is shown' sh -c '! grep -q "cycles/exit\|time %" out'
run snapshot --counters "replay:$fixtures/cpuid/course-fe-without-total.cpuid"
ends 'counts without a total' 0
prints 'its count, and what is missing' 'cpuid     805 ' '79 of 80 exit reasons are not recorded'
run probe --counters "replay:$fixtures/cpuid/course-fe-without-total.cpuid"
ends 'what reading costs is not recorded' 0
ok 'and said so' grep -q 'one snapshot .*not recorded' out
run stat --counters "replay:$fixtures/cpuid/course-fe-without-total.cpuid" true
ends 'but no window without it' 2 'the recording ends before'
run probe --counters "replay:$fixtures/cpuid/hyperv-alone.cpuid"
ends 'nobody asked for KVM behind Hyper-V' 1 "hypervisor is 'Microsoft Hv'" \
	'leaf 0x40000100 is not; record it again' '4fffff7f 00000000 = not recorded'

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
ok 'our own time' grep -Eq '^our CPU time,[0-9]+\.[0-9]{3} ms of that time$' out
run probe --counters replay:marks-svm --format csv
ok 'only on request' sh -c '! grep -q idle out'

finish
