# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# The command line of the lab's kernels, that of the host and that of the guest. The lab and, in
# the host, the program "guest" take it from here.

# Where a root is that the machine below shares by 9p.
# shellcheck disable=SC2034 # for who reads this file
root_on_9p="root=root rootfstype=9p rootflags=trans=virtio,version=9p2000.L,msize=262144,cache=loose"

# kernel_command_line ROOT INIT CONSOLE PARAMETERS ROLE: ROOT are parameters that tell where the
# root is, INIT is the relay's path in it, CONSOLE a serial line, PARAMETERS are those of this
# machine alone, and ROLE is what the relay is told: "host FIRST-CPU", "bochs" or "guest".
#
# Mitigations are off, as what they cost depends on the processor. A kernel that complains ends
# its machine at once, and what is slow is not taken for a lockup.
kernel_command_line() {
	printf '%s' "$1 ro init=$2 console=$3 loglevel=5 mitigations=off" \
		" panic=-1 panic_on_warn=1 oops=panic watchdog_thresh=60 $4 -- init $5"
}
