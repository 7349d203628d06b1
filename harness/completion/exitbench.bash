# SPDX-License-Identifier: GPL-2.0-only
# Completion of exitbench's command line in bash. Commands and options are asked of the
# program, so that there is one table of them.

# _exitbench_offer WORD: offers the lines of standard input that begin with it. They are folders'
# and files' names: nothing in them is expanded or run, now or when the line is entered.
_exitbench_offer() {
	local line

	COMPREPLY=()
	while IFS= read -r line; do
		if [[ -n $line && $line == "$1"* ]]; then
			COMPREPLY+=("$(printf %q "$line")")
		fi
	done
}

# The first column of a CSV table without its heading. Names that are shown escaped are none.
_exitbench_names() {
	sed -e 1d -e '/\\x[0-9A-F][0-9A-F]/d' \
		-e '/^"/{s/^"//;s/"$//;s/""/"/g;}'
}

# What there is to choose from, a line each.
_exitbench_words() {
	local program=${COMP_WORDS[0]} word=${COMP_WORDS[COMP_CWORD]}
	local command=${COMP_WORDS[1]-} before=${COMP_WORDS[COMP_CWORD - 1]}

	if ((COMP_CWORD == 1)); then
		printf '%s\n' help version
		"$program" help | sed -n 's/^  \([a-z]*\)  .*/\1/p'
	elif [[ $word == -* ]]; then
		"$program" help "$command" |
			sed -n 's/^  \(-[a-zA-Z],\|   \) \(--[a-z-]*\).*/\2/p'
	elif [[ $before =~ ^(-f|--format)$ ]]; then
		printf '%s\n' table csv json markdown
	elif [[ $before == --counters ]]; then
		printf '%s\n' auto native course-a course-b course-c course-total replay: host:
	elif [[ $before == --order ]]; then
		printf '%s\n' listed random random:
	elif [[ ! $before =~ ^(-j|--jobs)$ ]]; then # there files, which are the default
		case $command in
		run) "$program" list --format csv --columns workload | _exitbench_names ;;
		show | compare | report)
			echo latest
			"$program" list results --format csv --columns result | _exitbench_names
			;;
		list) printf '%s\n' workloads suites results reasons-vmx reasons-svm ;;
		esac
	fi
}

_exitbench() {
	_exitbench_offer "${COMP_WORDS[COMP_CWORD]}" < <(_exitbench_words 2>/dev/null)
}

complete -o default -F _exitbench exitbench
