#compdef exitbench
# SPDX-License-Identifier: GPL-2.0-only
# Completion of exitbench's command line in zsh. The program itself tells the words, which are
# names of folders and files too: nothing in them is expanded or run.

_exitbench() {
	local besides line word
	local -a lines names shown folders

	lines=("${(@f)$("${(Q)words[1]}" completion words "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
	besides=${lines[1]}
	for line in "${(@)lines[2,-1]}"; do
		word=${line%%$'\t'*}
		if [[ $word == */ ]]; then
			folders+=("$word")
		else
			names+=("$word")
			shown+=("${line/$'\t'/  -- }")
		fi
	done
	(( $#names )) && compadd -l -d shown -a -- names
	(( $#folders )) && compadd -S '' -a -- folders
	case $besides in
	files) _files ;;
	folders) _files -/ ;;
	programs) _command_names -e ;;
	esac
	return 0
}

# Loaded from a folder of $fpath, this is the function's first call; sourced, it is a definition.
if [[ $funcstack[1] == _exitbench ]]; then
	_exitbench "$@"
else
	compdef _exitbench exitbench
fi
