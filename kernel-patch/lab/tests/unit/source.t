#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# tools/get-source with an archive of the test's own, which it signs, in a folder: what is taken, what is
# refused, and that nothing but the right tarball is left behind. And what lab test says of a case whose
# kernel's source is not there.
set -u
lab=$(cd "$(dirname "$0")/../.." && pwd) || exit 2
# shellcheck source=kernel-patch/lab/tests/unit/ends.sh
. "$lab/tests/unit/ends.sh"
dir=$(mktemp -d) || exit 2
close() {
	GNUPGHOME=$dir/gpg gpgconf --kill gpg-agent 2>/dev/null
	rm -rf "$dir"
}
trap close EXIT
mkdir "$dir/kernel-patch" && cp -R "$lab" "$lab/../tools" "$dir/kernel-patch/" && cd "$dir" || exit 2
command -v gpg >/dev/null || { echo "1..0 # SKIP no program 'gpg' (apt-get install gnupg)"; exit 0; }
command -v apt-get >/dev/null || { echo "1..0 # SKIP no apt-get"; exit 0; }
export EXITBENCH_CACHE="$dir/cache" TMPDIR="$dir"
kept=$EXITBENCH_CACHE/lab/source/linux-source-9.9_9.9.1-1.tar.xz

# is NAME STATUS WORDS ARGUMENT...: get-source with these arguments ends so, and says this
is() {
	name=$1 wanted=$2 words=$3
	shift 3
	ends "$name" "$wanted" "$words" kernel-patch/tools/get-source "$@"
}

# that NAME: of the last command
that() {
	status=$?
	count=$((count + 1))
	[ "$status" -eq 0 ] || printf 'not '
	echo "ok $count - $1"
}

# base SHA256 [LINE...]: what the series for 9.9 is made for
base() {
	mkdir -p kernel-patch/linux-9.9
	{
		printf 'debian=9.9.1-1\nsha256=%s\n' "$1"
		shift
		[ $# -eq 0 ] || printf '%s\n' "$@"
	} >kernel-patch/linux-9.9/base
}

sum() {
	sha256sum <"$1" | cut -d ' ' -f 1
}

# The archive in the folder "archive": one package of one suite.
mkdir -p deb/DEBIAN deb/usr/src archive/pool gpg
chmod 700 gpg
echo 'a tarball' >deb/usr/src/linux-source-9.9.tar.xz
printf '%s\n' 'Package: linux-source-9.9' 'Version: 9.9.1-1' 'Architecture: all' \
	'Maintainer: nobody <nobody@example.org>' 'Description: a source' >deb/DEBIAN/control
dpkg-deb --root-owner-group --build deb archive/pool/source.deb >log 2>&1 || { cat log; exit 2; }
lists=main/binary-$(dpkg --print-architecture)
mkdir -p "archive/dists/test/$lists"
{
	cat deb/DEBIAN/control
	echo 'Filename: pool/source.deb'
	echo "Size: $(wc -c <archive/pool/source.deb)"
	echo "SHA256: $(sum archive/pool/source.deb)"
} >"archive/dists/test/$lists/Packages"
(cd archive/dists/test && {
	printf '%s\n' 'Suite: test' 'Codename: test' 'Components: main' 'Date: Thu, 01 Jan 2026 00:00:00 UTC'
	echo "Architectures: $(dpkg --print-architecture)"
	echo 'SHA256:'
	echo " $(sum "$lists/Packages") $(wc -c <"$lists/Packages") $lists/Packages"
} >Release)
export GNUPGHOME="$dir/gpg"
{
	gpg -q --batch --passphrase "" --quick-generate-key nobody rsa2048 sign never &&
		gpg -q --export nobody >keyring.gpg
} 2>log || { cat log; exit 2; }

# By the key of a person called nobody, which is in keyring.gpg.
sign() {
	gpg -q --batch --yes --clearsign -o archive/dists/test/InRelease archive/dists/test/Release
}

right=$(sum deb/usr/src/linux-source-9.9.tar.xz)
echo 1..15
is 'no version' 2 '^usage: \|: usage: '
is 'a version that is none' 2 "not a version of Linux: 'new'" new
is 'no series, no package' 1 "'linux-9.8/base' names no suite of Debian .*(apt-get install linux-source-9.8)" 9.8
base "$right" archive=debian suite=test
is 'only looked for' 1 'no kernel source: .*(kernel-patch/tools/get-source 9.9' -n 9.9
is 'no such mirror' 2 "cannot read 'test' of 'file:$dir/nowhere' (is the network there" -m "file:$dir/nowhere" 9.9
is 'an archive that nobody signed' 2 "cannot read 'test' of" -m "file:$dir/archive" -k "$dir/keyring.gpg" 9.9
sign
is 'one that others signed than Debian' 2 "cannot read 'test' of" -m "file:$dir/archive" 9.9
base 0000 archive=debian suite=test
is 'another tarball than base names' 1 "has the sha256 $right\$" -m "file:$dir/archive" -k "$dir/keyring.gpg" 9.9
[ -z "$(ls -A "$EXITBENCH_CACHE/lab/source")" ]
that 'nothing of all that is left'
base "$right" archive=debian suite=test
is 'the right one' 0 "^$kept\$" -m "file:$dir/archive" -k "$dir/keyring.gpg" 9.9
[ "$(ls -A "$EXITBENCH_CACHE/lab/source")" = "${kept##*/}" ] && cmp -s "$kept" deb/usr/src/linux-source-9.9.tar.xz
that 'it is all that is kept'
is 'it is there' 0 "^$kept\$" -n 9.9
is 'it is not downloaded again' 0 "^$kept\$" -m "file:$dir/nowhere" 9.9
sed -i 's/9\.9\.1-1/9.9.2-1/' kernel-patch/linux-9.9/base
is 'the archive has an older version' 1 "has no linux-source-9.9 9.9.2-1; it has 9.9.1-1\$" \
	-m "file:$dir/archive" -k "$dir/keyring.gpg" 9.9

printf '\n[newer]\nwhen = all\nkernel = patched-9.9\nvmm = qemu\ncpus = 1\nprogram = guest:a\nseconds = 1\n' \
	>>kernel-patch/lab/cases.cfg
kernel-patch/lab/lab test newer >out 2>err
[ $? -eq 77 ] &&
	grep -q '^ok 1 - newer # SKIP lab: no kernel source: .*(kernel-patch/tools/get-source 9.9, or where apt' out
that 'a case without its source is skipped, and says how to get it'
