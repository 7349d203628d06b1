# SPDX-License-Identifier: GPL-2.0-only
# Completion of exitbench's command line in bash. The program itself tells the words, which are
# names of folders and files too: nothing in them is expanded or run, now or when the line is
# entered.

# Sets words and quote from the line: bash makes words of the '=' in "--format=csv", of the ':' in
# "replay:file" and of what is behind them, and it leaves quotes and backslashes as they are.
_exitbench_words() {
	local behind= word

	for word in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
		quote=
		case $word in
		=) continue ;;
		\"*) quote='"' word=${word#?} word=${word%\"} word=${word//\\/} ;;
		"'"*) quote="'" word=${word#?} word=${word%"'"} ;;
		*) word=${word//\\/} ;;
		esac
		if [[ $behind || $word == :* ]] && (( ${#words[@]} )); then
			words[-1]+=$word
		else
			words+=("$word")
		fi
		[[ $word == *: ]] && behind=yes || behind=
	done
	[[ ${COMP_WORDS[COMP_CWORD]} != = ]] || words+=('')
}

# Adds a name to what is offered, written so that it means itself where it is put. A name that
# cannot be written so inside of the quotes that were opened is left out.
_exitbench_offer() {
	case $quote in
	'"') [[ $1 == *[\\\"\$\`!]* ]] || COMPREPLY+=("$1") ;;
	"'") [[ $1 == *"'"* ]] || COMPREPLY+=("$1") ;;
	*) COMPREPLY+=("$(printf %q "${1#"$before"}")") ;;
	esac
}

_exitbench() {
	local before= besides= line quote
	local -a words=()

	COMPREPLY=()
	_exitbench_words
	# Without quotes bash replaces what is behind the last ':' only.
	[[ $quote || $COMP_WORDBREAKS != *:* || ${words[-1]} != *:* ]] || before=${words[-1]%:*}:
	{
		IFS= read -r besides
		while IFS= read -r line; do
			_exitbench_offer "${line%%$'\t'*}"
		done
	} < <("${COMP_WORDS[0]}" completion words "${words[@]}" 2>/dev/null)
	case $besides in
	files) compopt -o default ;;
	folders) compopt -o dirnames ;;
	programs) compopt -o filenames && mapfile -t COMPREPLY < <(compgen -c -- "${words[-1]}") ;;
	*) [[ ${COMPREPLY-} != *[/:] ]] || compopt -o nospace ;;
	esac 2>/dev/null
}

complete -F _exitbench exitbench
