# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2034,SC2154 # variables are shared with the other parts
# The host (L1) on QEMU. README.md tells what each function has to do.

vmm_about='QEMU: an AMD host, or, where KVM can run it, one like this machine'
vmm_suite=default
vmm_silence=120

# a boot that takes longer than this many seconds hangs (machine_wait tells what counts)
host_boot_limit=120 guest_boot_limit=120

host_mem=3072

vmm_minutes() {
	case $1 in
	quick) echo 2 ;;
	full) echo 17 ;;
	*) echo 3 ;;
	esac
}

vmm_check() {
	need qemu-system-x86_64 qemu-system-x86
	need setsid util-linux
	need setpriv util-linux
}

# Sets $accel and $accel_why. A /dev/kvm on a CPU without VMX or SVM runs no stock kernel.
qemu_accel() {
	accel=tcg
	flag=$(grep -m 1 -o -w -E 'vmx|svm' /proc/cpuinfo | head -n 1)
	case $flag in
	vmx) nested=/sys/module/kvm_intel/parameters/nested ;;
	svm) nested=/sys/module/kvm_amd/parameters/nested ;;
	*) accel_why="the CPU shows neither vmx nor svm"; return ;;
	esac
	if [ -n "$icount" ]; then
		accel_why="counting instructions takes emulation"
	elif [ ! -w /dev/kvm ]; then
		accel_why="/dev/kvm is not there or not writable"
	elif ! grep -q '^[Y1]' "$nested" 2>/dev/null; then
		accel_why="nested virtualization is off: $nested"
	else
		accel=kvm
		accel_why="the CPU has $flag, and nested virtualization is on"
	fi
}

vmm_status() {
	qemu_accel
	printf 'vmm\tqemu\t%s\n' "$(qemu-system-x86_64 --version | head -n 1)"
	printf 'accelerator\t%s\t%s\n' "$accel" "$accel_why"
}

vmm_emulator() {
	qemu_accel
	[ "$accel" = kvm ] || echo 'QEMU TCG'
}

# TCG does not let a host intercept XSETBV, so under it a guest that uses XSAVE finds sizes that
# contradict each other; without the feature all is well.
qemu_cpu() {
	if [ "$accel" = kvm ]; then
		echo "-accel kvm -cpu host"
	elif [ -n "$image" ]; then
		# A distribution's kernel uses what needs XSAVE, without asking for XSAVE itself.
		echo "-accel tcg,thread=single -cpu max,-xsave,-avx,-avx2,-f16c,-fma,-vaes,-vpclmulqdq"
	elif [ -n "$icount" ]; then
		echo "-accel tcg,thread=single -icount shift=0,sleep=off -cpu max,-xsave"
	else
		echo "-accel tcg,thread=multi -cpu max,-xsave"
	fi
}

# A kernel measures its TSC against an emulated timer. On a loaded machine that fails now and then ("Unable to
# calibrate against PIT"), and the host does not come up, or its guests' timers never fire. Under TCG the
# host's TSC is this machine's, so its rate is measured here; where instructions are counted it is 1 GHz.
qemu_tsc_khz() {
	if [ -n "$icount" ]; then
		echo 1000000
	else
		"$relay" tsc
	fi
}

# The host's KVM notes the TSC's rate early, while the host still measures it. When the final rate
# is further off than the tolerance, KVM gives the guest a TSC that never reaches a deadline, and
# the guest's timers never fire. And where all clocks are emulated, a watchdog that compares them
# finds the machine's load and blames the TSC. For the same reason the kernel does not try whether
# the timer's interrupt comes, or it panics when ten ticks take too long. The guest is not to be a
# host itself: without SVM it boots faster and uses less of the emulation.
qemu_parameters() {
	[ "$accel" = kvm ] || printf ' no_timer_check tsc=reliable tsc_early_khz=%s kvm.tsc_tolerance_ppm=500000 kvm_amd.nested=0' \
		"$(qemu_tsc_khz)"
}

qemu_host_cpus() {
	if [ -n "$image" ] && [ "$accel" != kvm ]; then
		# A distribution's kernel patches its own text, which TCG bears on one CPU only.
		echo 1
		return
	fi
	count=${host_cpus:-$(nproc)}
	[ -n "$host_cpus" ] || [ "$count" -ge 2 ] || count=2
	[ -n "$host_cpus" ] || [ "$count" -le 4 ] || count=4
	count=$((count + $(qemu_first_cpu)))
	[ -z "$icount" ] || count=1
	echo "$count"
}

# The first CPU of the host on which a guest may run. Under TCG, an FXRSTOR on any CPU clears a bit
# in the first one's flags (cpu_clear_ignne() in QEMU's target/i386/tcg) by a read and a write that
# are not atomic. When the first CPU enters or leaves a guest meanwhile, its global interrupt flag
# stays off, and the host hangs; or its nested paging stays on, and the guest's registers are
# saved a second time, with the host's values. So no guest runs there. QEMU 10 still has the function as it was.
qemu_first_cpu() {
	if [ "$accel" = kvm ] || [ -n "$icount" ] || [ -n "$image" ]; then
		echo 0
	else
		echo 1
	fi
}

# The export of a folder; a comma in a path is doubled for QEMU.
qemu_share() {
	printf 'local,mount_tag=%s,security_model=none,multidevs=remap,path=%s' "$1" \
		"$(printf '%s' "$2" | sed 's/,/,,/g')"
}

# Sets what the host boots: kernel, command line and root. An image has an init of its own, which starts the
# relay (tests/debian/make-image), and never writes to the file.
qemu_boot() {
	if [ -z "$image" ]; then
		host_kernel=$kernel_file
		host_command_line=$(kernel_command_line "$root_on_9p" "\"$run/lab/relay\"" ttyS0 \
			"$(qemu_parameters)$(machine_kernel_parameters)" "host $(qemu_first_cpu)")
		return
	fi
	for part in root.img vmlinuz initrd.img; do
		[ -r "$image/$part" ] || die "no such file: '$image/$part' (tests/debian/make-image makes it)"
	done
	host_kernel=$image/vmlinuz
	host_command_line="root=/dev/vda rw console=ttyS0 loglevel=5 mitigations=off panic=-1 oops=panic systemd.show_status=no$(
		qemu_parameters)$(machine_kernel_parameters)"
}

# Starts the host; it dies with this shell, and not by the terminal's Ctrl-C.
vmm_start() {
	qemu_accel
	qemu_boot
	say "booting the host on QEMU ($accel: $accel_why)"
	# shellcheck disable=SC2046 # lists of words
	setsid setpriv --pdeathsig KILL \
		qemu-system-x86_64 -name exitbench-host -machine q35,sata=off $(qemu_cpu) \
		-smp "$(qemu_host_cpus)" -m "$host_mem" \
		-nodefaults -no-user-config -display none -no-reboot -bios qboot.rom \
		-kernel "$host_kernel" -append "$host_command_line" \
		${image:+-initrd "$image/initrd.img"} \
		${image:+-drive "if=none,id=root,format=raw,snapshot=on,file=$(printf '%s' "$image/root.img" | sed 's/,/,,/g')"} \
		${image:+-device virtio-blk-pci,drive=root} \
		-serial "file:$run/state/console-host.log" \
		-virtfs "$(qemu_share root /),readonly=on" \
		-virtfs "$(qemu_share lab "$run/lab"),readonly=on" \
		-virtfs "$(qemu_share top "$([ -n "$bare" ] && echo "$run/lab/top" || echo "$top")"),readonly=on" \
		-virtfs "$(qemu_share state "$run/state")" \
		-virtfs "$(qemu_share work "$work")" \
		-device virtio-serial-pci -chardev "socket,id=relay,path=$run/relay,server=on,wait=off" \
		-device virtserialport,chardev=relay,name=exitbench.relay \
		</dev/null >"$run/vmm.log" 2>&1 &
	vmm_pid=$!
}

vmm_paging() {
	qemu_accel
	[ "$accel" = kvm ] && [ "$flag" = vmx ] && echo ept && return
	echo npt
}
