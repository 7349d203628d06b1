#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tests which workloads are found to be like one, in results that never change.
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

full=$top/results/reference/full-svm
run like "$full" io/randread-4k --format json
ends 'the nearest of one result' 0
ok 'ten, the nearest first' jq -e '(.rows | length == 10) and ([.rows[].distance_percent] | . == sort) and
	.rows[0].workload == "io/randread-4k-buffered" and all(.rows[]; .workload != "io/randread-4k")' out
run like "$full" io/randread-4k --all --format json
ok 'all, and none beyond the bound' jq -e '(.rows | length > 50) and all(.rows[]; .distance_percent <= 100)' out
cp out all
run like "$full" probes/cpuid "$top/results/reference/default-svm" --format json
ok 'another result: the same workload is the nearest' jq -e '.rows[0].workload == "probes/cpuid"' out
run like "$top/results/reference/default-vmx" probes/cpuid "$full" --format json
ends 'the other vendor' 0
ok 'the other vendor: by classes' jq -e '.rows[0].workload == "probes/cpuid" and .rows[0].distance_percent < 20' out
cp -r "$fixtures/results" results
run like base probes/cpuid
same 'as a table' like.table

run like base nothing
ends 'a workload that is not there' 2 nothing
run like nowhere probes/cpuid
ends 'a result that is not there' 2 nowhere
run like base,new probes/cpuid
ends 'two results whose workload it could be' 2 "'base,new' are 2 results; name the one whose workload it is"
# of another guest that was started in the same second
jq '(.. | objects | select(has("epoch"))).epoch = 5' results/base/result.json >other.json
run like base probes/cpuid other.json --format json
ok 'the same workload of another guest is one that is known' jq -e '.rows[0] | .workload == "probes/cpuid" and
	.distance_percent == 0' out
run like base
ends 'no workload' 2 'like'

finish
