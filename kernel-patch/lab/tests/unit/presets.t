#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# presets.cfg: every preset can be made as it stands there. And lib/expect.awk: what is said of an outcome.
set -u
lab=$(cd "$(dirname "$0")/../.." && pwd) || exit 2
# shellcheck source=kernel-patch/lab/tests/unit/ends.sh
. "$lab/tests/unit/ends.sh"
top=$(cd "$lab/../.." && pwd) || exit 2
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 2
lab_dir=$lab
# shellcheck source=kernel-patch/lab/lib/common.sh
. "$lab/lib/common.sh"
# shellcheck source=kernel-patch/lab/lib/presets.sh
. "$lab/lib/presets.sh"

names=$(presets_list | cut -d ' ' -f 1)
# shellcheck disable=SC2086 # a list of words
set -- $names
echo "1..$(($# + 9))"

# can_be_made NAME: it has all keys, options that the lab knows, a workload that there is, and expects something of it
can_be_made() {
	for key in about source vmm a b workload expect; do
		preset_value "$1" "$key" >value || { echo "no '$key'"; return 1; }
	done
	"$lab/lab" compare --a "$(preset_value "$1" a)" --b "$(preset_value "$1" b)" --boots 0 2>&1 |
		grep 'a comparison needs a boot' || return 1
	[ -e "$lab/vmm/$(preset_value "$1" vmm).sh" ] || return 1
	workloads=$(preset_value "$1" workload)
	for workload in $workloads; do
		ls "$top/workloads/$workload".* || return 1
	done
	preset_value "$1" expect | tr ',' '\n' | while read -r of _ unit wanted rest; do
		case " $workloads " in *" $of "*) ;; *) exit 1 ;; esac
		[ "$unit" = exits/op ] && [ -z "$rest" ] || exit 1
		case $wanted in appears | vanishes | [0-9]*..[0-9]*) ;; *) exit 1 ;; esac
	done
}

for name; do
	can_be_made "$name" >out 2>&1
	ok "the preset $name can be made" $?
done
preset_value "$1" nothing >out
ok 'a key that it does not have' $((!$?))
preset_sides linux-6.1 linux-7.3 mitigations >out
cat >wanted <<'END'
side 1|qemu|--linux 6.1|probes/cpuid io/randread-4k
side 2|qemu||probes/cpuid io/randread-4k
side 3|qemu|--linux 7.3|probes/cpuid io/randread-4k
side 4|qemu|--set .mitigations=auto|probes/cpuid
preset linux-6.1|1|2
preset linux-7.3|2|3
preset mitigations|2|4
END
cmp out wanted
ok 'several presets share a side, and measure each workload there once' $?

cat >comparison.csv <<'END'
workload,reason,unit,base,new
w,total,exits/op,10,20
w,npf,exits/op,0,5
w,msr,exits/op,5,0.1
END
# expects EXPECT LINE...: what is said of it
expects() {
	awk -v expect="$1" -f "$lab/lib/expect.awk" comparison.csv >out
	shift
	printf '%s\n' "$@" | cmp -s - out
}
expects 'w total exits/op 1.5..3' 'yes: w total exits/op went from 10 to 20, 2 times, expected 1.5 to 3 times'
ok 'a ratio that was expected' $?
expects 'w total exits/op 3..4' 'no: w total exits/op went from 10 to 20, 2 times, expected 3 to 4 times'
ok 'a ratio that was not' $?
expects 'w npf exits/op appears, w msr exits/op vanishes' \
	'yes: w npf exits/op went from 0 to 5, expected that it appears' \
	'yes: w msr exits/op went from 5 to 0.1, expected that it vanishes'
ok 'what appears and what vanishes' $?
expects 'w total exits/op vanishes' 'no: w total exits/op went from 10 to 20, expected that it vanishes'
ok 'what does not vanish' $?
expects 'w npf exits/op 1..2' 'no: w npf exits/op went from 0 to 5, which has no ratio'
ok 'a ratio of nothing' $?
cat >comparison.csv <<'END'
workload,reason,unit,base,base_min,base_max,new,new_min,new_max
w,total,exits/op,10,9.5,11,20,20,20
END
expects 'w total exits/op 1.5..3' 'yes: w total exits/op went from 10 (9.5..11) to 20, 2 times, expected 1.5 to 3 times'
ok 'how far the boots lie apart' $?
expects 'v total exits/op 1..2' 'no: v total exits/op: not measured on both sides'
ok 'what was not measured' $?
