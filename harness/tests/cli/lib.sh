#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What the tests of this folder have in common: sourced, works in a scratch folder,
# prints TAP. EXITBENCH names the program under test, which may be an installed one, and MAKE_RECORDING the
# program that writes recordings for it.
# shellcheck disable=SC2016,SC2034,SC2154 # scripts for other shells; variables of those who source this
set -u

top=$(cd "$(dirname "$0")/../../.." && pwd) || exit 2
EXITBENCH=${EXITBENCH:-$top/build/gcc/exitbench}
case $EXITBENCH in /*) ;; *) EXITBENCH=$PWD/$EXITBENCH ;; esac
MAKE_RECORDING=${MAKE_RECORDING:-$(dirname "$EXITBENCH")/cli/make-recording}
golden=$top/harness/tests/cli/golden
fixtures=$top/harness/tests/fixtures
T=$(mktemp -d) || exit 2
trap 'rm -rf "$T"' EXIT
cd "$T" || exit 2

# A sanitizer's complaint must not look like a status of the program's own.
ASAN_OPTIONS=exitcode=99${ASAN_OPTIONS:+:$ASAN_OPTIONS}
LSAN_OPTIONS=exitcode=99${LSAN_OPTIONS:+:$LSAN_OPTIONS}
UBSAN_OPTIONS=exitcode=99${UBSAN_OPTIONS:+:$UBSAN_OPTIONS}
export ASAN_OPTIONS LSAN_OPTIONS UBSAN_OPTIONS
unset EXITBENCH_WORKLOADS EXITBENCH_DISK

tests=0
failures=0

# What belongs to the program: that of the checkout, or what was installed with it.
installed=$(dirname "$(dirname "$EXITBENCH")")/share
if [ -d "$installed/exitbench" ]; then
	workloads=$installed/exitbench/workloads
	manual=$installed/man/man1/exitbench.1
	[ -e "$manual" ] || manual=$manual.gz
else
	installed=
	workloads=$top/workloads
	manual=$top/harness/man/exitbench.1
fi

# completion SHELL: the file with it
completion() {
	case $1,$installed in
	*,) echo "$top/harness/completion/exitbench.$1" ;;
	bash,*) echo "$installed/bash-completion/completions/exitbench" ;;
	zsh,*) echo "$installed/zsh/vendor-completions/_exitbench" ;;
	fish,*) echo "$installed/fish/vendor_completions.d/exitbench.fish" ;;
	esac
}

# recording HOST ISA WINDOWS [FAULT]: writes the file HOST-ISA or HOST-ISA-FAULT
recording() {
	"$MAKE_RECORDING" "$@" >"$1-$2${4:+-$4}" || exit 2
}

# run ARGUMENT...: exitbench, its words in the files out and err, its end in $status
run() {
	status=0
	"$EXITBENCH" "$@" </dev/null >out 2>err || status=$?
}

# wait_for COMMAND...: until it succeeds, but no longer than a minute
wait_for() {
	for _ in $(seq 1200); do
		! "$@" 2>/dev/null || return 0
		sleep 0.05
	done
	echo "# waited in vain for: $*" >&2
	return 1
}

# wait_for_tool TEXT: until the run $pid has said TEXT, and the stress-ng that it runs is at work: then it
# has what it needs to heed a signal. $tool is its number.
wait_for_tool() {
	wait_for grep -q "$1" err && wait_for tool_works
}
tool_works() {
	tool=$(pgrep -P "$pid") && pgrep -P "$tool" >/dev/null
}

# gone PID: the process and its group, soon
gone() {
	wait_for has_gone "$1"
}
has_gone() {
	[ ! -e "/proc/$1" ] && ! pgrep -g "$1" >/dev/null
}

# with_path PATH COMMAND...: for this command alone
with_path() {
	path_before=$PATH
	PATH=$1
	shift
	"$@"
	set -- $?
	PATH=$path_before
	return "$1"
}

# ok NAME COMMAND...: the command succeeds
ok() {
	name=$1
	shift
	tests=$((tests + 1))
	if "$@" >check 2>&1; then
		printf 'ok %s - %s\n' "$tests" "$name"
		return 0
	fi
	failures=$((failures + 1))
	printf 'not ok %s - %s\n' "$tests" "$name"
	{
		echo "failed: $*"
		cat check
		echo "status: $status"
		echo 'standard error:'
		head -n 20 err
		echo 'standard output:'
		head -n 20 out
	} 2>/dev/null | sed 's/^/# /' >&2
	return 1
}

# ends NAME STATUS [TEXT...]: the last run ended so, and its complaint holds the texts.
ends() {
	what=$1
	expected=$2
	shift 2
	ok "$what" has_ended "$expected" "$@"
}

has_ended() {
	[ "$status" -eq "$1" ] || { echo "status is not $1"; return 1; }
	shift
	for text; do
		grep -Fq -e "$text" err || { echo "no '$text'"; return 1; }
	done
	# One sentence, after whatever told of progress.
	if [ "$status" -eq 1 ] || [ "$status" -eq 2 ]; then
		[ "$(grep -c '^exitbench: ' err)" -eq 1 ] || { echo 'not one complaint'; return 1; }
		tail -n 1 err | grep -q '^exitbench: [^A-Z]' || { echo 'not the last line'; return 1; }
	fi
	! grep -Eq 'runtime error|Sanitizer' err
}

# prints NAME TEXT...: standard output of the last run holds the texts
prints() {
	what=$1
	shift
	ok "$what" holds out "$@"
}

# has_three NAME...: out is CSV and says of each workload that it is ok with three repeats, or with four:
# on a busy machine one of them may stand out, and is measured once more.
has_three() {
	for name; do
		grep -Eq "^$name,ok,[34]," out || { echo "no '$name,ok,3,' in out"; return 1; }
	done
}

holds() {
	file=$1
	shift
	for text; do
		grep -Fq -e "$text" "$file" || { echo "no '$text' in $file"; return 1; }
	done
}

# silent NAME: nothing on standard output
silent() {
	ok "$1" test ! -s out
}

# same NAME FILE: standard output is that of the golden file
same() {
	if [ -n "${UPDATE_GOLDEN:-}" ]; then
		cp out "$golden/$2"
	fi
	ok "$1" diff -u "$golden/$2" out
}

# skip N REASON: in place of N tests
skip() {
	for _ in $(seq "$1"); do
		tests=$((tests + 1))
		echo "ok $tests - # SKIP $2"
	done
}

# A folder w with workloads that take next to no time: the suite tiny is cpu/one and io/null.
tiny_workloads() {
	mkdir -p w/cpu w/io
	cat >w/cpu/one.stress <<-'END'
		# exitbench: title = one operation
		# exitbench: class = cpu
		# exitbench: work = ops
		# exitbench: expects-svm = msr, interrupt
		# exitbench: why = for a test
		cpu 1
		cpu-ops 1
	END
	cat >w/cpu/time.stress <<-'END'
		# exitbench: title = a time
		# exitbench: class = cpu
		# exitbench: why = for a test
		timeout 2s
		cpu 1
	END
	sed 's/timeout 2s/timeout 60s/' w/cpu/time.stress >w/cpu/long.stress
	cat >w/io/null.fio <<-'END'
		# exitbench: title = no disk at all
		# exitbench: class = io
		# exitbench: work = ops
		# exitbench: why = for a test
		[null]
		ioengine=null
		rw=read
		size=1m
	END
	printf '# exitbench: title = for tests\ncpu/one\nio/null\n' >w/tiny.suite
}

# state WORKLOAD: what the last result says of it
state() {
	jq -r ".workloads[] | select(.name == \"$1\") | .state" results/latest/result.json
}
has_state() {
	[ "$(state "$1")" = "$2" ] || { echo "'$1' is '$(state "$1")'"; return 1; }
}
message_has() {
	jq -r ".workloads[] | select(.name == \"$1\") | .message" results/latest/result.json >message
	holds message "$2"
}

# fake SCRIPT: a stress-ng of our own, to fail in ways that the real one would not
fake() {
	rm -f fakes/stress-ng
	mkdir -p fakes
	printf '#!/bin/sh\n[ "$1" != --version ] || exec %s --version\n%s\n' \
		"$(command -v stress-ng)" "$1" >fakes/stress-ng
	chmod +x fakes/stress-ng
}

# each_fails TOOL LAST: in one run a workload for each line WHAT@SCRIPT@SAYS of the input, by a stress-ng
# or a fio (TOOL) that does what SCRIPT says, and the workload LAST, by the other tool. In SCRIPT "$report"
# is where the tool is to write. Every one of them fails and says so, the run goes on to the last one, and
# the result is sound.
each_fails() {
	rm -rf rows w/rows
	mkdir -p rows w/rows fakes
	case $1 in
	stress-ng) like=cpu/one.stress report='report=$5' ;;
	fio)
		like=io/null.fio
		report='while [ "$1" != --output ]; do [ $# -gt 1 ] || exit 0; shift; done; report=$2'
		;;
	esac
	rows=0
	names=
	while IFS='@' read -r what script says; do
		rows=$((rows + 1))
		cp "w/$like" "w/rows/$rows.${like##*.}"
		printf '%s\n' "$script" >"rows/$rows"
		printf '%s@%s@%s\n' "rows/$rows" "$what" "$says" >>rows/list
		names="$names rows/$rows"
	done
	cat >"fakes/$1" <<-END
		#!/bin/sh
		[ "\$1" != --version ] || exec $(command -v "$1") --version
		$report
		echo >>'$T/rows/begun'
		. "$T/rows/\$(wc -l <'$T/rows/begun')"
	END
	chmod +x "fakes/$1"
	# shellcheck disable=SC2086 # several names
	with_path "$T/fakes:$PATH" run run --counters replay:native-svm --workloads w --idle 0 -w 0 -r 1 \
		$names "$2"
	rm "fakes/$1"
	ends "$1, $rows that fail" 1 "$rows of $((rows + 1)) workloads failed, 'rows/1' first"
	while IFS='@' read -r row what says; do
		ok "$1, $what: failed" has_state "$row" failed
		ok "$1, $what: said" message_has "$row" "$says"
		ok "$1, $what: soon" jq -e --arg row "$row" '.workloads[] | select(.name == $row) |
			.repeats[0].wall_ns < 100e9' results/latest/result.json
		ok "$1, $what: not all is kept" test -z "$(find "results/latest/raw/$row" -size +40000k)"
	done <rows/list
	ok "$1: the suite goes on" has_state "$2" ok
	run show
	ends "$1: the result is sound" 0
}

# part FUNCTION: runs it beside the other parts, in a folder of its own with the same recordings and
# workloads.
part() {
	parts="${parts:-} $1"
	mkdir "$T/$1"
	find "$T" -maxdepth 1 ! -path "$T" -type f -exec cp {} "$T/$1" \;
	[ ! -d "$T/w" ] || cp -R "$T/w" "$T/$1"
	run_part "$1" >"$T/$1.said" 2>"$T/$1.complaints" &
}
run_part() {
	cd "$1" || exit 2
	T=$PWD
	tests=0
	failures=0
	"$1"
	echo '# the end'
}

# join_parts: waits for all parts, and says what they found in their order.
join_parts() {
	wait
	for one in $parts; do
		cat "$T/$one.complaints" >&2
		ok "$one: it comes to its end" grep -q '^# the end$' "$T/$one.said"
		awk -v n="$tests" '/^(not )?ok [0-9]/ { sub(/ok [0-9]+/, "ok " ++n) } { print }' "$T/$one.said"
		tests=$((tests + $(grep -Ec '^(not )?ok [0-9]' "$T/$one.said")))
		failures=$((failures + $(grep -c '^not ok' "$T/$one.said")))
	done
}

# The last line of every test: without it, one that ends early is taken for a failure.
finish() {
	echo "1..$tests"
	exit "$failures"
}
