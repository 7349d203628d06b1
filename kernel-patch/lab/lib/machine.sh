# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2034,SC2154 # variables are shared with the other parts
# One boot: a host (L1), in it perhaps a guest (L2), one command in either, and the end of it all.
#
# $run holds what lives as long as the boot:
#   lab/    what the host needs: relay, kernel for the guest, the tool "guest"; read-only there
#   state/  what the host and the lab tell each other: consoles, troubles
#   work/   the working folder, unless --work names another
#   relay   the socket that leads to the relay in the host

where=guest kind=patched vmm=qemu work='' settings='' push_list='' cpus=2 mem=1024 limit=900 silence='' boot_limit=''
tty='' icount='' verbose='' bare='' disks='' with_selftests='' with_own_tests=''
# for the guest: more of its kernel's command line, devices, a line each, what its disk is connected by, and flags
# of its CPUs
append='' device_list='' disk_bus='' cpu_flags=''
# a folder with a Debian that is the host, in place of the lab's kernel and this machine's root
image=''
# a file in the machine that stands for standard input
machine_stdin=''
run='' vmm_pid='' call_pid='' tail_pid='' interrupted=''

# the number of the host's CPUs; empty: the VMM's file decides
host_cpus=''

machine_push() {
	push_list="$push_list$(absolute "$1")
" || exit
}

machine_device() {
	device_list="$device_list$1
"
}

# machine_cpu_flags LIST: the host's QEMU is the program of this machine, so its flags are the ones that this one lists.
machine_cpu_flags() {
	known=$(qemu-system-x86_64 -cpu help 2>/dev/null | sed '1,/^Recognized CPUID flags/d' | tr -s ' ' '\n')
	left=$1,
	while [ -n "$left" ]; do
		flag=${left%%,*} left=${left#*,}
		case $flag in
		*[!a-z0-9_.=-]* | *=*=* | =*) flag='' ;;
		*=on | *=off) ;;
		*) flag='' ;;
		esac
		[ -n "$flag" ] || die "not flags of a CPU: '$1' (--cpu-flags FLAG=off,FLAG=on)"
		[ -z "$known" ] || printf '%s\n' "$known" | grep -q -x -F -e "${flag%=*}" ||
			die "no such flag of a CPU: '${flag%=*}' (qemu-system-x86_64 -cpu help lists them)"
	done
	cpu_flags="${cpu_flags:+$cpu_flags,}$1"
}

machine_set() {
	case $1 in
	*[!A-Za-z0-9_.=,:/-]* | [!A-Za-z.]*) die "not a setting: '$1' (--set KEY=VALUE)" ;;
	[A-Za-z.]*=*) settings="$settings $1" ;;
	*) die "not a setting: '$1' (--set KEY=VALUE)" ;;
	esac
}

# A parameter of KVM can be any of its three modules'; a parameter that a module does not know does
# no harm there, and machine_check_settings looks whether any knows it.
machine_kernel_parameters() {
	case $kind,$image in
	stock*,* | *,?*) ;;
	*) printf ' kvm.exit_stats=user' ;;
	esac
	for setting in $settings; do
		case ${setting%%=*} in
		*.*) printf ' %s' "${setting#.}" ;;
		*) printf ' kvm.%s kvm_amd.%s kvm_intel.%s' "$setting" "$setting" "$setting" ;;
		esac
	done
}

machine_check_settings() {
	for setting in $settings; do
		key=${setting%%=*}
		case $key in *.*) continue ;; esac
		# shellcheck disable=SC2016 # expands in the host
		machine_call 30 / sh -c 'set -- /sys/module/kvm*/parameters/"$1"; [ -e "$1" ]' - "$key" \
			</dev/null || die "the host's KVM has no parameter '$key'"
	done
}

# Sets $relay, made by the project's makefile if it is not in the cache. It is the same for
# whoever builds it, whatever compiler and flags "make" was started with.
relay_build() {
	need make make
	need gcc gcc
	relay=$cache/relay-$({ cat "$lab_dir"/relay/*; gcc --version; } | sha256 | cut -c 1-16)
	[ ! -x "$relay" ] || return 0
	folder=$cache/relay.$$
	mkdir -p "$folder"
	env -u MAKEFLAGS make -s -C "$top" BUILD="$folder" CC=gcc CFLAGS=-O2 CI= "$folder/relay/relay" >/dev/null ||
		die "cannot build the relay (apt-get install libc6-dev)"
	mv "$folder/relay/relay" "$relay"
	rm -rf "$folder"
}

machine_consoles() {
	for console in "$run"/state/console-*.log; do
		[ -s "$console" ] || continue
		name=${console##*/console-}
		say "last lines of the console of ${name%.log}:"
		tail -n 25 "$console" | tr -d '\r' >&2
		echo >&2
	done
}

machine_close() {
	trap '' INT TERM HUP
	for pid in $call_pid $tail_pid; do
		kill -KILL "$pid" 2>/dev/null
	done
	[ -z "$vmm_pid" ] || vmm_collect
	[ -z "$vmm_pid" ] || kill -KILL "$vmm_pid" 2>/dev/null
	wait
	[ -z "$run" ] || rm -rf "$run"
}

machine_fail() {
	machine_consoles
	vmm_last_words | sed 's/^/lab: VMM: /' >&2
	die "$@"
}

machine_folder() {
	run=${TMPDIR:-/tmp}
	# The host mounts a /dev of its own, which would hide what lies there, in /dev/shm for example.
	case $(cd "$run" && pwd -P) in /dev/*) run=/tmp ;; esac
	run=$(mktemp -d "$run/exitbench-lab.XXXXXX") || exit 125
	trap 'machine_close' EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM HUP
	mkdir "$run/lab" "$run/lab/top" "$run/state" "$run/work"
	cp "$relay" "$run/lab/relay"
	cp -R "$lab_dir/rootfs" "$run/lab/rootfs"
	cp "$kernel_file" "$run/lab/kernel"
	[ -z "$with_selftests" ] || cp -R "$selftests_dir" "$run/lab/selftests"
	[ -z "$with_own_tests" ] || cp -R "$own_tests_dir" "$run/lab/own-tests"
	cp "$tools_image" "$run/lab/tools.img"
	: >"$run/state/console-host.log"
	[ -n "$work" ] || work=$run/work
	[ -d "$work" ] || mkdir -p "$work" || die "cannot make the working folder: '$work'"
	[ -w "$work" ] || die "the working folder is not writable: '$work'"
	work=$(cd "$work" && pwd)
	printf '%s' "$push_list" | while read -r file; do
		cp "$file" "$work/" || exit
	done || die "cannot put the pushed files into the working folder: '$work'"
}

# machine_call LIMIT FOLDER COMMAND...: runs a command in the host. It is waited for in the
# background, because a shell that waits in the foreground takes signals only afterwards.
machine_call() {
	call_limit=$1
	call_folder=$2
	shift 2
	trap 'interrupted=130; kill -INT "$call_pid"' INT
	trap 'interrupted=143; kill -TERM "$call_pid"' TERM HUP
	{
		"$relay" call ${tty:+-t} -T "$call_limit" ${silence:+-S "$silence"} -C "$call_folder" "$run/relay" "$@" <&4 &
	} 4<&0
	call_pid=$!
	wait "$call_pid"
	status=$?
	while kill -0 "$call_pid" 2>/dev/null; do
		wait "$call_pid"
		status=$?
	done
	call_pid=
	trap 'exit 130' INT
	trap 'exit 143' TERM HUP
	[ -z "$interrupted" ] || exit "$interrupted"
	return "$status"
}

# CPU time so far of all processes of the VMM, which is a session of its own, in seconds.
machine_cpu_seconds() {
	cat /proc/[0-9]*/stat 2>/dev/null | awk -v session="$vmm_pid" -v hz="$(getconf CLK_TCK)" '
		{ sub(/.*\) /, "") }
		$4 == session { ticks += $12 + $13 }
		END { print int(ticks / hz) }'
}

# Waits until the host answers. On a loaded machine a boot takes long and is sound, so the limit
# is on the VMM's CPU time, which the load does not change; and on the time that passes while the
# VMM does nothing. A guest is given more time by the factor by which its host took longer than
# on an idle machine.
machine_wait() {
	"$relay" ping "$run/relay" 86400 &
	call_pid=$!
	begun=$(date +%s) waited=0 cpu=0 busy=0
	while kill -0 "$call_pid" 2>/dev/null; do
		sleep 0.2
		kill -0 "$vmm_pid" 2>/dev/null || machine_fail "the host did not come up: its VMM ended"
		now=$(($(date +%s) - begun))
		[ "$now" -ge $((waited + 10)) ] || continue
		waited=$now
		used=$(machine_cpu_seconds)
		[ "$used" -le "$cpu" ] || busy=$now
		cpu=$used
		[ $((now - busy)) -lt "$host_boot_limit" ] ||
			machine_fail "the host did not come up: nothing has moved for $host_boot_limit s"
		[ "$cpu" -lt "$host_boot_limit" ] ||
			machine_fail "the host did not come up in $host_boot_limit s of CPU time"
		[ -z "$boot_limit" ] || [ "$now" -lt "$boot_limit" ] ||
			machine_fail "the host did not come up in $boot_limit s"
		say "booting the host, $now s"
	done
	wait "$call_pid" || machine_fail "the host did not come up"
	call_pid=
	waited=$(($(date +%s) - begun))
	[ -n "$boot_limit" ] || guest_boot_limit=$((guest_boot_limit + 10 * waited))
}

machine_open() {
	vmm_load
	[ -z "$image" ] || [ "$vmm" = qemu ] || die "only QEMU boots an image (without --vmm $vmm)"
	# A kernel that checks itself takes longer to boot.
	case $kind in debug* | race*)
		host_boot_limit=$((host_boot_limit * 5)) guest_boot_limit=$((guest_boot_limit * 5)) ;;
	esac
	# A whole Debian starts more: 45 to 100 s of CPU time.
	[ -z "$image" ] || host_boot_limit=$((host_boot_limit * 3))
	[ -z "$boot_limit" ] || host_boot_limit=$boot_limit guest_boot_limit=$boot_limit
	[ -z "$with_selftests" ] || selftests_build "$kind"
	[ -z "$with_own_tests" ] || own_tests_build "$kind"
	kernel_build "$kind"
	relay_build
	tools_build
	machine_folder
	vmm_start
	if [ -n "$verbose" ]; then
		tail -q -n +1 -F "$run/state/console-host.log" "$run/state/console-main.log" 2>/dev/null >&2 &
		tail_pid=$!
	fi
	machine_wait
	machine_check_settings
}

# Prints the lines of splats that did not end their machine. Linux has races that nobody has mended
# yet, so of what a kernel of the kind race finds its user judges.
machine_splats() {
	set -- -e "${vmm_known_splat:-^$}"
	case $kind in race*) set -- "$@" -e 'BUG: KCSAN:' ;; esac
	grep -haE 'BUG:|WARNING:|Oops|Kernel panic|soft lockup|KASAN|general protection|detected stall' \
		"$run"/state/console-*.log | grep -v "$@" >&2
}

# Starts the guest that the options ask for.
machine_start_guest() {
	set -- --cpus "$cpus" --mem "$mem" ${disks:+--disks} ${append:+--append "$append"} \
		${disk_bus:+--disk-bus "$disk_bus"} ${cpu_flags:+--cpu-flags "$cpu_flags"}
	while read -r device; do
		[ -z "$device" ] || set -- "$@" --device "$device"
	done <<-END
		$device_list
	END
	machine_call "$guest_boot_limit" / guest start "$@" </dev/null || machine_fail "the guest did not come up"
}

machine_run() {
	status=0
	# shellcheck disable=SC2016 # expands in the machine
	[ -z "$machine_stdin" ] || set -- sh -c 'file=$1; shift; exec "$@" <"$file"' sh "$machine_stdin" "$@"
	if [ "$where" = guest ]; then
		interactive=$tty patience=$silence
		tty='' silence=''
		say "booting the guest"
		machine_start_guest
		tty=$interactive silence=$patience
		machine_call "$limit" /mnt/work guest exec ${tty:+--tty} -- "$@" || status=$?
	else
		machine_call "$limit" /mnt/work "$@" || status=$?
	fi
	vmm_collect
	if machine_splats; then
		machine_fail "a kernel complained (above)"
	elif [ -s "$run/state/trouble" ] || ! kill -0 "$vmm_pid" 2>/dev/null; then
		machine_fail "a machine died"
	elif [ "$status" -eq 124 ] || [ "$status" -eq 125 ]; then
		machine_consoles
	fi
	exit "$status"
}
