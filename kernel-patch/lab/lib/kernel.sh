# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2034,SC2154 # variables are shared with the other parts
# The host's kernel: Debian's source, the series, the kconfig fragments; and the cache of results.
#
# A kind of kernel is what is made of the source: patched, stock, debug or race (patched, with the
# checks of config/debug.config or race.config); -VERSION at its end means another source than the
# default, as in patched-6.1.
#
# One tree holds source and objects. The series is taken out of it by putting back the files that
# were saved before it went in, so patched and stock kernels, and one series after another, cost a
# rebuild of what differs. A result appears under its key by a rename, or not at all.

linux=6.12
extra_config=
# patches of the user's own, a line each: they go on top of the series, or on a stock kernel
extra_patches=
selftests="exit_stats_test exit_stats_details_test exit_stats_records_test exit_stats_limits_test exit_stats_time_test exit_stats_fuzz_test"

# how many lines a build from nothing prints: only for the progress lines
kernel_steps=1960

# Parts of the source that no kernel of the lab is built from: two thirds of it. Their Kconfig files and
# makefiles are needed all the same.
kernel_unused="Documentation/devicetree drivers/accel drivers/clk drivers/gpu drivers/iio drivers/infiniband
	drivers/media drivers/net/wireless drivers/pinctrl drivers/staging sound
	arch/alpha arch/arc arch/arm arch/arm64 arch/csky arch/hexagon arch/ia64 arch/loongarch arch/m68k
	arch/microblaze arch/mips arch/nios2 arch/openrisc arch/parisc arch/powerpc arch/riscv arch/s390 arch/sh
	arch/sparc arch/um arch/xtensa"

kernel_dirs() {
	series_dir=$top/kernel-patch/linux-$linux
	tarball=$("$top/kernel-patch/tools/get-source" -n "$linux" 2>&1) || die "${tarball#get-source: }"
}

# The names of the series' patches, as quilt reads them.
kernel_series() {
	sed 's/#.*//' "$series_dir/series" | while read -r patch _; do
		[ -z "$patch" ] || printf '%s\n' "$patch"
	done
}

# kernel_patches KIND: what all patches of this kind change. What the series' messages say makes no other kernel.
kernel_patches() {
	[ "$1" = stock ] || kernel_series | while read -r patch; do
		sed -n '/^\(diff --git\|---\) a\//,$p' "$series_dir/$patch" || exit
	done || return
	printf '%s' "$extra_patches" | while read -r file; do
		cat "$file" || exit
	done
}

# kernel_config KIND: the fragments' settings, without those that a later fragment takes back.
# Only the kinds debug and race have checks. The fragment of the version comes last, so its settings win.
kernel_config() {
	case $1 in
	smallest) set -- "$1" smallest ;;
	debug | race) set -- "$1" base devices host workloads "$1" ;;
	*) set -- "$1" base devices host workloads ;;
	esac
	[ "$1" = smallest ] || [ ! -e "$lab_dir/config/linux-$linux.config" ] || set -- "$@" "linux-$linux"
	shift
	fragments=$(cd "$lab_dir/config" && for fragment; do
		cat "$fragment.config" || exit
	done) || exit
	printf '%s\n' "$fragments" | awk '
		/^# CONFIG_[A-Z0-9_]* is not set$/ { delete setting[$2] }
		/^CONFIG_/ { split($0, word, "="); setting[word[1]] = $0; order[++n] = word[1] }
		END { for (i = 1; i <= n; i++) if (order[i] in setting) {
			print setting[order[i]]; delete setting[order[i]] } }'
	printf '%s' "$extra_config" | while read -r file; do
		cat "$file" || exit
	done
}

# The checksum of 150 MB is remembered by the file's size and time.
kernel_source_sum() {
	stamp=$(stat -L -c '%s-%Y-%Z' "$tarball" | tr -dc '0-9-')
	sum_file=$cache/source-$linux-$stamp
	if [ ! -s "$sum_file" ]; then
		mkdir -p "$cache"
		sha256 <"$tarball" >"$sum_file.$$" && mv "$sum_file.$$" "$sum_file"
	fi
	cat "$sum_file"
}

# kernel_version KIND: sets $base_kind and $linux
kernel_version() {
	base_kind=${1%%-*}
	[ "$base_kind" = "$1" ] || linux=${1#*-}
}

# kernel_key KIND: sets $kernel_file, where that kernel is or will be, and what its tree needs
kernel_key() {
	case $1 in
	patched | debug | race | smallest)
		[ -s "$series_dir/series" ] || die "no patch series: '$series_dir/series'"
		;;
	stock) ;;
	*) die "not a kind of kernel: '$1' (patched, stock, debug, race or smallest, and perhaps -VERSION)" ;;
	esac
	patched_as=$1
	patch_sum=none
	[ "$1$extra_patches" = stock ] || patch_sum=$(kernel_patches "$1" | sha256) || exit
	source_sum=$(kernel_source_sum) || exit
	config_text=$(kernel_config "$1") || exit
	compiler=$(gcc --version 2>&1 | head -n 1)
	key=$(printf '%s\n' "$source_sum" "$patch_sum" "$config_text" "$compiler" | sha256 | cut -c 1-16)
	kernel_file=$cache/kernel/$key/bzImage
	selftests_dir=$cache/selftests/$key
	extra_sum=
	[ -z "$extra_config" ] || extra_sum=-$(printf '%s' "$config_text" | sha256 | cut -c 1-8)
	case $1 in debug | race | smallest) extra_sum=-$1$extra_sum ;; esac
	tree=$cache/tree-$linux-$(printf '%s\n' "$source_sum" "$compiler" | sha256 | cut -c 1-8)$extra_sum
}

kernel_lock() {
	need flock util-linux
	mkdir -p "$cache" || die "cannot make the cache: '$cache' (set EXITBENCH_CACHE)"
	exec 9>"$cache/lock"
	patience=1
	until flock -w "$patience" 9; do
		say "waiting for another lab, which is building: $(cat "$cache/progress" 2>/dev/null)"
		patience=20
	done
}

# progress WORDS: for this lab's user, and for those who wait for it
progress() {
	say "$*"
	echo "$*" >"$cache/progress"
}

kernel_extract() {
	[ ! -d "$tree/linux" ] || return 0
	progress "extracting $tarball, about half a minute"
	rm -rf "$tree" "$tree.new"
	mkdir -p "$tree.new"
	name=linux-source-$linux
	set --
	for folder in $kernel_unused; do
		set -- "$@" --exclude="$name/$folder/*.[chS]" --exclude="$name/$folder/*.dts*" \
			--exclude="$name/$folder/*.yaml"
	done
	# Of network cards the headers stay: a selftest of 7.3 includes those of one.
	set -- "$@" --exclude="$name/drivers/net/ethernet/*.c"
	# Debian's archive has blocks that xz unpacks on all processors.
	XZ_OPT=-T0 tar -xJf "$tarball" -C "$tree.new" --anchored "$@" --strip-components=1 --one-top-level=linux ||
		die "cannot extract '$tarball' (is the disk full?)"
	mv "$tree.new" "$tree"
}

# Puts back what kernel_save put aside. A file that was not there is one that the series added.
kernel_restore() {
	[ -d "$tree/saved" ] || return 0
	while read -r file; do
		if [ ! -e "$tree/saved/$file" ]; then
			rm -f "$tree/linux/$file"
		elif ! cmp -s "$tree/saved/$file" "$tree/linux/$file"; then
			cp "$tree/saved/$file" "$tree/linux/$file" || return
		fi
	done <"$tree/saved/.files"
	rm -rf "$tree/saved"
}

# Puts aside the files that the series touches.
kernel_save() {
	rm -rf "$tree/saved.new"
	mkdir -p "$tree/saved.new"
	kernel_patches "$patched_as" | sed -n 's/^\(---\|+++\) [ab]\/\([^\t]*\).*/\2/p' | sort -u >"$tree/saved.new/.files"
	while read -r file; do
		[ -e "$tree/linux/$file" ] || continue
		mkdir -p "$tree/saved.new/$(dirname "$file")"
		cp -p "$tree/linux/$file" "$tree/saved.new/$file" || return
	done <"$tree/saved.new/.files"
	mv "$tree/saved.new" "$tree/saved"
}

# Brings the tree's source into the state that $patch_sum names. Without a patch-sum, after an
# interruption for instance, that state is made anew from the saved files.
kernel_patch() {
	[ "$patch_sum" != "$(cat "$tree/patch-sum" 2>/dev/null)" ] || return 0
	rm -f "$tree/patch-sum"
	kernel_restore || die "cannot restore the kernel tree: '$tree' (lab clean starts anew)"
	if [ "$patch_sum" != none ]; then
		kernel_save || die "cannot save the files to patch: '$tree' (is the disk full?)"
		[ "$patched_as" = stock ] || "$top/kernel-patch/tools/apply" "$tree/linux" "$series_dir" >"$log" 2>&1 || {
			cat "$log" >&2
			die "the series does not apply: '$series_dir'"
		}
		kernel_patch_more
	fi
	printf '%s\n' "$patch_sum" >"$tree/patch-sum"
}

kernel_patch_more() {
	printf '%s' "$extra_patches" | while read -r file; do
		patch -d "$tree/linux" -p1 --batch --forward --no-backup-if-mismatch -r - <"$file" >"$log" 2>&1 || {
			cat "$log" >&2
			die "the patch does not fit on the $patched_as kernel $linux: '$file'"
		}
	done || exit
}

kernel_configure() {
	printf '%s\n' "$config_text" >"$tree/wanted.config"
	kernel_make KCONFIG_ALLCONFIG="$tree/wanted.config" allnoconfig >"$log" 2>&1 ||
		kernel_failed "configuring"
	grep '^CONFIG' "$tree/wanted.config" | sort >"$tree/wanted"
	grep '^CONFIG' "$tree/linux/.config" | sort >"$tree/got"
	missing=$(comm -23 "$tree/wanted" "$tree/got")
	# A stock kernel differs only by lacking the symbol that the series adds.
	[ "$1" != stock ] || missing=$(printf '%s' "$missing" | grep -v '^CONFIG_KVM_X86_EXIT_STATS=')
	[ -z "$missing" ] || die "the kernel does not take these settings: $missing"
}

# Two builds of the same kernel must give the same file, so nothing of this machine goes into it. In
# the background $in_place must be exec; else a signal to $! would end a shell, and make would go
# on.
kernel_make() {
	${in_place-} env -u MAKEFLAGS -u MAKELEVEL nice make -C "$tree/linux" KBUILD_BUILD_USER=exitbench KBUILD_BUILD_HOST=lab \
		KBUILD_BUILD_TIMESTAMP=1970-01-01 KBUILD_BUILD_VERSION=1 "$@"
}

kernel_failed() {
	tail -n 30 "$log" >&2
	die "failed: $1 the kernel (whole log: '$log')"
}

# The first twentieth of the steps are small programs and headers, which tell nothing of how fast the
# compiler gets on: what is left is judged by the steps after it.
kernel_progress() {
	begun=$(date +%s)
	ticks=0
	small=$((kernel_steps / 20))
	small_s=
	while kill -0 "$make_pid" 2>/dev/null; do
		sleep 1
		ticks=$((ticks + 1))
		seconds=$(($(date +%s) - begun))
		count=$(grep -c '^  [A-Z]' "$log")
		[ -n "$small_s" ] || [ "$count" -lt "$small" ] || small_s=$seconds
		[ $((ticks % 10)) -eq 0 ] || continue
		if [ -e "$tree/complete" ] || [ "$base_kind" = smallest ]; then
			progress "compiling: $count files, $seconds s"
		elif [ "$count" -ge "$kernel_steps" ]; then
			progress "compiling: nearly done, $seconds s"
		elif [ "$count" -lt $((2 * small)) ]; then
			progress "compiling: $((count * 100 / kernel_steps)) %, $seconds s"
		else
			progress "compiling: $((count * 100 / kernel_steps)) %, $seconds s," \
				"about $(((seconds - small_s) * (kernel_steps - count) / (count - small))) s left"
		fi
	done
}

kernel_compile() {
	need make make
	need gcc gcc
	need flex flex
	need bison bison
	need bc bc
	need lz4 lz4
	need patch patch
	[ -e /usr/include/gelf.h ] || die "no header 'gelf.h' (apt-get install libelf-dev)"
	log=$cache/build.log
	kernel_extract
	kernel_patch
	kernel_configure "$1"
	say "building the $1 kernel $linux"
	in_place=exec kernel_make -j"$(nproc)" bzImage >"$log" 2>&1 &
	make_pid=$!
	trap 'kill "$make_pid" 2>/dev/null; wait "$make_pid"; die "interrupted"' INT TERM HUP
	kernel_progress
	wait "$make_pid" || kernel_failed "building"
	trap - INT TERM HUP
	touch "$tree/complete"
}

kernel_store() {
	new=$cache/kernel.new
	rm -rf "$new"
	mkdir -p "$new" "$cache/kernel"
	cp "$tree/linux/arch/x86/boot/bzImage" "$new/bzImage" &&
		cp "$tree/linux/.config" "$new/config" &&
		printf '%s %s\n' "$1" "$linux" >"$new/what" &&
		mv "$new" "$cache/kernel/$key" && return
	die "cannot store the kernel: '$cache' (is the disk full?)"
}

# The smallest kernel is for finding out in a minute or two whether this machine has what it takes to
# build one, so it is always built, from nothing, and not kept.
kernel_try() {
	rm -rf "$tree"
	kernel_compile smallest
	rm -rf "$tree"
	say "a kernel can be built here"
}

# kernel_build KIND: leaves the kernel in $kernel_file
kernel_build() {
	kernel_version "$1"
	kernel_dirs
	kernel_key "$base_kind"
	[ ! -e "$kernel_file" ] || return 0
	kernel_lock
	if [ "$base_kind" = smallest ]; then
		kernel_try
	elif [ ! -e "$kernel_file" ]; then
		kernel_compile "$base_kind"
		kernel_store "$base_kind"
		say "built: $kernel_file"
	fi
	exec 9>&-
}

# selftests_build KIND: leaves the tests that the series adds to the kernel's own in $selftests_dir. Their
# headers come from the same tree. The file "list" names them, so a folder without one is not whole.
selftests_build() {
	kernel_version "$1"
	kernel_dirs
	kernel_key "$base_kind"
	[ "$base_kind" != stock ] || die "a stock kernel has none of the series' selftests"
	[ ! -e "$selftests_dir/list" ] || return 0
	kernel_lock
	if [ ! -e "$selftests_dir/list" ]; then
		progress "building the selftests of $1, about a minute"
		selftests_make
	fi
	exec 9>&-
}

selftests_make() {
	log=$cache/selftests.log
	new=$cache/selftests.new
	kernel_extract
	kernel_patch
	rm -rf "$tree/selftests" "$new"
	mkdir -p "$new" "$cache/selftests"
	kernel_make headers >"$log" 2>&1 || kernel_failed "installing the headers of"
	# Linux 6.14 and newer call the folder as the kernel calls the architecture.
	folder=x86
	[ ! -d "$tree/linux/tools/testing/selftests/kvm/x86_64" ] || folder=x86_64
	for test in $selftests; do
		# Not every version's series has all of them.
		[ -e "$tree/linux/tools/testing/selftests/kvm/$folder/$test.c" ] || continue
		nice make -C "$tree/linux/tools/testing/selftests/kvm" -j"$(nproc)" OUTPUT="$tree/selftests" \
			"$tree/selftests/$folder/$test" >"$log" 2>&1 || kernel_failed "building '$test' of"
		cp "$tree/selftests/$folder/$test" "$new/" ||
			die "cannot store the selftests: '$cache' (is the disk full?)"
		echo "$test" >>"$new/list"
	done
	rm -rf "$selftests_dir"
	mv "$new" "$selftests_dir"
}

# own_tests_build KIND: leaves all tests of KVM that are in the source of that version in $own_tests_dir. They
# are the same for every kind, and built from the patched source.
own_tests_build() {
	kernel_version "$1"
	kernel_dirs
	kernel_key patched
	own_tests_dir=$cache/own-tests/$key
	[ ! -e "$own_tests_dir" ] || return 0
	kernel_lock
	if [ ! -e "$own_tests_dir" ]; then
		progress "building the kernel's own tests of KVM, about 3 minutes"
		own_tests_make
	fi
	exec 9>&-
}

own_tests_make() {
	log=$cache/own-tests.log
	new=$cache/own-tests.new
	kernel_extract
	kernel_patch
	rm -rf "$tree/own-tests" "$new"
	mkdir -p "$new" "$cache/own-tests"
	kernel_make headers >"$log" 2>&1 || kernel_failed "installing the headers of"
	nice make -C "$tree/linux/tools/testing/selftests/kvm" -j"$(nproc)" OUTPUT="$tree/own-tests" >"$log" 2>&1 ||
		kernel_failed "building the own tests of"
	(cd "$tree/own-tests" && find . -type f -perm -100 ! -name '*.*' | cpio -pdm --quiet "$new") ||
		die "cannot store the tests: '$cache' (is the disk full?)"
	mv "$new" "$own_tests_dir"
	rm -rf "$tree/own-tests"
}

kernel_status() {
	printf 'cache\t%s\n' "$cache"
	for what in "$cache"/kernel/*/what; do
		[ -e "$what" ] || continue
		printf 'kernel\t%s\t%s\n' "$(cat "$what")" "$(dirname "$what")"
	done
	if [ -s "$top/kernel-patch/linux-$linux/series" ]; then
		kernel_dirs
		kernel_key patched
		printf 'wanted\t%s %s\t%s\n' patched "$linux" \
			"$([ -e "$kernel_file" ] && echo "cached" || echo "to be built (lab build)")"
	fi
}
