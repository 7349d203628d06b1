# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2034,SC2154 # variables are shared with the other parts
# Each VMM, the program that emulates or runs the host (L1), has a file in vmm/. README.md tells
# what such a file has to provide, and which files must change when one is added. This file loads
# it, provides what it may leave out, and answers what others ask about it.

# what every VMM has to tell: variables, and functions
vmm_facts="vmm_about vmm_suite vmm_silence host_boot_limit guest_boot_limit"
vmm_duties="vmm_minutes vmm_check vmm_status vmm_emulator vmm_start"

# a basic regular expression for lines of a console that look like a kernel's complaint and are
# none; '': there are none
vmm_known_splat=''

# The names of all VMMs, with spaces between them.
vmm_names() {
	(cd "$lab_dir/vmm" && echo *.sh | sed 's/\.sh//g')
}

# vmm_read NAME[:CPUS]: takes in the file of that VMM, which does nothing yet; sets $vmm and
# perhaps $host_cpus
vmm_read() {
	vmm=${1%%:*}
	case $1 in
	*:*) host_cpus=$(number --vmm "${1#*:}") || exit ;;
	esac
	[ -r "$lab_dir/vmm/$vmm.sh" ] || die "no such VMM: '$vmm' (there are: $(vmm_names))"
	# shellcheck source=kernel-patch/lab/vmm/qemu.sh disable=SC1091
	. "$lab_dir/vmm/$vmm.sh"
	for word in $vmm_facts; do
		eval "[ -n \"\${$word-}\" ]" || die "vmm/$vmm.sh does not set '$word'"
	done
	for word in $vmm_duties; do
		command -v "$word" >/dev/null || die "vmm/$vmm.sh has no function '$word'"
	done
}

# The same, but also checks that all that the VMM needs is on this machine.
vmm_load() {
	vmm_read "$vmm"
	vmm_check
}

# The functions from here to vmm_sum suit a VMM that shares folders with the host and shows it
# this machine's processor. The file of any other VMM has its own functions.

vmm_collect() {
	:
}

vmm_last_words() {
	tail -n 5 "$run/vmm.log"
}

vmm_paging() {
	case $(grep -m 1 -o -w -E 'vmx|svm' /proc/cpuinfo) in
	vmx) echo ept ;;
	*) echo npt ;;
	esac
}

vmm_sum() {
	die "what a machine on '$vmm' is made of has no checksum (use: --vmm bochs)"
}

# verb_vmm [NAME [FACT [SUITE]]]: lists all VMMs, or tells other programs a fact about one of them,
# even if nothing of it is installed yet
verb_vmm() {
	if [ $# -eq 0 ]; then
		for name in $(vmm_names); do
			(vmm_read "$name" && printf '%s\t%s\n' "$name" "$vmm_about") || exit
		done
		return
	fi
	vmm_read "$1"
	case ${2-about} in
	about) echo "$vmm_about" ;;
	suite) echo "$vmm_suite" ;;
	silence) echo "$vmm_silence" ;;
	minutes) vmm_minutes "${3:-$vmm_suite}" ;;
	emulator) vmm_emulator ;;
	*) die "not a fact about a VMM: '$2' (about, suite, silence, minutes, emulator)" ;;
	esac
}
