#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What lab asks of a VMM's file, in a copy of the lab to which one is added: the file, and no
# other, makes it known, and one that does not provide what it has to is refused.
set -u
lab=$(cd "$(dirname "$0")/../.." && pwd) || exit 2
# shellcheck source=kernel-patch/lab/tests/unit/ends.sh
. "$lab/tests/unit/ends.sh"
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
mkdir "$dir/kernel-patch" && cp -R "$lab" "$lab/../tools" "$dir/kernel-patch/" && cd "$dir" || exit 2
export EXITBENCH_CACHE="$dir/cache"

# is NAME STATUS WORDS ARGUMENT...: lab with these arguments ends so, and says this
is() {
	name=$1 wanted=$2 words=$3
	shift 3
	ends "$name" "$wanted" "$words" kernel-patch/lab/lab "$@"
}

vmm() {
	cat <<-'END'
		vmm_about='a machine of wood'
		vmm_suite=quick
		vmm_silence=77
		host_boot_limit=1 guest_boot_limit=1
		vmm_minutes() { case $1 in quick) echo 4 ;; *) echo 40 ;; esac; }
		vmm_emulator() { echo wood; }
		vmm_check() { need no-such-program wood; }
		vmm_status() { :; }
		vmm_start() { :; }
	END
}

echo 1..17
vmm >kernel-patch/lab/vmm/wood.sh
is 'it is listed' 0 'wood	a machine of wood' vmm
is 'so are the others' 0 '^bochs	' vmm
is 'about' 0 '^a machine of wood$' vmm wood
is 'its suite' 0 '^quick$' vmm wood:2 suite
is 'its patience' 0 '^77$' vmm wood silence
is 'the time of its suite' 0 '^4$' vmm wood minutes
is 'the time of another suite' 0 '^40$' vmm wood minutes full
is 'what it is' 0 '^wood$' vmm wood emulator
is 'no such fact' 125 "not a fact about a VMM: 'colour'" vmm wood colour
is 'what it needs is looked for' 125 "no program 'no-such-program' (apt-get install wood)" exec --vmm wood -- true
is 'a case on it' 125 "no such case: 'wooden'" test wooden
printf '\n[wooden]\nwhen = all\nvmm = wood\ncpus = 1\nprogram = guest:a\nseconds = 1\n' >>kernel-patch/lab/cases.cfg
is 'a case on it is run' 77 'SKIP the lab failed twice: .*no-such-program' test --vmm wood --all
is 'none on it belongs to make test' 77 '^1\.\.0$' test --vmm wood
is 'no VMM' 125 "no such VMM: 'stone' (there are: bochs qemu wood)" exec --vmm stone -- true
is 'no number of CPUs' 125 "not a number: 'x' for '--vmm'" exec --vmm wood:x -- true
vmm | grep -v vmm_start >kernel-patch/lab/vmm/wood.sh
is 'a function that is missing' 125 "vmm/wood.sh has no function 'vmm_start'" vmm wood
vmm | grep -v vmm_suite >kernel-patch/lab/vmm/wood.sh
is 'a variable that is missing' 125 "vmm/wood.sh does not set 'vmm_suite'" vmm wood
