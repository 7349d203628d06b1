#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The help: complete, on standard output, and the same for every way to ask.
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
	cp out help.out
	run help "$command"
	ok "'help $command' is the same" cmp out help.out
	run "$command" -h
	ok "'$command -h' is the same" cmp out help.out
	# Also where the arguments are wrong.
	run "$command" --help a b c d
	ends "$command --help with arguments" 0
done

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
