#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tests every number that show and compare print against other code (recompute.pl), which computes it from
# the raw counters: of all kept results, and of some that are made here.
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

recompute=$top/harness/tests/cli/recompute.pl
program=$EXITBENCH

# is_right LEAST VERB ARGUMENT...: so many values at least are compared, and all are the same
is_right() {
	least=$1
	shift
	status=0
	perl "$recompute" "$program" "$@" >out 2>err || status=$?
	values=$(sed -n 's/^\([0-9]*\) values compared$/\1/p' out)
	ok "$(echo "$*" | sed "s|$top/||g"): ${values:-no} values" all_same
}
# shellcheck disable=SC2317 # ok calls it
all_same() {
	[ "$status" -eq 0 ] && [ ! -s err ] || return 1
	[ "${values:-0}" -ge "$least" ] || { echo "fewer than $least values"; return 1; }
}

# A row of ten columns a workload, and tables of as many, each in two formats: at least.
least_of() {
	jq '[.workloads[] | select(.state == "ok")] | 2 * (10 + 10 * length)' "$1"
}

for file in "$top"/results/reference/*/result.json "$fixtures"/results/*/result.json; do
	result=${file%/result.json}
	is_right "$(least_of "$file")" show "$result"
	if jq -e '[.idle.windows[]?] | length > 0' "$file" >/dev/null; then
		is_right "$(least_of "$file")" show "$result" --net-idle
	fi
done
ok 'there were results' test "$tests" -ge 7

reference=$top/results/reference
is_right 1000 compare "$reference/default-svm" "$reference/full-svm" --all
is_right 500 compare "$reference/full-svm" "$reference/default-svm" --time --net-idle
is_right 500 compare "$reference/default-svm" "$reference/default-vmx" --per=op --all
is_right 500 compare "$reference/default-vmx" "$reference/default-svm" --per=second --all --net-idle
is_right 100 compare "$reference/default-svm" "$reference/full-svm" --totals --time
is_right 100 compare "$fixtures/results/base" "$fixtures/results/new"
# Seven repeats a side, so that there are verdicts of every kind.
"$top/harness/tests/cli/more-repeats" "$fixtures/results/base/result.json" 7 >base.json
"$top/harness/tests/cli/more-repeats" "$fixtures/results/new/result.json" 7 >new.json
is_right 300 compare base.json new.json
is_right 300 compare base.json new.json --all --time

# What the kept ones have not: single vCPUs, counters of 32 bits that wrap, live reading, repeats
# that are not sound, a number of repeats that depends on them.
tiny_workloads
made() {
	name=$1
	shift
	run run --workloads w -w 0 tiny --format csv "$@"
	mkdir -p "$name"
	cp results/latest/result.json "$name"
}
recording marks svm 60
recording marks vmx 20 intruder
recording course-b vmx 20 wrap
recording native svm 60
made vcpus --counters replay:marks-svm --per-vcpu -r 2 --idle 0.05
made intruder --counters replay:marks-vmx-intruder -r 3 --idle 0
made wrap --counters replay:course-b-vmx-wrap -r 2 --idle 0
made precise --counters replay:native-svm --repeat 6..8 --precision 60 --idle 0
ok 'one knows its vCPUs' jq -e '.workloads[0].repeats[0].before.vcpus | length > 1' vcpus/result.json
ok 'one has a repeat that does not count' jq -e '[.workloads[].repeats[].ok] | any and (all | not)' \
	intruder/result.json
ok 'one has counters that began anew' jq -e '[.workloads[].repeats[] |
	[.before, .after | .counters[] | select(.[0] == 12) | .[1]] | .[1] < .[0]] | any' wrap/result.json
is_right 100 show vcpus
is_right 100 show vcpus --per-vcpu
is_right 100 show vcpus --net-idle
is_right 100 show vcpus --per-vcpu --net-idle
is_right 60 show intruder
is_right 60 show wrap
is_right 60 show precise
is_right 40 compare vcpus intruder --all

# The check itself: one wrong digit is noticed, and so is a table that says less.
wrong() {
	printf '#!/bin/sh\n"%s" "$@" | sed "%s"\n' "$EXITBENCH" "$1" >wrong
	chmod +x wrong
	program=./wrong
	status=0
	perl "$recompute" "$program" show "$reference/default-svm" >out 2>err || status=$?
}
wrong 's/^\(cpu.int64,ok,3,11\)00/\101/'
ok 'a wrong digit is noticed' test "$status" -eq 1
prints 'and shown' 'show, csv, cpu/int64, exits_per_second: shown 1101.' 'computed 1100.' '1 of '
wrong '/^io.randread-4k/d'
ok 'a row that is missing is noticed' test "$status" -eq 1
prints 'and named' 'show, csv, row io/randread-4k'
wrong 's/^workload,state/workload,status/'
ok 'a column that has another name is noticed' test "$status" -eq 1

finish
