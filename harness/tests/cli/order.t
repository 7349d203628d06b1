#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tests the order of measuring: as listed, or random with a seed that is kept.
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

recording marks svm 60
sed 's/ 5eed0001 / 0badcafe /' marks-svm >anew
tiny_workloads
names='cpu/one1 cpu/one2 cpu/one3 cpu/one4 cpu/one5 cpu/one6 '
for n in 1 2 3 4 5 6; do
	cp w/cpu/one.stress w/cpu/one$n.stress
done
{ echo '# exitbench: title = six'; echo "$names" | tr ' ' '\n'; } >w/six.suite
result=results/latest/result.json

# planned ORDER: $order becomes the names in that order, by a dry run
planned() {
	run run --workloads w six -n --format csv --columns workload --order "$1"
	order=$(tail -n +2 out | tr '\n' ' ')
}

planned listed
ok 'listed is as listed' test "$order" = "$names"
planned random:1
one=$order
ends 'a dry run at random' 0
ok 'a dry run tells the order' grep -qx 'order: random:1' err
ok 'another order' test "$one" != "$names"
ok 'of the same workloads' test "$(echo "$one" | tr ' ' '\n' | sort | tr -d '\n')" = \
	"$(echo "$names" | tr -d ' ')"
planned random:1
ok 'the same seed, the same order' test "$order" = "$one"
planned random:2
ok 'another seed, another order' test "$order" != "$one"
planned random
drawn=$order
seed=$(sed -n 's/^order: random://p' err)
ok 'a seed of chance is told' test -n "$seed"
planned "random:$seed"
ok 'and gives that order again' test "$order" = "$drawn"

run run --counters replay:marks-svm --workloads w --idle 0 -r 1 -w 0 six --order random:1 --format csv
ends 'a run at random' 0
ok 'that is the order of measuring' test "$(grep -o '^cpu/[^,]*' out | tr '\n' ' ')" = "$one"
ok 'the seed is kept' jq -e '.order == "random:1"' "$result"
run show
prints 'the seed is shown' 'Order of measuring: random:1.'
jq '.complete = false | del(.workloads[2:])' "$result" >cut.json
cp cut.json "$result"
resume() {
	run run --counters replay:anew --workloads w -w 0 --resume latest "$@"
}
resume --order random:2
ends 'resume in another order' 2 "--order differs: 'random:1' then, 'random:2' now"
resume --format csv
ends 'resume' 0
ok 'it goes on in the order of the plan' test "$(grep -o '^cpu/[^,]*' out | tr '\n' ' ')" = "$one"
ok 'the seed is still there' jq -e '.order == "random:1"' "$result"
cp cut.json "$result"
resume --order random:1 --format csv
ends 'resume with the same said again' 0

run run --counters replay:marks-svm --workloads w --idle 0 -r 1 -w 0 cpu/one
ok 'listed is kept, too' jq -e '.order == "listed"' "$result"
ok 'and not shown' sh -c '! grep -q Order out'
run run --order sorted
ends 'no such order' 2 "--order: unknown order 'sorted'; choose listed, random or random:SEED"
run run --order random:x
ends 'no such seed' 2 "--order: a seed is a whole number from 0 to 4294967295, not 'x'"

finish
