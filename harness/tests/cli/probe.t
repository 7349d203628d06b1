#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tests probe on processors and under hypervisors of every kind: fixtures/machines/*.cpuid are the machines,
# and *.probe beside them is what it has to print. UPDATE_GOLDEN=1 writes the latter anew.
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

machines=$fixtures/machines

# recording_of MACHINE: its recording, as long as probe's questions are: what a simulated host counts, and
# what the machine answers in all places that its file does not name.
recording_of() {
	cat "$1"
	sed -n 's/^# counters: //p' "$1" | while read -r host isa; do
		"$MAKE_RECORDING" "$host" "$isa" 0 |
			grep '^4ffff\|^# tsc'
	done
	awk '
	function answer(key) { if (!(key in seen)) print key " = " elsewhere }
	sub(/^# elsewhere: /, "") { elsewhere = $0; next }
	/^# counters: / { counted = 1 }
	/^[0-9a-f]/ { seen[$1 " " $2] }
	END {
		if (!elsewhere)
			exit
		for (i = 0; i < 256; i++)
			answer(sprintf("4000%02x00 00000000", i))
		if (counted)
			exit
		answer("4fffff00 00000000")
		answer("4fffff7f 00000000")
		answer("4ffffffc 00000000")
		answer("4fffffff 00000000")
		for (i = 0; i < 4; i++)
			answer(sprintf("4ffffff%s 000000%s", i % 2 ? "d" : "e", i < 2 ? "0a" : "72"))
	}' "$1"
}

for machine in "$machines"/*.cpuid; do
	name=$(basename "$machine" .cpuid)
	recording_of "$machine" >"$name"
	run probe --counters "replay:$name"
	{
		# a time is never the same twice, and a long one makes its column wider
		sed -e 's/, [0-9.]* us$/, N us/' -e 's/^\(--*  \)--*$/\1---/' out
		sed 's/^exitbench [0-9.]*: /exitbench: /' err
		echo "status $status"
	} >said
	[ -z "${UPDATE_GOLDEN:-}" ] || cp said "${machine%.cpuid}.probe"
	ok "$name" diff -u "${machine%.cpuid}.probe" said
	ok "$name: lines for a bug report fit into 80 columns" \
		sh -c '! grep -v "^exitbench: [a-z]" err | grep -q ".\{81\}"'
	ok "$name: its source is told" grep -q '^# Source: ' "$machine"
done
ok 'there are machines' test "$tests" -ge 90

finish
