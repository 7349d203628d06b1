#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tests the example jobs that Debian ships with the tools: each is read as its tool reads it, or refused
# with the tool's reason. Those of fio are a package of their own, which is fetched but not installed.
# shellcheck disable=SC2317 # called by name
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

mkdir disk fetched
EXITBENCH_DISK=$T/disk
export EXITBENCH_DISK

fio_takes() {
	fio --showcmd "$1" >said 2>&1
}
# It ends well, too, where it knows no stressor of a job that it could run here.
stressng_takes() {
	stress-ng --job "$1" --dry-run >said 2>&1 && grep -q 'dispatching hogs: ' said
}
# look TOOL FILE: what the tool takes is taken, what it refuses is refused
look() {
	run run -n --workloads none --format csv --jobs "$2"
	if "$1_takes" "$2"; then
		ends "$2" 0
		ok "$2 is in the plan" grep -q '^user/' out
	else
		ends "$2, which its tool refuses" 2 "does not take '$2'"
	fi
}

n=0
for file in /usr/share/stress-ng/example-jobs/*.job; do
	test -f "$file" || continue
	n=$((n + 1))
	look stressng "$file"
done
test "$n" -gt 0 || skip 1 'the examples of stress-ng: no folder /usr/share/stress-ng/example-jobs'

if (cd fetched && apt-get download fio-examples && dpkg -x fio-examples*.deb .) >fetch 2>&1; then
	for file in fetched/usr/share/doc/fio/examples/*.fio; do
		look fio "$T/$file"
	done
else
	skip 1 "the examples of fio: their package cannot be fetched: $(tail -n 1 fetch)"
fi

finish
