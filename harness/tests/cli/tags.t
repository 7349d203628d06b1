#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tests run --tag: a tag is shown wherever the result is.
# shellcheck disable=SC2016 # a variable of jq's
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

recording marks svm 60
tiny_workloads
result=results/latest/result.json

run run --counters replay:marks-svm --workloads w --idle 0 -r 2 -w 0 cpu/one --tag host=rome-07 \
	--tag 'note=two words, = <b>'
ends 'tags' 0
said='host=rome-07, note=two words, = <b>'
prints 'the table has them' "Tags: $said."
ok 'they are in the result' jq -e '.environment | ."tag.host" == "rome-07" and
	."tag.note" == "two words, = <b>"' "$result"
run show
prints 'show' "Tags: $said."
run show --format json
ok 'show: a note in JSON' jq -e --arg text "Tags: $said." '.notes | index($text)' out
run list results
prints 'list results' ' tags' "$said"
run list results --format csv
prints 'list results as CSV' 'result,suite,workloads,state,tags,error' ",complete,\"$said\""
run report --output drawn
ok 'report: in its heading, as text' grep -q \
	'<p>host=rome-07, note=two words, = &lt;b&gt;</p>' drawn/index.html
ok 'report: in its list of facts' grep -q '>tag.host</th><td>rome-07<' drawn/index.html

first=$(readlink results/latest)
run run --counters replay:marks-svm --workloads w --idle 0 -r 2 -w 0 cpu/one --tag host=milan-01
second=$(readlink results/latest)
run compare "$first" "$second"
prints 'compare: what differs' tag.host rome-07 milan-01 tag.note
run run --counters replay:marks-svm --workloads w --idle 0 -r 1 -w 0 cpu/one
ok 'no tags, no note' sh -c '! grep -q Tags: out'
ok 'no tags, no facts' jq -e '[.environment | keys[] | select(startswith("tag."))] == []' "$result"

# Resuming: those of the result, and no others.
ln -sfn "$first" results/latest
jq '.complete = false | .plan = ["cpu/one", "io/null"] | .suite = "cpu/one io/null"' \
	"$result" >cut.json
again() {
	cp cut.json "$result"
	run run --counters replay:marks-svm --workloads w --idle 0 --resume latest -w 0 "$@"
}
again
ends 'resume' 0
ok 'resume: the tags are as they were' jq -e '.complete and (.environment |
	[keys[] | select(startswith("tag."))] == ["tag.host", "tag.note"] and
	."tag.host" == "rome-07")' "$result"
again --tag host=rome-07 --tag 'note=two words, = <b>'
ends 'resume: the same said again' 0
again --tag host=rome-08 --tag 'note=two words, = <b>'
ends 'resume: another tag' 2 "cannot resume 'latest': tag.host differs: 'rome-07' then, 'rome-08' now"
again --tag host=rome-07
ends 'resume: a tag less' 2 "tag.note differs: 'two words, = <b>' then, '' now"

rm -rf results
for tag in '' = host =x 'a b=c' -x=y a/b=c; do
	run run --counters replay:marks-svm --workloads w --idle 0 cpu/one --tag "$tag"
	ends "bad tag '$tag'" 2 "--tag takes key=value with a key of letters" "not '$tag'"
done
run run --workloads w --idle 0 cpu/one --dry-run --tag host=
ends 'no value' 2 '--tag takes a value of 1 to 200 printable characters, as in host=rome-07'
run run --workloads w --idle 0 cpu/one --tag a=1 --tag b=1 --tag a=2
ends 'a key twice' 2 "--tag 'a=1' and 'a=2': one key twice; leave one out"
ok 'nothing was begun' test ! -e results

finish
