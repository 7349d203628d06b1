# SPDX-License-Identifier: GPL-2.0-only
# Completion of exitbench's command line in bash. Commands and options are asked of the
# program, so that there is one table of them.

_exitbench() {
	local program=${COMP_WORDS[0]} word=${COMP_WORDS[COMP_CWORD]}
	local command=${COMP_WORDS[1]-} words=''

	if ((COMP_CWORD == 1)); then
		words="help version $("$program" help 2>/dev/null | sed -n 's/^  \([a-z]*\)  .*/\1/p')"
	elif [[ $word == -* ]]; then
		words=$("$program" help "$command" 2>/dev/null |
			sed -n 's/^  \(-[a-zA-Z],\|   \) \(--[a-z-]*\).*/\2/p')
	elif [[ ${COMP_WORDS[COMP_CWORD - 1]} =~ ^(-f|--format)$ ]]; then
		words='table csv json markdown'
	elif [[ ${COMP_WORDS[COMP_CWORD - 1]} == --order ]]; then
		words='listed random random:'
	elif [[ ${COMP_WORDS[COMP_CWORD - 1]} =~ ^(-j|--jobs)$ ]]; then
		words='' # files, which are the default
	else
		case $command in
		run) words=$("$program" list --format csv --columns workload 2>/dev/null | tail -n +2) ;;
		show | compare | report)
			words="latest $("$program" list results --format csv --columns result 2>/dev/null |
				tail -n +2)"
			;;
		list) words='workloads suites results reasons-vmx reasons-svm' ;;
		esac
	fi
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}

complete -o default -F _exitbench exitbench
