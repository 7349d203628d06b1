#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# How the lab comes to its relay: built once by the project's makefile, whatever the user's settings
# for that are, and anew when its source changes.
# shellcheck disable=SC2154 # relay is set by relay_build
set -u
origin=$(cd "$(dirname "$0")/../../../.." && pwd) || exit 2
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
top=$dir/top lab_dir=$dir/top/kernel-patch/lab cache=$dir/cache
mkdir -p "$top/kernel-patch" "$top/harness" && cp "$origin/Makefile" "$top/" &&
	cp "$origin"/harness/*.mk "$top/harness/" &&
	cp -R "$origin/kernel-patch/lab" "$top/kernel-patch/" && cd "$top" || exit 2
# shellcheck source=kernel-patch/lab/lib/common.sh
. "$lab_dir/lib/common.sh"
# shellcheck source=kernel-patch/lab/lib/machine.sh
. "$lab_dir/lib/machine.sh"
count=0

# ok NAME COMMAND...
ok() {
	count=$((count + 1))
	name=$1
	shift
	if "$@" >"$dir/out" 2>&1; then
		echo "ok $count - $name"
	else
		echo "not ok $count - $name"
		sed 's/^/# /' "$dir/out"
	fi
}

# The user's own settings for "make", which are not for this program.
export CFLAGS=-no-such-flag CC=no-such-compiler MAKEFLAGS=BUILD=/nowhere CI=true

echo 1..6
relay_build # not by ok(): it ends this program where it fails, and its message is for you
ok 'it is built' [ -x "$relay" ]
first=$relay
before=$(stat -c '%i %y' "$first")
is_static() {
	readelf -d "$first" && ! grep -q NEEDED "$dir/out"
}
ok 'it needs no library' is_static
is_alone() {
	"$first" ping /nowhere 0
	[ $? -eq 125 ]
}
ok 'it runs' is_alone
relay_build
ok 'it is built once' [ "$relay, $(stat -c '%i %y' "$relay")" = "$first, $before" ]
echo '/* another comment */' >>"$lab_dir/relay/clock.c"
relay_build
changed() {
	[ -x "$relay" ] && [ "$relay" != "$first" ]
}
ok 'a changed source makes another one' changed
echo 'this is no C' >>"$lab_dir/relay/clock.c"
refused() {
	(relay_build)
	[ $? -eq 125 ] && grep -q '^lab: cannot build the relay' "$dir/out"
}
ok 'a source that does not compile is told' refused
