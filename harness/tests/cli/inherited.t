#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tests what the program may find when it starts, such as ignored signals, closed descriptors and files that
# never end, and what tools leave behind.
# shellcheck disable=SC2016,SC2317 # scripts for other shells; functions that ok calls
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

recording native svm 20
tiny_workloads
result=results/latest/result.json
set -- run --counters replay:native-svm --workloads w --idle 0 -w 0 -r 1

# sh_run SCRIPT: a shell that starts the program as "$0" with its arguments
sh_run() {
	status=0
	script=$1
	shift
	sh -c "$script" "$EXITBENCH" "$@" </dev/null >out 2>err || status=$?
}

sh_run 'trap "" CHLD ALRM PIPE; exec "$0" "$@"' "$@" tiny
ends 'signals ignored by the parent' 0
ok 'signals ignored: how the tools ended is known' jq -e \
	'[.workloads[].repeats[] | .ok and .end == "exited" and .status == 0] == [true, true]' "$result"

for closed in '2>&-' '<&- 2>&-' '<&- >/dev/null 2>&-'; do
	sh_run "exec \"\$0\" \"\$@\" $closed" "$@" tiny
	ok "closed, $closed: status" test "$status" -eq 0
	ok "closed, $closed: both are ok" jq -e '[.workloads[].state] == ["ok", "ok"]' "$result"
	ok "closed, $closed: no talk in a report" sh -c \
		'! grep -r -e "^\[1/" -e "^exitbench: " results/latest/raw'
done
sh_run 'exec "$0" "$@" <&- >&-' "$@" tiny
ends 'closed standard output' 2 'cannot write to standard output: Bad file descriptor'
ok 'closed standard output: the result is kept all the same' jq -e \
	'.complete and ([.workloads[].state] == ["ok", "ok"])' "$result"
sh_run 'umask 777; exec "$0" "$@"' "$@" io/null
ends 'a mask that leaves no rights' 0

# Files that nobody ever writes to, and the signals that end what waits.
mkdir -p fifo
mkfifo fifo/result.json talk
for name in fifo fifo/result.json; do
	sh_run 'exec timeout 20 "$0" show "$1"' "$name"
	ends "$name instead of a result" 2 "not a file: 'fifo/result.json' is a FIFO"
done
sh_run 'exec timeout 20 "$0" probe --counters replay:talk'
ends 'a FIFO instead of a recording' 2 "not a file: 'talk' is a FIFO"
# It is the program, no longer what starts it, and it waits.
waits() {
	grep -q '^exitbench$' "/proc/$1/comm" && grep -q '^State:.S' "/proc/$1/status"
}
for signal in TERM INT HUP; do
	env --default-signal=INT,TERM,HUP "$EXITBENCH" probe --counters replay:native-svm --record talk \
		</dev/null >out 2>err &
	wait_for waits $!
	kill "-$signal" $!
	status=0
	wait $! 2>/dev/null || status=$?
	ok "$signal ends what waits outside of a measurement" test "$status" -gt 128
done

# A daemon of the tool must not work on in the windows that follow.
fake "setsid sleep 61 & echo \$! >'$T/daemon'; exec $(command -v stress-ng) \"\$@\""
with_path "$T/fakes:$PATH" run "$@" cpu/one
ends 'a daemon of the tool' 0
ok 'a daemon of the tool: it is in the result' jq -e \
	'.workloads[0].state == "ok" and .workloads[0].repeats[0].left == "sleep"' "$result"
prints 'a daemon of the tool: said' "cpu/one, repeat 1: 'sleep' outlived it, and was ended"
ok 'a daemon of the tool: it is gone' sh -c '! kill -0 "$(cat daemon)" 2>/dev/null'
run stat --counters replay:native-svm -- sh -c 'setsid sleep 62 >/dev/null & echo $! >daemon
	until grep -q sleep "/proc/$!/comm"; do :; done'
ends "a daemon of the user's command" 0
prints "a daemon of the user's command: said" "'sleep' outlived it, and was left alone"
ok "a daemon of the user's command: it is there" kill "$(cat daemon)"

# Where there can be no link "latest", the newest result is the latest.
mkdir nolinks nolinks/latest
run "$@" --results nolinks io/null
ends 'no link is possible' 0
ok 'no link is possible: a warning' grep -q "^warning: cannot point 'nolinks/latest' to the new result" err
run show --results nolinks --format csv
ends 'no link is possible: show' 0
prints 'no link is possible: show finds it' io/null,ok,1,

finish
