#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tests what goes wrong in a run: it is reported clearly, and whatever was measured is kept.
# shellcheck disable=SC2016,SC2317 # scripts for other shells; functions that ok calls
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

recording native svm 60
tiny_workloads
run_tiny() {
	run run --counters replay:native-svm --workloads w --idle 0 -r 2 -w 0 "$@"
}
# tools NAME...: a folder for $PATH with these programs of the system's only
tools() {
	rm -rf tools
	mkdir tools
	for tool; do
		ln -s "$(command -v "$tool")" tools
	done
}

# Names, job files and suites
names() {
	run_tiny nonsense
	ends 'unknown workload' 2 "unknown workload or suite 'nonsense'" "'exitbench list'"
	run_tiny cpu/on
	ends 'nearly a workload' 2 "unknown workload or suite 'cpu/on'" "did you mean " "'cpu/one'"
	run_tiny tyni
	ends 'nearly a suite' 2 "did you mean 'tiny'"
	run_tiny
	ends 'no default suite' 2 "unknown workload or suite 'default'"
	run run --counters replay:native-svm --workloads nowhere
	ends 'no workloads' 2 "no workloads folder 'nowhere'"
	ok 'nothing was begun' test ! -e results

	# Job files and suites
	mkdir -p bad
	for line in 'titel = x' 'work = fast' 'class' 'needs = gpu'; do
		{ cat w/cpu/one.stress; echo "# exitbench: $line"; } >bad/job.stress
		run run --counters replay:native-svm --workloads bad job
		ends "bad header '$line'" 2 "in line 8 of 'bad/job.stress'"
	done
	rm bad/job.stress
	cp w/cpu/one.stress bad
	printf 'one\nother\n' >bad/all.suite
	run list --workloads bad
	ends 'suite of what is not there' 2 "'other'" 'all.suite'
}

# Tools that are missing
missing() {
	tools stress-ng
	with_path "$T/tools" run_tiny tiny
	ends 'one tool is missing: the suite goes on' 0
	ok 'its workload is skipped' has_state io/null skipped
	ok 'with the reason' message_has io/null "needs the program 'fio'; apt-get install fio"
	ok 'the other is measured' has_state cpu/one ok
	ok 'the reason is told at once' grep -Eq "^\[2/2\] io/null +skipped: needs the program 'fio'" err
	with_path "$T/tools" run_tiny io/null
	ends 'every tool is missing' 1 'nothing was measured: every workload was skipped'
	tools fio
	printf '#!/nonexistent\n' >tools/stress-ng
	chmod +x tools/stress-ng
	with_path "$T/tools" run_tiny tiny
	ends 'a tool that cannot be run' 1 "1 of 2 workloads failed, 'cpu/one' first"
	ok 'its workload is failed' message_has cpu/one "stress-ng': cannot run the program"
	ok 'the suite goes on' has_state io/null ok
}

# Tools that fail
failing() {
	mkdir -p w/fail
	sed 's/^cpu 1/no-such-option 1/' w/cpu/one.stress >w/fail/option.stress
	run_tiny fail/option cpu/one
	ends 'a tool that fails' 1 "'fail/option' first" "output is in 'results/"
	ok 'it is failed' has_state fail/option failed
	ok 'with its status' message_has fail/option 'repeat 1: exited with status'
	ok 'its output is kept' grep -q no-such-option results/latest/raw/fail/option/repeat-1.out
	ok 'the suite goes on to what comes after' has_state cpu/one ok
	run show latest fail/option
	ends 'show what failed' 0

	each_fails stress-ng io/null <<'ROWS'
killed@kill -9 $$@killed by signal 9 (Killed)
a crash@echo "Killed by test"; kill -SEGV $$@killed by signal 11
no report@exit 0@no report: stress-ng wrote no
garbage@echo "garbage: [" >"$report"@no metrics
no metrics@printf "metrics: []\n...\n" >"$report"@no metrics
no work@printf "metrics:\n  - stressor: cpu\n    bogo-ops: 0\n...\n" >"$report"@none of its work was done
noise@head -c 65536 /dev/urandom >"$report"@no metrics
ROWS
	message_has rows/7 raw
	ok 'the complaint names a file that is there' sh -c \
		"test -f \"\$(sed -n \"s/.*'\\([^']*raw[^']*\\)'.*/\\1/p\" message)\""

	# A flood of output is cut, with a word about it.
	fake 'head -c 20000000 /dev/zero | tr "\0" x'
	with_path "$T/fakes:$PATH" run_tiny cpu/one -r 1
	ends 'tool that says too much' 1
	output=results/latest/raw/cpu/one/repeat-1.out
	ok 'its output is cut' test "$(wc -c <"$output")" -lt 16800000
	ok 'and says so' sh -c "tail -n 1 $output | grep -qx '\[cut here: the output is longer\]'"
}

# Time limit: also of one that does not listen
time_limit() {
	fake "pwd >$T/place; trap '' TERM; sleep 60 & while :; do wait; done"
	before=$(date +%s)
	with_path "$T/fakes:$PATH" run_tiny cpu/one -r 1 --timeout 0.5
	ends 'time limit' 1
	ok 'time limit: said' message_has cpu/one 'repeat 1: ended at the time limit of 0.5 s'
	ok 'time limit: kept' test $(($(date +%s) - before)) -lt 30
	ok 'its scratch folder is gone' test ! -e "$(cat place)"
}

# interrupted SIGNAL: in the middle of a suite
interrupted() {
	signal=$1
	env --default-signal="$signal" "$EXITBENCH" run --counters replay:native-svm --workloads w --idle 0 \
		-r 3 -w 0 --format csv cpu/one cpu/long io/null </dev/null >out 2>err &
	pid=$!
	wait_for_tool '^\[2/3\] cpu/long  *repeat 1'
	place=$(readlink "/proc/$tool/cwd")
	kill -"$signal" "$pid"
	status=0
	wait "$pid" || status=$?
	ends "SIG$signal" 2 "interrupted; what was measured is kept in 'results/"
	ok "SIG$signal: the result is incomplete" jq -e '.complete == false' results/latest/result.json
	ok "SIG$signal: what was done is kept" jq -e \
		'.workloads[0] | .state == "ok" and (.repeats | length) >= 3' results/latest/result.json
	ok "SIG$signal: what was cut is marked" has_state cpu/long incomplete
	ok "SIG$signal: says how far it came" message_has cpu/long 'interrupted after 0 of 3 repeats'
	ok "SIG$signal: what was not begun is not there" test -z "$(state io/null)"
	ok "SIG$signal: the table is shown" has_three cpu/one
	run list results --format csv
	ok "SIG$signal: the list says so" grep -q ',2,incomplete,,$' out
	run show
	ends "SIG$signal: the result can be shown" 0
	prints "SIG$signal: and is called incomplete" 'Incomplete: '
	ok "SIG$signal: the tool is gone" test ! -e "/proc/$tool"
	ok "SIG$signal: the scratch folder is gone" test ! -e "$place"
}

interrupt() {
	interrupted INT
}

terminate() {
	interrupted TERM
}

# Results that cannot be kept
kept() {
	: >file
	for place in file file/below /proc/none ''; do
		run_tiny cpu/one --results "$place"
		ends "results in '$place'" 2 'cannot keep results; choose another folder with --results'
	done
	rm -rf kept
	mkdir kept
	if [ "$(id -u)" -eq 0 ]; then
		skip 1 'root may write everywhere'
	else
		chmod a-w kept
		run_tiny cpu/one --results kept
		ends 'results in a folder of others' 2 'cannot keep results' 'Permission denied'
	fi
}

# in_small SIZE COMMAND...: with a file system of that size in place of the folder kept
in_small() {
	size=$1
	shift
	user=
	[ "$(id -u)" -eq 0 ] || user='--user --map-root-user'
	# shellcheck disable=SC2016,SC2086 # the inner shell's; none or two options
	unshare $user --mount sh -c 'mount -t tmpfs -o size=$0 none kept && exec "$@"' "$size" "$@"
}
small_disk() {
	mkdir kept
	if in_small 1m true 2>/dev/null; then
		status=0
		in_small 1m "$EXITBENCH" run --counters replay:native-svm --workloads w --idle 0 --results kept cpu/one \
			>out 2>err || status=$?
		ends 'results on a small disk' 2 "only 1024 KiB are free in 'kept'" 'make room'
		# The disk gets full while the second workload runs; what came before is on it.
		cat >fill <<-'END'
			#!/bin/sh
			status=0
			"$@" || status=$?
			rm kept/filler
			cp -r kept/2* saved
			exit $status
		END
		chmod +x fill
		fake "cat /dev/zero >$T/kept/filler 2>/dev/null; exit 1"
		status=0
		with_path "$T/fakes:$PATH" in_small 20m ./fill "$EXITBENCH" run --counters replay:native-svm \
			--workloads w --idle 0 --results kept -r 1 -w 0 io/null cpu/one >out 2>err || status=$?
		ends 'results on a disk that gets full' 2 'the run ended early' 'No space left'
		run show saved --format csv
		ends 'what was kept can be shown' 0
		prints 'what was kept is what came before' io/null,ok,1,
	else
		skip 4 'this user may not mount a file system'
	fi
}

# Damaged results
damaged() {
	mkdir -p results/2000-01-01T000000Z
	head -c 3000 "$fixtures/results/base/result.json" >results/2000-01-01T000000Z/result.json
	mkdir results/2000-01-02T000000Z
	jq '.complete = false' "$fixtures/results/base/result.json" >results/2000-01-02T000000Z/result.json
	for command in show 'compare 2000-01-01T000000Z' report; do
		# shellcheck disable=SC2086 # a command and its first argument
		case $command in
		report) run report 2000-01-01T000000Z ;;
		*) run $command 2000-01-01T000000Z ;;
		esac
		ends "truncated result: $command" 2 \
			"damaged result: 'results/2000-01-01T000000Z/result.json' line" 'raw/'
		silent "truncated result: $command prints nothing"
	done
	run list results
	ends 'truncated result: the list goes on' 0
	prints 'truncated result: the list names it' 2000-01-01T000000Z 'damaged result' incomplete
	run list results --format json
	ok 'truncated result: in data its error is a column of its own' jq -e '.rows[] |
		select(.result == "2000-01-01T000000Z") | .suite == null and
		(.error | startswith("damaged result"))' out
	ok 'truncated result: the others have none' jq -e '.rows[] |
		select(.result != "2000-01-01T000000Z") | .suite and .error == null' out
	run show nonsense
	ends 'unknown result' 2 "no result 'nonsense' here or in 'results'" 'exitbench list results'
	run list results --results nowhere --format csv
	ends 'no results at all' 0
	ok 'no results at all: only the header' test "$(wc -l <out)" -eq 1
	: >file
	run list results --results file
	ends 'results that are a file' 2 "cannot list 'file'"
}

for part in names missing failing time_limit interrupt terminate kept small_disk damaged; do
	part "$part"
done
join_parts

finish
