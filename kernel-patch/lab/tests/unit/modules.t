#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What kernel-patch/modules refuses, with headers of kernels that the patches do not fit, and on this machine's
# kernel. That modules are built, and exchanged in a real kernel, is tested by tests/debian/stock-host.
set -u
lab=$(cd "$(dirname "$0")/../.." && pwd) || exit 2
# shellcheck source=kernel-patch/lab/tests/unit/ends.sh
. "$lab/tests/unit/ends.sh"
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 2
export EXITBENCH_CACHE="$dir/cache"
build=$lab/../modules/build
host=$lab/../modules/exit-stats-host

# headers RELEASE VERSION KVM: the part of a kernel's headers that tells what it is
headers() {
	mkdir -p "$1/include/generated" "$1/include/config"
	echo "#define UTS_RELEASE \"$1\"" >"$1/include/generated/utsrelease.h"
	echo "#define UTS_VERSION \"#1 SMP PREEMPT_DYNAMIC $2 (2026-01-01)\"" >"$1/include/generated/utsversion.h"
	echo "CONFIG_KVM=$3" >"$1/include/config/auto.conf"
}

echo 1..19
ends 'no headers' 1 'apt-get install linux-headers-6.12.1-none' "$build" -n -k 6.12.1-none
ends 'a path is no release' 2 'not the name of a kernel' "$build" -n -k ../6.12
ends 'nor is nothing' 2 'not the name of a kernel' "$build" -n -k ''
ends 'an unknown option' 2 'usage' "$build" -x
ends 'a word too many' 2 'usage' "$build" -n now

headers 5.10-amd64 'Debian 5.10.1-1' m
ends 'a version without patches' 1 'no series of patches for Linux 5.10.*6.12' "$build" -n -k 5.10-amd64 -d 5.10-amd64
headers 6.12-other 'Gentoo 6.12.1' m
ends 'no kernel of Debian' 1 'not a kernel of Debian' "$build" -n -k 6.12-other -d 6.12-other
headers 6.12-builtin 'Debian 6.12.1-1' y
ends 'KVM is built in' 1 'KVM is not a module' "$build" -n -k 6.12-builtin -d 6.12-builtin
ends 'headers of another kernel' 1 "are the headers of '6.12-builtin'" "$build" -n -k 6.12-x -d 6.12-builtin
headers 6.12.0-amd64 'Debian 6.12.0-0' m
ends 'its source is not there' 1 'apt-get install linux-source-6.12=6.12.0-0' "$build" -n -k 6.12.0-amd64 -d 6.12.0-amd64
echo 'no archive' >source.tar.xz
ends 'a damaged source' 2 'cannot unpack' "$build" -k 6.12.0-amd64 -d 6.12.0-amd64 -s source.tar.xz -o built
mkdir -p linux-source-6.12
printf 'VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 9\n' >linux-source-6.12/Makefile
tar -cJf incomplete.tar.xz linux-source-6.12
ends 'a source without KVM' 2 'cannot unpack' "$build" -k 6.12.0-amd64 -d 6.12.0-amd64 -s incomplete.tar.xz -o built
# Everything that the patches change is there, and nothing that they look for in it.
awk '/^diff --git/ { file = substr($3, 3) }
	/^new file/ { is_new[file] = 1 }
	/^index/ { files[file] = 1 }
	END { for (file in files) if (!(file in is_new)) print "linux-source-6.12/" file }' "$lab"/../linux-6.12/*.patch |
	while read -r file; do
		mkdir -p "${file%/*}" && echo 'not this' >"$file"
	done
mkdir -p linux-source-6.12/virt/kvm
printf 'VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 0\nKERNELRELEASE = 6.12.0\n' >linux-source-6.12/Makefile
tar -cJf other.tar.xz linux-source-6.12
ends 'patches that do not fit' 1 'do not fit 6.12.0-0 (patch 1 of' "$build" -n -k 6.12.0-amd64 -d 6.12.0-amd64 -s other.tar.xz
ends 'the answer is kept' 1 'do not fit 6.12.0-0 (patch 1 of' "$build" -n -k 6.12.0-amd64 -d 6.12.0-amd64 -s other.tar.xz
# What a user has in his cache serves him in a checkout, and not root in what is installed.
mkdir -p cache/lab/source home/.cache/exitbench/lab/source installed
for place in cache home/.cache/exitbench; do
	cp other.tar.xz "$place/lab/source/linux-source-6.12_6.12.0-0.tar.xz"
done
ends 'a source in the cache' 1 'do not fit 6.12.0-0' "$build" -n -k 6.12.0-amd64 -d 6.12.0-amd64
cp -r "$lab/../modules" "$lab/../tools" "$lab/../linux-6.12" installed
: >installed/dkms.conf
ends 'it does not count for what is installed' 1 'apt-get install linux-source-6.12=6.12.0-0' \
	env HOME="$dir/home" installed/modules/build -n -k 6.12.0-amd64 -d 6.12.0-amd64
ends 'no command' 2 'usage: exit-stats-host' "$host"
ends 'an unknown command' 2 'usage: exit-stats-host' "$host" reload
ends 'load without a folder' 2 "no folder for '--from'" "$host" load --from
