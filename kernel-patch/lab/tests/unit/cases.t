#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# cases.cfg as lib/cases.awk reads it: which cases are wanted, and what is said of a file that is
# wrong.
set -u
lab=$(cd "$(dirname "$0")/../.." && pwd) || exit 2
# shellcheck source=kernel-patch/lab/tests/unit/ends.sh
. "$lab/tests/unit/ends.sh"
top=$lab/../..
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 2

# read_cases VARIABLE=VALUE...: reads the file "cases" into out and err; sets $status
read_cases() {
	for setting; do
		set -- "$@" -v "$setting"
		shift
	done
	status=0
	awk -f "$lab/lib/cases.awk" -v vmms='bochs qemu' "$@" cases >out 2>err || status=$?
}

# wrong NAME LINE WORDS: the file on stdin is refused, by one complaint, which names this line and
# says this
wrong() {
	cat >cases
	read_cases
	refuses "lab: cases:$2: $3"
	ok "$1" $?
}

# refuses WORDS: nothing was read, and this was said
refuses() {
	[ "$status" -eq 1 ] && [ ! -s out ] && [ "$(cat err)" = "$1" ]
}

# prints LINE...: what was read is these rows, and nothing was said
prints() {
	printf '%s\n' "$@" | cmp -s - out && [ "$status" -eq 0 ] && [ ! -s err ]
}

echo 1..22
cat >cases <<'END'
# a comment
[plain]
when = test
vmm = qemu
cpus = 2
program = guest:a/b
seconds = 300

[all.given-1]
  when=all
kernel   =   patched-6.1
vmm = bochs:2
	# another one
cpus = 1
settings = exit_stats=user,.mitigations=auto
selftests = yes
program = here:c
seconds = 40
END
plain='plain patched qemu 2 - no 300 guest:a/b'
given='all.given-1 patched-6.1 bochs:2 1 exit_stats=user,.mitigations=auto yes 40 here:c'
read_cases
prints "$plain" "$given"
ok 'all cases, with what is usual where nothing is said' $?
read_cases when=test
prints "$plain"
ok 'those of "make test"' $?
read_cases vmm=bochs
prints "$given"
ok 'those on one VMM' $?
read_cases names='all.given-1 plain'
prints "$plain" "$given"
ok 'those that are named' $?
read_cases names='plain nosuch'
refuses "lab: no such case: 'nosuch' (see cases)"
ok 'a name that is none' $?

good='when = test
vmm = qemu
cpus = 2
program = guest:a
seconds = 3'
wrong 'an unknown key' 7 "case 'a' has an unknown key: 'cpu'" <<END
[a]
$good
cpu = 2
END
wrong 'a key that is missing, in the last case' 1 "case 'a' has no 'seconds'" <<END
[a]
when = test
vmm = qemu
cpus = 2
program = guest:a
END
wrong 'a key that is missing, in another case' 2 "case 'a' has no 'when'" <<END

[a]
vmm = qemu
cpus = 2
program = guest:a
seconds = 3
[b]
$good
END
wrong 'a name twice' 7 "case 'a' is there already, in line 1" <<END
[a]
$good
[a]
$good
END
wrong 'a key twice' 7 "case 'a' has 'cpus' twice" <<END
[a]
$good
cpus = 2
END
wrong 'a key before any case' 1 "a key before the first case: 'cpus'" <<END
cpus = 2
[a]
$good
END
wrong 'a line that is neither' 7 "neither '[name]' nor 'key = value': 'cpus 3'" <<END
[a]
$good
cpus 3
END
wrong 'a name that is none' 1 "not a name of a case: 'a b'" <<END
[a b]
$good
END
# replace KEY VALUE: such a case with another value
replace() {
	echo '[a]'
	echo "$good" | sed "s/^$1 = .*/$1 = $2/"
}
replace when never >changed
wrong 'a wrong time' 2 "case 'a' has a wrong 'when': 'never'" <changed
replace vmm qemux >changed
wrong 'a VMM that is none' 3 "case 'a' has a wrong 'vmm': 'qemux'" <changed
replace cpus 0 >changed
wrong 'no vCPU' 4 "case 'a' has a wrong 'cpus': '0'" <changed
replace program a >changed
wrong 'a program without its place' 5 "case 'a' has a wrong 'program': 'a'" <changed
replace seconds '' >changed
wrong 'a value that is empty' 6 "case 'a' has a wrong 'seconds': ''" <changed
{ replace cpus x; echo 'x = 1'; } >cases
read_cases
test "$(wc -l <err)" -eq 2
ok 'every line that is wrong is named' $?

cp "$lab/cases.cfg" cases
read_cases
[ "$status" -eq 0 ] && [ "$(wc -l <out)" -gt 30 ]
ok 'the cases that there are' $?
while read -r _ _ _ _ _ _ _ program; do
	[ -x "$top/${program#*:}" ] || echo "no program '$program'"
done <out >missing
[ ! -s missing ] || cat missing >err
[ ! -s missing ]
ok 'their programs are there' $?
"$lab/lab" test nosuch >out 2>err
[ $? -eq 125 ] && grep -q "no such case: 'nosuch'" err
ok 'lab test says so, too' $?
