#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tests what only an installed program has: that man and the shells find what belongs to it.
# shellcheck disable=SC2016 # commands of other shells
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/../cli/lib.sh"

ok 'the program is an installed one' test -n "$installed"
run version
ok 'its version is that of its package' test "$(cat out)" = "exitbench $(dpkg-query -W -f '${Version}' exitbench)"
(cd "$installed/exitbench" && find workloads plot -type f) | LC_ALL=C sort >there
(cd "$top" && find workloads plot -type f ! -name '*.md') | LC_ALL=C sort >needed
ok 'every file of the checkout that it needs is there, and no other' diff there needed
ok 'man finds the manual' sh -c 'man -w exitbench | grep -qx "$0"' "$manual"
ok 'man shows it' sh -c 'man exitbench | grep -q "exitbench COMMAND"'
ok 'bash finds the completion' bash -c '. /usr/share/bash-completion/bash_completion
	_completion_loader exitbench; complete -p exitbench | grep -q _exitbench'
ok 'zsh finds the completion' zsh -f -c 'autoload -U compinit && compinit -D && [[ $_comps[exitbench] = _exitbench ]]'
ok 'fish finds the completion' sh -c 'HOME=$0 fish -c "complete -C \"exitbench sna\"" | grep -q ^snapshot' "$T"
ok 'the license is told' grep -q GPL-2 /usr/share/doc/exitbench/copyright

finish
