#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tests the installed program where nothing else is installed than what its package depends on: all that needs no
# other program works, and the rest says which package to install.
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/../cli/lib.sh"

for tool in gnuplot stress-ng fio; do
	ok "$tool is not here" sh -c "! command -v $tool"
done
run version
ends 'it runs' 0
run help
same 'its help' help.txt
run list workloads --format csv --columns workload
ends 'it finds its workloads' 0
prints 'it finds its own' probes/cpuid idle/sleep
run list suites
prints 'and its suites' quick default
run run -n quick
ends 'a plan' 0
prints 'the plan names the packages' 'apt-get install stress-ng' 'apt-get install fio'

recording marks svm 40
for words in probe snapshot 'stat -r 1 -w 0'; do
	# shellcheck disable=SC2086 # words of a command line
	case $words in
	stat*) run $words --counters replay:marks-svm -- true ;;
	*) run $words --counters replay:marks-svm ;;
	esac
	ends "${words%% *} reads counters" 0
done
run show "$top/results/reference/default-svm"
ends 'it shows a result' 0
run show "$fixtures/results/new"
same 'a result is shown as ever' show.table
run compare "$fixtures/results/base" "$fixtures/results/new"
same 'two are compared as ever' compare-few.table
run run --counters replay:marks-svm --idle 0 quick
ends 'a run without tools' 1 'every workload was skipped'
ok 'the run names the packages' grep -q 'skipped: .*apt-get install stress-ng' err
run report "$fixtures/results/new" --output drawn
ends 'a report' 2 "program 'gnuplot' not found; install the Debian package 'gnuplot-nox'"

finish
