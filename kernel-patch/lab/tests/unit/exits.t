#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# rootfs/exits.sh on copies of what a host's kernel shows in debugfs and tracefs.
set -u
lab=$(cd "$(dirname "$0")/../.." && pwd) || exit 2
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 2
# shellcheck source=kernel-patch/lab/rootfs/exits.sh
. "$lab/rootfs/exits.sh"
exits_events=$dir/events exits_vms=$dir/kvm
count=0

# is NAME STATUS LINE...: the last command ended so, and the file "out" has these lines
is() {
	count=$((count + 1))
	name=$1 wanted=$2
	shift 2
	if [ "$status" -eq "$wanted" ] && { [ $# -eq 0 ] || printf '%s\n' "$@" | cmp -s - out; }; then
		echo "ok $count - $name"
		return
	fi
	echo "not ok $count - $name"
	sed 's/^/# /' out err
}

# try COMMAND...: its output is in out and err, its end in $status
try() {
	status=0
	"$@" >out 2>err || status=$?
}

echo 1..14
try vm_folder
is 'no VM' 1
mkdir -p kvm/1234-11
try vm_folder
is 'the one VM' 0 "$dir/kvm/1234-11"
mkdir -p kvm/1234-12
try vm_folder
is 'two VMs' 1
vm=$dir/kvm/1234-11
echo 4711 >"$vm/exits"
try exits_total "$vm"
is "KVM's own count" 0 4711
try exits_counted "$vm"
is 'a kernel without statistics' 2
cat >"$vm/exit_stats" <<'END'
# exit_stats 2 isa=vmx mode=user tsc_khz=1000000 vcpus=2 slots=3
reason name exits cycles user_exits user_cycles exits:0 cycles:0 user_exits:0 user_cycles:0
0x000 EXCEPTION_NMI 0 0 0 0 0 0 0 0 0 0 0 0
0x00a CPUID 359 71800 0 0 300 60000 0 0 59 11800 0 0
0x01e IO_INSTRUCTION 4019 900000 4000 890000 4019 900000 4000 890000 0 0 0 0
total - 4378 971800 4000 890000 4319 960000 4000 890000 59 11800 0 0
END
try exits_counted "$vm"
is 'statistics, without what never occurred' 0 '0x00a CPUID 359' '0x01e IO_INSTRUCTION 4019'

mkdir -p events/kvm_exit
: >events/kvm_exit/trigger
exits_trace exit_reason:size=512
cp events/kvm_exit/trigger out
status=0
is 'the trigger' 0 'hist:keys=exit_reason:size=512'
exits_trace_end
cp events/kvm_exit/trigger out
is 'its end' 0 '!hist:keys=exit_reason:size=512'

# histogram DROPPED LINE...: what the tracepoint shows
histogram() {
	dropped=$1
	shift
	{
		printf '# event histogram\n#\n# trigger info: hist:keys=x:vals=hitcount [active]\n#\n\n'
		printf '%s\n' "$@"
		printf '\nTotals:\n    Hits: 4378\n    Entries: 2\n    Dropped: %s\n' "$dropped"
	} >events/kvm_exit/hist
}
histogram 0 '{ exit_reason:         30 } hitcount:       4019' '{ exit_reason:       1024 } hitcount:          1' \
	'{ exit_reason:         10 } hitcount:        359'
try exits_traced
is 'exits by reason' 0 '0x00a 359' '0x01e 4019' '0x400 1'
histogram 3 '{ exit_reason:         30 } hitcount:       4019'
try exits_traced
is 'a histogram that had no room' 1
histogram 0 '{ common_timestamp: ~ 700000000-799999999, exit_reason:         30 } hitcount:         12' \
	'{ common_timestamp: ~ 600000000-699999999, exit_reason:         10 } hitcount:          5'
try exits_traced
is 'exits by time and reason' 0 '600000000 0x00a 5' '700000000 0x01e 12'
histogram 0 '{ gpa: febf1010, type:          2 } hitcount:         64' '{ port:  1f7, rw:          0 } hitcount:        8'
try exits_histogram kvm_exit
is 'accesses to registers' 0 'febf1010 2 64' '1f7 0 8'

printf '0x00a 359\n0x01e 4019\n' >traced
printf '0x00a 359\n0x00c 7\n0x01e 4018\n' >counted
try exits_agree traced counted
is 'counts that differ' 1 'reason     traced    counted' '0x00a        359        359' \
	'0x00c          0          7  differ' '0x01e       4019       4018  differ'
try exits_agree traced traced
is 'counts that agree' 0
