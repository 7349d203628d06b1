#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The help: complete, on standard output, and the same for every way to ask.
# shellcheck disable=SC2016 # a script for another shell
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

commands='probe snapshot stat list run show compare report'

run help
ends 'help succeeds' 0
same 'help of the program' help.txt
cp out help.out
for way in --help -h; do
	run $way
	ok "'$way' is 'help'" cmp out help.out
done
listed=$(sed -n 's/^  \([a-z]*\)  .*/\1/p' help.out | tr '\n' ' ')
ok 'every command is listed' test "$listed" = "$commands "

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
manual=$top/harness/man/exitbench.1
sed 's/\\-/-/g' "$manual" >page
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
# complete WORD...: what the completion offers for the last word
complete_words() {
	bash -c '. "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _exitbench
		printf "%s\n" "${COMPREPLY[@]}"' "$top/harness/completion/exitbench.bash" \
		"$EXITBENCH" "$@" >out
}
complete_words s
ok 'completion of commands' test "$(tr '\n' ' ' <out)" = 'snapshot stat show '
complete_words run --re
ok 'completion of options' test "$(tr '\n' ' ' <out)" = '--repeat --resume --results --record '
complete_words show --format m
ok 'completion of formats' test "$(cat out)" = markdown
complete_words run --order r
ok 'completion of orders' test "$(tr '\n' ' ' <out)" = 'random random: '
complete_words run probes/
ok 'completion of workloads' grep -qx probes/cpuid out

for way in --version version; do
	run "$way"
	ends "$way succeeds" 0
	ok "$way names the version" grep -Eqx 'exitbench [0-9]+\.[0-9]+\.[0-9]+' out
done

run
ends 'no command' 2 'no command given' "'exitbench help'"
silent 'no command: nothing on standard output'
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
