# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2034,SC2154 # variables are shared with the other parts
# Puts the guest's tools on a disk image of their own, with the libraries that they need.
#
# The guest's root is an export of an export. Each time that a file there is opened, messages pass
# through two emulators, and each of them takes tens of milliseconds and a VM exit; fio alone opens
# 64 libraries. What is measured must come from the guest's page cache instead.

tools_programs="stress-ng fio sh cat cut sleep dd ls grep sed awk"

# libraries FILE: a line per library that a program needs, its path and its name
libraries() {
	ldd "$1" 2>/dev/null | awk '$2 == "=>" && $3 ~ /^\// { print $3, $1 }'
}

# tools_files: a line per file, where it lies here and where it goes in the image
tools_files() {
	for program in $tools_programs; do
		path=$(command -v "$program") || continue
		echo "$(readlink -f "$path") bin/$program"
		libraries "$path" | while read -r library name; do
			echo "$(readlink -f "$library") lib/$name"
		done
	done | sort -u
}

# Sets $tools_image, made if it is not in the cache.
tools_build() {
	need mkfs.ext4 e2fsprogs
	files=$(tools_files)
	sum=$(echo "$files" | cut -d ' ' -f 1 | xargs stat -c '%n %s %Y' | sha256 | cut -c 1-16)
	tools_image=$cache/tools-$sum.img
	[ ! -s "$tools_image" ] || return 0
	mkdir -p "$cache"
	folder=$(mktemp -d) || exit 125
	mkdir "$folder/bin" "$folder/lib"
	echo "$files" | while read -r from to; do
		cp "$from" "$folder/$to" || exit
	done || die "cannot gather the guest's tools (is the disk full?)"
	kib=$(($(du -sk "$folder" | cut -f 1) * 5 / 4 + 8192))
	mkfs.ext4 -q -F -O '^has_journal' -L tools -d "$folder" "$tools_image.$$" "${kib}k" >/dev/null ||
		die "cannot make the image of the guest's tools"
	rm -rf "$folder"
	mv "$tools_image.$$" "$tools_image"
}
