#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# lab compare: which boots it makes, with which options and in which order; what it does about a boot that fails; and
# its status. The boots are made by a stand-in for the lab, the comparison by exitbench.
set -u
lab=$(cd "$(dirname "$0")/../.." && pwd) || exit 2
# shellcheck source=kernel-patch/lab/tests/unit/ends.sh
. "$lab/tests/unit/ends.sh"
top=$(cd "$lab/../.." && pwd) || exit 2
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 2

# A lab whose every boot leaves the same result, but for its time and its boot; it notes what it was asked for. It
# fails as often as the file "trouble" has lines.
cat >fake <<END
#!/bin/sh
echo "\$*" >>"$dir/asked"
work=\$3
if [ -s "$dir/trouble" ]; then
	status=\$(head -n 1 "$dir/trouble")
	sed -i 1d "$dir/trouble"
	echo "what went wrong"
	exit "\$status"
fi
mkdir "\$work/latest"
number=\$(wc -l <"$dir/asked")
sed "s/\"epoch\": [0-9]*/\"epoch\": \$number/; s/\"started\": \"2026/\"started\": \"200\$number/" \
	"$top/results/reference/default-svm/result.json" >"\$work/latest/result.json"
END
chmod +x fake

# compare WORD...: the study with the stand-in; sets $status
compare() {
	: >asked
	status=0
	LAB=$dir/fake BOOTS=$boots SIDE_A='--set npt=1' SIDE_B='--set npt=0 --linux 6.1' FAIL_ABOVE=$above \
		"$lab/studies/compare" "$dir/to" "$@" >out 2>err || status=$?
}

# says WORDS: the lab itself refuses what it was asked, with 125, and says this
says() {
	[ "$status" -eq 125 ] && grep -qF "$1" err
}

try() {
	status=0
	"$lab/lab" compare "$@" >out 2>err || status=$?
}

echo 1..15
boots=2 above=
compare --cpus 4 -- /a/program run 'two words'
[ "$status" -eq 0 ]
ok "two equal sides are compared" $?
sed "s|$dir/||g" asked >got
tail='--work to/%s --timeout 7200 --silence 300 %s --cpus 4 -- /a/program run two words\n'
for boot in 'a-1:--set npt=1' 'b-1:--set npt=0 --linux 6.1' 'a-2:--set npt=1' 'b-2:--set npt=0 --linux 6.1'; do
	# shellcheck disable=SC2059 # the format is the same each time
	printf "exec $tail" "${boot%%:*}" "${boot#*:}"
done | cmp -s - got
ok "they are booted in turn, each with its own options before the common ones" $?
grep -q '^No verdict on 14 workloads: too few boots, 2 and 2;' out && [ -s to/comparison.md ]
ok "the verdict on the boots is shown and all rows are kept" $?
above=5%
compare -- program
[ "$status" -eq 2 ] && grep -q 'cannot be judged' err
ok "a gate that cannot judge says so by its status" $?
above=

echo 125 >trouble
compare -- program
[ "$status" -eq 0 ] && grep -q 'once more' err && [ "$(wc -l <asked)" -eq 5 ]
ok "a boot that fails is made once more" $?
printf '%s\n' 125 125 >trouble
compare -- program
[ "$status" -eq 125 ] && grep -q 'what went wrong' err && [ ! -e to/comparison.md ]
ok "one that fails twice ends it, and no earlier comparison is left" $?
: >trouble
echo 2 >trouble
compare -- program
[ "$status" -eq 2 ] && [ "$(wc -l <asked)" -eq 1 ]
ok "a run that cannot begin is not tried again" $?
: >trouble

try --a ''
says 'both sides are needed'
ok "one side alone is refused" $?
try --a '' --b '--set'
says "for '--b'"
ok "so is a side that is no option of the lab" $?
try --a 'npt=0' --b ''
says "not options of lab exec: 'npt=0' for '--a'"
ok "so is one that would be a command" $?
try --a '' --b '--patch /no/such.patch'
says "no such file: '/no/such.patch'"
ok "so is a patch that is not there" $?
try --a '' --b '--cpus 4' --boots 0
says 'a comparison needs a boot'
ok "so is a comparison without a boot" $?

# a QEMU that knows two flags
mkdir bin
cat >bin/qemu-system-x86_64 <<'END'
#!/bin/sh
printf '%s\n' 'x86 kvm64' '' 'Recognized CPUID flags:' '  kvm-pv-eoi kvmclock'
END
chmod +x bin/qemu-system-x86_64
PATH=$dir/bin:$PATH
try --a '' --b '--cpu-flags kvm-pv-eoi'
says "not flags of a CPU: 'kvm-pv-eoi' (--cpu-flags FLAG=off,FLAG=on)"
ok "so is a flag that is to be neither on nor off" $?
try --a '' --b '--cpu-flags kvmclock=off,kvm64=off'
says "no such flag of a CPU: 'kvm64'"
ok "so is one that QEMU does not have" $?
try --a '' --b '--cpu-flags kvm-pv-eoi=off,kvmclock=on' --boots 0
says 'a comparison needs a boot'
ok "those that it has are taken" $?
