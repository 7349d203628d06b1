#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Of tests that run side by side, one that talks on stderr and prints no result for long does not
# keep the next one from being started, and what it says there is not lost.
set -u
top=$(cd "$(dirname "$0")/../../../.." && pwd) || exit 2
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT

# Talks until the third test has begun, or gives up after 20 s.
cat >"$dir/talks.t" <<END
#!/bin/sh
echo 1..1
for i in \$(seq 100); do
	echo "still at it" >&2
	[ "\$i" -lt 5 ] || : >"$dir/talked"
	[ ! -e "$dir/third" ] || break
	sleep 0.2
done
[ -e "$dir/third" ] || printf 'not '
echo "ok 1 - the third test ran meanwhile"
END
# Makes room for the third test when the first one has talked for a second.
cat >"$dir/ends.t" <<END
#!/bin/sh
until [ -e "$dir/talked" ]; do sleep 0.1; done
echo 1..1
echo "ok 1 - a test that ends"
END
cat >"$dir/third.t" <<END
#!/bin/sh
: >"$dir/third"
echo 1..1
echo "ok 1 - the third test"
END
chmod +x "$dir"/*.t

echo 1..2
"$top/.ci/prove" -j2 "$dir/talks.t" "$dir/ends.t" "$dir/third.t" >"$dir/out" 2>"$dir/err" || {
	sed 's/^/# /' "$dir/out"
	printf 'not '
}
echo "ok 1 - the next test starts while another one talks"
grep -q 'still at it' "$dir/err" || printf 'not '
echo "ok 2 - what it says is passed on"
