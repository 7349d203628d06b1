# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2034,SC2154 # variables are shared with the other parts
# The host (L1) on Bochs, which emulates an Intel processor with VMX and EPT. README.md tells what
# each function has to do.
#
# Bochs shares no folder and has no virtio. The host's root is a disk image with the programs that
# it needs; what the lab gives it and gets back lies on a second disk; commands and their output go
# through "relay bridge" (relay/bochs.h).

vmm_about='Bochs: an Intel host; slow'
vmm_suite=vmx
vmm_silence=300

host_boot_limit=240 guest_boot_limit=300

# Linux finds that the processor's own tables contradict each other, and goes on
vmm_known_splat='at parse_legacy'

# Every disk has this UUID; with a random one no two runs would be the same.
bochs_uuid=00000000-0000-4000-8000-000000000000

bochs_lib=/usr/share/bochs
isolinux=/usr/lib/ISOLINUX/isolinux.bin
ldlinux=/usr/lib/syslinux/modules/bios/ldlinux.c32

# What the host has besides coreutils.
bochs_programs="sh bash grep sed awk find xargs cmp diff tar gzip zcat dmesg setsid taskset mount umount ps
	mkfs.ext4 qemu-system-x86_64 stress-ng fio"
bochs_data="/usr/share/qemu/qboot.rom /usr/share/qemu/bios-microvm.bin /usr/share/qemu/kvmvapic.bin
	/usr/share/qemu/linuxboot_dma.bin /usr/share/seabios /etc/mke2fs.conf /lib64/ld-linux-x86-64.so.2"

vmm_minutes() {
	echo 15
}

vmm_emulator() {
	echo "Bochs${icount:+, counting instructions}"
}

vmm_check() {
	need bochs-bin bochs
	need xorriso xorriso
	need debugfs e2fsprogs
	need setsid util-linux
	need setpriv util-linux
	[ -e "$bochs_lib/BIOS-bochs-latest" ] || die "no BIOS for Bochs (apt-get install bochsbios)"
	[ -e "$bochs_lib/VGABIOS-lgpl-latest" ] || die "no VGA BIOS for Bochs (apt-get install vgabios)"
	[ -e "$isolinux" ] || die "no '$isolinux' (apt-get install isolinux)"
	[ -e "$ldlinux" ] || die "no '$ldlinux' (apt-get install syslinux-common)"
}

vmm_status() {
	printf 'vmm\tbochs\t%s\n' "$(dpkg-query -W -f '${Version}' bochs 2>/dev/null)"
	printf 'accelerator\tnone\tBochs interprets every instruction\n'
}

# A line per file of the host's root: where it lies here, and its path there.
bochs_root_files() {
	{
		for program in $bochs_programs; do
			command -v "$program"
		done
		dpkg -L coreutils | grep -E '^/(usr/)?s?bin/.'
		ls /usr/lib/x86_64-linux-gnu/libcpuid.so.* /usr/lib/x86_64-linux-gnu/libjansson.so.* \
			/usr/lib/x86_64-linux-gnu/libyaml-0.so.* /usr/lib/x86_64-linux-gnu/libgsl.so.* \
			/usr/lib/x86_64-linux-gnu/libgslcblas.so.*
	} 2>/dev/null | while read -r path; do
		echo "$path $path"
		libraries "$path" | while read -r library _; do
			echo "$library $library"
		done
	done
	# Not every release has all of them.
	for data in $bochs_data; do
		[ ! -e "$data" ] || find "$data" -type f -o -type l
	done | while read -r path; do
		echo "$path $path"
	done
	echo "$relay /sbin/relay"
}

# A checksum of what a bare machine is made of that is not this repository's: programs, emulator,
# the kernel's source and compiler. As long as it stays the same, only a change of the
# repository can change a run that is repeated.
vmm_sum() {
	{
		# Except for the relay, each file has the same path here and in the host.
		bochs_root_files | grep -v ' /sbin/relay$' | sort -u -k 2,2 | cut -d ' ' -f 1 | xargs sha256sum |
			sed 's/  / /'
		for file in "$(command -v bochs-bin)" "$bochs_lib/BIOS-bochs-latest" \
			"$bochs_lib/VGABIOS-lgpl-latest" "$isolinux" "$ldlinux"; do
			sha256 <"$file"
		done
		printf '%s\n' "$source_sum" "$compiler"
	} | sha256
}

# Sets $root_image, made if it is not in the cache.
bochs_root() {
	files=$(bochs_root_files | sort -u)
	sum=$({ echo "$files"; echo "$files" | cut -d ' ' -f 1 | xargs stat -L -c '%n %s %Y'; } | sha256 |
		cut -c 1-16)
	root_image=$cache/root-$sum.img
	[ ! -s "$root_image" ] || return 0
	say "making the host's root for Bochs"
	mkdir -p "$cache"
	folder=$(mktemp -d) || exit 125
	(
		cd "$folder" || exit
		mkdir dev proc sys run tmp mnt etc var var/tmp usr usr/bin usr/sbin usr/lib usr/lib64
		for dir in bin sbin lib lib64; do ln -s usr/$dir $dir; done
		echo 'root:x:0:0:root:/root:/bin/sh' >etc/passwd
		echo 'root:x:0:' >etc/group
	)
	echo "$files" | while read -r from to; do
		mkdir -p "$folder/$(dirname "$to")" && cp -L "$from" "$folder$to" || exit
	done || die "cannot gather the host's programs (is the disk full?)"
	(bochs_image "$folder" "$root_image.$$" 16) || exit
	rm -rf "$folder"
	mv "$root_image.$$" "$root_image"
}

# bochs_image FOLDER IMAGE MIB: a file system with the folder's content and some room. What lies
# where on a disk decides how long Bochs takes to read it, so the files go there in the order of
# their names, and not as "mkfs.ext4 -d" finds them.
bochs_image() {
	kib=$(($(du -sk --apparent-size "$1" | cut -f 1) * 9 / 8 + $3 * 1024))
	# Bochs wants whole cylinders
	kib=$(((kib + 503) / 504 * 504))
	mkfs.ext4 -q -F -O '^has_journal' -N 16384 -U $bochs_uuid \
		-E lazy_itable_init=0,hash_seed=$bochs_uuid "$2" "${kib}k" >/dev/null &&
		bochs_fill "$1" >"$2.fill" && debugfs -w -f "$2.fill" "$2" >"$2.log" 2>&1 ||
		die "cannot make a disk image (is the disk full?)"
	grep -v -e '^debugfs' -e '^Allocated inode' "$2.log" >&2 && die "cannot fill a disk image (above)"
	rm -f "$2.fill" "$2.log"
}

# Prints the commands by which debugfs copies a folder.
bochs_fill() {
	cd "$1" && find . -mindepth 1 -printf '%y %m %P\t%l\n' | LC_ALL=C sort -k 3 |
		awk -F '\t' -v from="$1" '
			/"/ { print "lab: a name that no disk image can be made of: " $0 > "/dev/stderr"; exit 1 }
			{ type = substr($1, 1, 1); mode = $1; name = $1
			  sub(/^. /, "", mode); sub(/ .*/, "", mode); sub(/^. [0-7]* /, "", name) }
			type == "d" { printf "mkdir \"/%s\"\nsif \"/%s\" mode 040%s\n", name, name, mode }
			type == "f" { printf "write \"%s/%s\" \"/%s\"\nsif \"/%s\" mode 0100%s\n",
				from, name, name, name, mode }
			type == "l" { printf "symlink \"/%s\" \"%s\"\n", name, $2 }'
}

# The disk with what the host gets and gives.
bochs_disk() {
	mkdir "$run/disk"
	mv "$run/lab" "$run/disk/lab"
	mkdir "$run/disk/state" "$run/disk/work"
	cp -R "$work/." "$run/disk/work/" || die "cannot copy the working folder: '$work'"
	(cd "$run/disk/work" && find . ! -type d | sort) >"$run/work-before"
	[ -n "$bare" ] || tar -cf - -C "$top" --exclude=./.git --exclude=./results --exclude=./build/gcc --exclude=./build/clang \
		--exclude=./build/obj --exclude=./build/tests . | tar -xf - -C "$run/disk/lab/top" ||
		die "cannot copy the repository: '$top'"
	(bochs_image "$run/disk" "$run/disk.img" 512) || exit
	rm -rf "$run/disk"
}

# A host that reboots, after a panic for instance, must end. It does so by a triple fault, at which
# Bochs stops.
bochs_iso() {
	mkdir -p "$run/iso/isolinux"
	cp "$isolinux" "$ldlinux" "$run/iso/isolinux/"
	cp "$kernel_file" "$run/iso/kernel"
	cat >"$run/iso/isolinux/isolinux.cfg" <<-END
		DEFAULT host
		PROMPT 0
		LABEL host
		KERNEL /kernel
		APPEND $(kernel_command_line "root=/dev/sda rootfstype=ext4" /sbin/relay ttyS0,115200 \
			"reboot=t$(bochs_idle)$(machine_kernel_parameters)" bochs)
	END
	xorriso -as mkisofs -quiet -o "$run/host.iso" -b isolinux/isolinux.bin -c isolinux/boot.cat \
		-no-emul-boot -boot-load-size 4 -boot-info-table "$run/iso" >"$run/vmm.log" 2>&1 ||
		machine_fail "cannot make the ISO that Bochs boots"
	rm -rf "$run/iso"
}

# With several processors, sleeps stall if idle ones wait in MWAIT.
bochs_idle() {
	[ "$host_cpus" -eq 1 ] || printf ' idle=halt'
}

# The generator behind RDRAND is seeded from the clock; a run that is to be repeated gets one with a
# fixed seed.
bochs_fixed_seed() {
	need gcc gcc
	echo 'void srand(unsigned int seed) { (void)seed; }' |
		gcc -shared -fPIC -x c -o "$run/seed.so" - || die "cannot build the fixed seed"
	printf '%s' "$run/seed.so"
}

# bochs_hard_disk IMAGE: its geometry
bochs_geometry() {
	printf 'mode=flat, path="%s", cylinders=%d, heads=16, spt=63' "$1" \
		$(($(stat -c %s "$1") / 512 / 16 / 63))
}

bochs_rc() {
	clock=$(date +%s)
	[ -z "$icount" ] || clock=1700000000
	cat <<-END
		config_interface: textconfig
		display_library: rfb, options="timeout=0"
		cpu: model=corei7_haswell_4770, count=$host_cpus, ips=100000000, reset_on_triple_fault=0, ignore_bad_msrs=1
		megs: 2048
		romimage: file=$bochs_lib/BIOS-bochs-latest
		vgaromimage: file=$bochs_lib/VGABIOS-lgpl-latest
		vga: extension=vbe, realtime=0
		boot: cdrom
		ata0-master: type=disk, $(bochs_geometry "$run/root.img")
		ata0-slave: type=disk, $(bochs_geometry "$run/disk.img")
		ata1: enabled=1, ioaddr1=0x170, ioaddr2=0x370, irq=15
		ata1-master: type=cdrom, path="$run/host.iso", status=inserted
		ata1-slave: type=disk, $(bochs_geometry "$run/mailbox")
		clock: sync=none, time0=$clock, rtc_sync=0
		sound: driver=dummy, waveoutdrv=dummy, waveindrv=dummy, midioutdrv=dummy
		port_e9_hack: enabled=1
		com1: enabled=1, mode=file, dev="$run/state/console-host.log"
		com2: enabled=1, mode=term, dev="$run/line"
		log: "$run/bochs.log"
		info: action=ignore
		panic: action=fatal
	END
}

# The serial line is slow, and when data comes over it depends on what happens outside the machine.
# So standard input is read before the machine starts.
bochs_stdin() {
	[ -z "$tty" ] && [ "$(readlink /proc/self/fd/0)" != /dev/null ] || return 0
	say "reading standard input to its end"
	cat >"$run/lab/stdin" || die "cannot keep standard input (is the disk full?)"
	exec </dev/null
	machine_stdin=/run/lab/stdin
}

vmm_start() {
	host_cpus=${host_cpus:-1}
	[ -z "$icount" ] || host_cpus=1
	say "making the disks for Bochs"
	bochs_stdin
	bochs_root
	cp --sparse=always "$root_image" "$run/root.img" || die "cannot copy '$root_image' (is the disk full?)"
	bochs_disk
	bochs_iso
	# This is larger than the largest command.
	truncate -s "$((504 * 1024 * 16))" "$run/mailbox"
	bochs_rc >"$run/bochsrc"
	echo c >"$run/debugger"
	seed=
	[ -z "$icount" ] || seed=$(bochs_fixed_seed) || exit
	say "booting the host on Bochs"
	LD_PRELOAD=$seed setsid setpriv --pdeathsig KILL "$relay" bridge "$run/relay" "$run/mailbox" "$run/line" \
		bochs-bin -q -f "$run/bochsrc" -rc "$run/debugger" </dev/null >"$run/vmm.log" 2>&1 &
	vmm_pid=$!
}

# Brings back the working folder and the state. A machine that still answers has written
# everything; then files that were removed there are removed here, too.
vmm_collect() {
	[ -e "$run/disk.img" ] || return 0
	whole=
	"$relay" ping "$run/relay" 30 2>/dev/null && whole=yes
	mkdir "$run/back"
	debugfs -R "rdump work state \"$run/back\"" "$run/disk.img" >"$run/collect.log" 2>&1
	[ -d "$run/back/work" ] || { cat "$run/collect.log" >&2; say "the working folder is lost"; }
	cp -a "$run/back/work/." "$work/" && cp -a "$run/back/state/." "$run/state/" ||
		say "cannot bring back the working folder: '$work'"
	[ -z "$whole" ] || while read -r file; do
		[ -e "$run/back/work/$file" ] || [ -h "$run/back/work/$file" ] || rm -f "$work/$file"
	done <"$run/work-before"
	rm -rf "$run/back" "$run/disk.img"
}

vmm_paging() {
	echo ept
}

vmm_last_words() {
	grep -a -E '^[0-9]+p|PANIC' "$run/bochs.log" 2>/dev/null | tail -n 5
	grep -v '^=*$' "$run/vmm.log" | tail -n 5
}
