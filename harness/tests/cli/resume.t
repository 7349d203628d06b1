#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tests run --resume after an interrupt and after the guest's death.
# shellcheck disable=SC2016 # scripts for other shells
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

recording marks svm 60
# The guest that is started anew: the same host, other counters.
sed 's/ 5eed0001 / 0badcafe /' marks-svm >anew
tiny_workloads
result=results/latest/result.json

# begin: a run of three workloads that is ended in the second one
begin() {
	rm -rf results
	env --default-signal=INT "$EXITBENCH" run --counters replay:marks-svm --workloads w --idle 0 \
		-r 2 -w 0 cpu/one cpu/long io/null </dev/null >out 2>err &
	pid=$!
	wait_for_tool '^\[2/3\] cpu/long  *repeat 1'
	place=$(readlink "/proc/$tool/cwd")
	kill "-${1:-INT}" $pid
	wait $pid 2>/dev/null
	sed -i 's/timeout 60s/timeout 1s/' w/cpu/long.stress
}
again() {
	run run --counters replay:anew --workloads w --resume latest -w 0 "$@"
}

begin
ok 'a run that is interrupted says how to go on' grep -q -e '--resume continues it' err
run run --workloads w --resume latest --dry-run -w 0 --format csv
ends 'what resuming would run' 0
ok 'that is what is left' test "$(cut -d , -f 1,3 out | tr '\n' ' ')" = 'workload,runs cpu/long,yes io/null,yes '
ok 'with the repeats that there were' grep -q '^2 workloads, 2 repeats each, 0 warm-ups: about ' err
folder=$(readlink results/latest)
jq '.workloads[0]' "$result" >before.json
again --format csv
ends 'resume' 0
ok 'what was done is not done again' sh -c "! grep -q cpu/one err"
ok 'what was cut and what was not begun is' sh -c \
	"grep -q '^2 workloads, 2 repeats each' err && grep -q '^\[1/2\] cpu/long' err &&
	grep -q '^\[2/2\] io/null' err"
prints 'all is shown' cpu/one,ok,2, cpu/long,ok,2, io/null,ok,2,
ok 'the result is complete' jq -e '.complete and ([.workloads[].name] ==
	["cpu/one", "cpu/long", "io/null"]) and ([.workloads[].state] | all(. == "ok"))' "$result"
ok 'it is the same result' test "$(readlink results/latest)" = "$folder"
ok 'there is no other' test "$(find results -mindepth 1 -maxdepth 1 -type d | wc -l)" -eq 1
jq '.workloads[0]' "$result" >after.json
ok 'what was kept is as it was' cmp before.json after.json
ok 'each boot has its epoch' jq -e '([.boots[].epoch] == [1592590337, 195939070]) and
	([.workloads[].boot] == [0, 1, 1]) and .workloads[2].repeats[0].after.epoch == 195939070' \
	"$result"
run show
prints 'show tells that it was resumed' 'Resumed 1 time.'

again --format csv
ends 'resume what is complete' 0
ok 'it says so' grep -q "'latest' is complete, nothing is left to run" err
prints 'and shows it' cpu/one,ok,2,
ok 'and leaves it alone' jq -e '.boots | length == 2' "$result"

# The guest dies: nobody ends the run.
sed -i 's/timeout 1s/timeout 60s/' w/cpu/long.stress
begin KILL
kill -KILL "-$tool"
rm -rf "${place:?}"
ok 'latest is the result of a guest that died' jq -e '.complete == false' "$result"
ok 'what had ended is in it' jq -e '[.workloads[].name] == ["cpu/one"]' "$result"
again --format csv
ends 'resume after the death of the guest' 0
ok 'the result is complete then' jq -e '.complete and (.workloads | length == 3)' "$result"

# What must not differ. The options that are left out are as they were.
jq '.complete = false | del(.workloads[2])' "$result" >cut.json
cut() {
	cp cut.json "$result"
}
cut
again --repeat 3
ends 'other repeats' 2 "exitbench: cannot resume 'latest': --repeat differs: '2' then, '3' now; " \
	'start a new run'
again --duration 1
ends 'another duration' 2 "--duration differs: '0' then, '1' now"
again tiny
ends 'another suite' 2 "the suite differs: 'cpu/one cpu/long io/null' then, 'tiny' now"
jq '.environment.kernel = "Linux 1.0"' cut.json >"$result"
again
ends 'another environment' 2 "kernel differs: 'Linux 1.0' then, 'Linux "
cut
run run --counters replay:anew --workloads none --resume latest
ends 'no workloads folder' 2 "no workloads folder 'none'"
recording course-b svm 60
run run --counters replay:course-b-svm --workloads w --resume latest
ends 'another ABI' 2 "counters differs: 'native' then, 'course-b' now"
recording marks vmx 60
run run --counters replay:marks-vmx --workloads w --resume latest
ends 'another processor' 2 "cannot resume 'latest': cpu" " differs: '"
silent 'another processor: nothing is shown'
ok 'the result is as it was' cmp cut.json "$result"
again cpu/one cpu/long io/null --repeat 2
ends 'the same said again' 0

# A result of somebody else's making must not lead us out of its folder.
cp -r "$(readlink -f results/latest)" foreign
jq '.jobs = [{name: "../../x", path: "/tmp/x.fio", sha256: "00"}] | .plan = ["../../x"]' cut.json >foreign/result.json
run run --counters replay:anew --workloads w --resume foreign
ends 'a name that leads elsewhere' 2 "'../../x' is not a name of a workload"
ok 'a name that leads elsewhere: nothing is there' test ! -e x
cp cut.json foreign/result.json
rm -rf foreign/raw/io
mkdir elsewhere
ln -s ../../elsewhere foreign/raw/io
run run --counters replay:anew --workloads w -w 0 --resume foreign
ends 'a link that leads elsewhere' 2 "cannot resume 'foreign': a link in the result: 'foreign/raw/io'"
ok 'a link that leads elsewhere: nothing is there' sh -c '[ -z "$(ls elsewhere)" ]'

# Two at once: one goes on with it, the other one says so.
cut
flock results/latest -c "$EXITBENCH run --counters replay:anew --workloads w -w 0 --resume latest" </dev/null >out 2>err
status=$?
ends 'two at once' 2 "cannot resume 'latest': the result 'results/latest' is in use: another run writes to it"
ok 'two at once: the result is as it was' cmp cut.json "$result"
again
ends 'one after the other' 0

cp -r "$fixtures/results/base" old
jq '.complete = false' "$fixtures/results/base/result.json" >old/result.json
run run --counters replay:anew --workloads w --resume old
ends 'a result of version 1' 2 "cannot resume 'old': it does not say which workloads were left to run"
run run --counters replay:anew --workloads w --resume nonsense
ends 'no such result' 2 "no result 'nonsense'"

finish
