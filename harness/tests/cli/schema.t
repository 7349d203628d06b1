#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tests the published JSON Schema: another program judges that results satisfy it, and exitbench refuses
# what that program refuses.
# shellcheck disable=SC2016 # a script for another shell
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

schema=$top/harness/src/store/result.schema.json
judge="$top/harness/tests/cli/judge-schema.py"
if ! python3 -c 'import jsonschema' 2>/dev/null; then
	skip 1 'python3-jsonschema is not installed'
	finish
fi

recording marks svm 40
tiny_workloads
run run --counters replay:marks-svm --workloads w --idle 0.1 -w 0 -r 2 tiny --tag a=b
ends 'a run' 0
ok 'what a run writes satisfies the schema' "$judge" "$schema" sound results/latest/result.json
fake 'exit 3'
with_path "$T/fakes:$PATH" run run --counters replay:marks-svm --workloads w --idle 0 -w 0 -r 1 tiny cpu/time
ends 'a run with a failure' 1
ok 'what a run with a failure writes does, too' "$judge" "$schema" sound results/latest/result.json
for kept in "$fixtures"/results/*/result.json "$top"/results/reference/*/result.json; do
	ok "a kept result does: ${kept#"$top"/}" "$judge" "$schema" sound "$kept"
	run show "$kept"
	ends "we read it: ${kept#"$top"/}" 0
done

# One change at a time, everywhere in a result: both judge alike.
mkdir damaged
ok 'damaged copies are made' "$judge" "$schema" damage "$fixtures/results/base/result.json" damaged
run list results --results damaged --format csv --columns result,error
ends 'all are read' 0
ok 'what it takes, no word of ours refuses by the schema' sh -c "! grep '^[0-9]*-sound,' out | grep \"at '/\""
ok 'what it refuses, we refuse' sh -c "! grep '^[0-9]*-unsound,' out |
	grep -v -e 'not a valid result' -e 'not a result' -e 'a result of version'"
ok 'there are many of both' sh -c \
	'[ $(grep -c -- -sound, out) -gt 100 ] && [ $(grep -c -- -unsound, out) -gt 500 ]'

finish
