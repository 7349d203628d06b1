# SPDX-License-Identifier: GPL-2.0-only
# Completion of exitbench's command line in bash. The program itself tells the words, which are
# names of folders and files too: nothing in them is expanded or run, now or when the line is
# entered.

_exitbench() {
	local besides= line word
	local -a words=()

	COMPREPLY=()
	# Bash makes words of the '=' in "--format=csv" and of what is behind it.
	for word in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
		[[ $word == = ]] || words+=("${word//\\/}")
	done
	[[ ${COMP_WORDS[COMP_CWORD]} != = ]] || words+=('')
	{
		IFS= read -r besides
		while IFS= read -r line; do
			COMPREPLY+=("$(printf %q "${line%%$'\t'*}")")
		done
	} < <("${COMP_WORDS[0]}" completion words "${words[@]}" 2>/dev/null)
	case $besides in
	files) compopt -o default ;;
	folders) compopt -o dirnames ;;
	programs) compopt -o filenames && mapfile -t COMPREPLY < <(compgen -c -- "${words[-1]}") ;;
	*) [[ ${COMPREPLY-} != */ ]] || compopt -o nospace ;;
	esac 2>/dev/null
}

complete -F _exitbench exitbench
