#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tests that the help is complete, on standard output, and the same for every way to ask for it.
# shellcheck disable=SC2016 # a script for another shell
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

run help
ends 'help succeeds' 0
same 'help of the program' help.txt
cp out help.out
for way in --help -h; do
	run $way
	ok "'$way' is 'help'" cmp out help.out
done
commands=$(sed -n 's/^  \([a-z]*\)  .*/\1/p' help.out | tr '\n' ' ')
for file in "$top"/harness/src/cli/cmd_*.c; do
	file=${file##*/cmd_}
	echo "${file%.c}"
done | sort >files
echo "$commands" | tr ' ' '\n' | sed '/^$/d' | sort >listed
ok 'every command that has a file is listed' cmp files listed

for command in $commands; do
	run "$command" --help
	ends "$command --help succeeds" 0
	same "help of '$command'" "help-$command.txt"
	ok "help of '$command' fits a terminal of 100 columns" test "$(wc -L <out)" -le 100
	cp out help.out
	run help "$command"
	ok "'help $command' is the same" cmp out help.out
	run "$command" -h
	ok "'$command -h' is the same" cmp out help.out
	# Also where the arguments are wrong.
	run "$command" --help a b c d
	ends "$command --help with arguments" 0
done

# The manual page names what the help names, and the completion asks the program.
zcat -f "$manual" | sed 's/\\-/-/g' >page
for command in $commands; do
	ok "the manual has '$command'" grep -Eq "^\.SS $command( |\$)" page
	run help "$command"
	options=$(sed -n 's/^  *\(-[a-zA-Z], \)*\(--[a-z-]*\).*/\2/p' out)
	for option in $options; do
		ok "the manual has '$option' of '$command'" grep -Eq "^\.BR .*$option( |\$)" page
	done
done
ok 'the manual has no other commands' test "$(grep -c '^\.SS' page)" -eq \
	"$(echo "$commands" | wc -w)"
if command -v man >/dev/null && command -v groff >/dev/null; then
	man --warnings -E UTF-8 -l "$manual" >/dev/null 2>warnings
	ok 'the manual is sound' test ! -s warnings
else
	skip 1 'man or groff is not installed'
fi
# offered WORD...: what completion offers for the last word, without its descriptions
offered() {
	run completion words "$@"
	sed -e 1d -e 's/\t.*//' out | tr '\n' ' ' >words
	cat words
}
ok 'completion of commands' test "$(offered s)" = 'snapshot stat show '
ok 'completion of options' test "$(offered run --re)" = '--repeat --resume --results --record '
ok 'completion of formats' test "$(offered show --format m)" = 'markdown '
ok 'completion of formats behind =' test "$(offered show --format=m)" = '--format=markdown '
ok 'completion of a format that only one command has' test "$(offered snapshot -f co)" = 'course '
ok 'completion of orders' test "$(offered run --order r)" = 'random random: '
ok 'completion of columns' test "$(offered list reasons-svm --columns n)" = 'number '
ok 'completion of more columns' test "$(offered list reasons-svm --columns=number,cl)" = \
	'--columns=number,class '
for words in 'run --columns' 'stat --columns' 'show --columns' 'show latest cpu --columns' \
	'snapshot --columns' 'compare --columns' 'compare --totals --columns' 'list results --columns'; do
	# shellcheck disable=SC2086 # words of a command line
	ok "completion of columns: $words" test -n "$(offered $words '')"
done
ok 'completion of lists' test "$(offered list r)" = 'results reasons-vmx reasons-svm '
ok 'completion of commands to be explained' test "$(offered help ru)" = 'run '
ok 'completion of shells' test "$(offered completion z)" = 'zsh '
offered run '' >/dev/null
ok 'completion of suites and workloads' holds words 'quick ' ' probes/cpuid '
run completion words run probes/cpuid
prints 'completion of a workload says what it is' "$(printf 'probes/cpuid\t')"
mkdir kept
cp -r "$top/results/reference/default-svm" kept/1-svm
cp -r "$top/results/reference/default-vmx" kept/1-vmx
ok 'completion of results' test "$(offered show --results kept '')" = 'latest 1-svm 1-vmx '
ok 'completion of more results' test "$(offered compare --results=kept 1-vmx 1-s)" = '1-svm '
ok 'completion of the workloads of a result' \
	test "$(offered show --results kept 1-svm probes/cp)" = 'probes/cpuid '
mkdir -p jobs/deeper
touch jobs/one.fio jobs/two.stress jobs/not.txt
ok 'completion of job files' test "$(offered run --jobs jobs/)" = \
	'jobs/deeper/ jobs/one.fio jobs/two.stress '
ok 'completion of more job files' test "$(offered run --jobs jobs/one.fio jobs/t)" = \
	'jobs/two.stress '
ok 'job files are offered after --jobs only' test -z "$(offered run jobs/t)"
for asked in 'files probe --record' 'folders report --output' 'programs stat' 'files stat ls' \
	'nothing run --repeat' 'nothing show'; do
	# shellcheck disable=SC2086 # words of a command line
	run completion words ${asked#* } ''
	ok "what a shell offers besides: $asked" test "$(head -n 1 out)" = "${asked%% *}"
done
for shell in bash zsh fish; do
	run completion $shell
	ok "the completion for $shell is the file" cmp out "$(completion $shell)"
done
run completion tcsh
ends 'another shell' 2 "no completion for the shell 'tcsh'; choose bash, zsh or fish"

for way in --version version; do
	run "$way"
	ends "$way succeeds" 0
	ok "$way names the version" grep -Eqx 'exitbench [0-9]+\.[0-9]+\.[0-9]+' out
done

run
ends 'no command' 2 'no command given' "'exitbench help'"
silent 'no command: nothing on standard output'
run shwo
ends 'a mistyped command' 2 "unknown command 'shwo'; did you mean 'show'?"
run show --fromat csv
ends 'a mistyped option' 2 "unknown option '--fromat'; did you mean '--format'?"
run frobnicate
ends 'unknown command' 2 "unknown command 'frobnicate'" "'exitbench help'"
run help frobnicate
ends 'help of an unknown command' 2 "unknown command 'frobnicate'"
run ''
ends 'empty command' 2 "unknown command ''"

"$EXITBENCH" help >/dev/full 2>err
status=$?
ends 'full disk under standard output' 2 'cannot write to standard output: No space left'

finish
