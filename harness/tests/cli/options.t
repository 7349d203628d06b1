#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tests that wrong options and arguments are reported before anything is done.
# shellcheck disable=SC2016 # scripts for other shells
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

# bad 'WORDS' TEXT...: the command line ends with 2, says the texts and prints nothing
bad() {
	words=$1
	shift
	# shellcheck disable=SC2086 # words of a command line
	run $words
	ends "$words" 2 "$@"
	silent "$words: prints nothing"
}

bad 'probe --frob' "unknown option '--frob'" "'exitbench probe --help'"
bad 'probe -x' "unknown option '-x'"
bad 'list -xyz' "unknown option '-x'"
bad 'compare -ax A B' "unknown option '-x'"
bad 'probe --repeat 3' "unknown option '--repeat'"
bad 'run --results' "option '--results' needs a value"
bad 'run -r' "option '-r' needs a value"
bad 'run --re 3' "unknown option '--re'"
bad 'probe now' "unexpected argument 'now'" 'usage: exitbench probe'
bad 'compare one' 'too few arguments' 'usage: exitbench compare [OPTION...] BASE[,...] NEW[,...]'
bad 'compare one two three' "unexpected argument 'three'"
bad 'stat' 'too few arguments'
bad 'stat --' 'too few arguments'
bad 'list nonsense' "cannot list 'nonsense'" 'workloads, suites, results, reasons-vmx'
bad 'list workloads suites' "unexpected argument 'suites'"

for value in 0 -1 1001 x 3x 0x3 '' ' 3' 1e2 99999999999999999999; do
	run run --repeat "$value"
	ends "run --repeat '$value'" 2 "--repeat takes a whole number from 1 to 1000, not '$value'"
done
for value in -1 x 1s '' nan inf 86401 1e999; do
	run run --duration "$value"
	ends "run --duration '$value'" 2 "--duration takes a number from 0 to 86400, not '$value'"
done
for value in 0 1e-10 0.0009 -1 0x10 nan 86401; do
	run run --timeout "$value"
	ends "run --timeout '$value'" 2 "--timeout takes a number from 0.001 to 86400, not '$value'"
done
for option in --duration --idle; do
	run run $option 1e-10
	ends "run $option 1e-10" 2 "$option '1e-10' is too short to measure; give 0.001 or more, or 0"
done
run run --warmup -1
ends 'run --warmup -1' 2 '--warmup takes a whole number from 0'
run compare --per week a b
ends 'compare --per week' 2 "--per takes one of op, second, both, not 'week'"
run compare --ignore-below=x a b
ends 'compare --ignore-below=x' 2 '--ignore-below takes a percentage such as 5%'
run compare --fail-above=x a b
ends 'compare --fail-above=x' 2 "--fail-above takes a percentage such as 5%, not 'x'"
run compare --fail-above 5 --metric pace a b
ends 'compare --metric pace' 2 "--metric takes one of exits/op, exits/s, ns/op, tax, not 'pace'"

bad 'probe --counters nonsense' "unknown counters 'nonsense'" 'replay:FILE'
bad 'probe --counters replay:' "no file in 'replay:'"
bad 'probe --counters replay:none' "cannot open 'none': No such file"
echo garbage >garbage
bad 'probe --counters replay:garbage' "'garbage' line 1"
bad 'list reasons-svm --format xml' "unknown format 'xml'; choose table, csv, json or markdown"
bad 'run --format xml' "unknown format 'xml'"
bad 'list reasons-vmx --format seeds' "unknown format 'seeds'"
bad 'stat --format xml -- touch touched' "unknown format 'xml'"
bad 'stat --columns reason,xyz -- touch touched' "no column 'xyz'; there are vcpu, reason, exits"
bad 'run --columns xyz' "no column 'xyz'; there are workload"
ok 'stat with a bad format does not run the command' test ! -e touched

# Options may follow arguments, but for `stat`, whose command has its own.
run list reasons-vmx --format csv
ends 'options after arguments' 0
prints 'options after arguments count' 'number,reason,kernel_name,class,meaning'
recording native svm 1
run stat --counters replay:native-svm sh -c 'echo "$1"' sh --format
ends "stat leaves its command's options alone" 0
prints "stat's command got its options" --format

finish
