#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A short run of every fuzz target, the same each time: what the stored inputs found once is not
# found again, and the targets work.
set -u
here=$(cd "$(dirname "$0")" && pwd) || exit 2
n=0
failures=0

# so_many TARGET RUNS: so that all targets take about as long
so_many() {
	n=$((n + 1))
	if tried=$("$here/fuzz" try "$2" "$1") && [ "${tried:-0}" -ge "$2" ]; then
		echo "ok $n - $1: $tried inputs"
	else
		failures=$((failures + 1))
		echo "not ok $n - $1: ${tried:-no} inputs, of $2"
	fi
}

for source in "$here"/*.c; do
	target=$(basename "$source" .c)
	case $target in
	result) so_many "$target" 300 ;;
	replay) so_many "$target" 1000 ;;
	*) so_many "$target" 2000 ;;
	esac
done
echo "1..$n"
exit "$failures"
