# SPDX-License-Identifier: GPL-2.0-only
# Completion of exitbench's command line in fish. The program itself tells the words, which are
# names of folders and files too: nothing in them is expanded or run.

function __exitbench_words
	set -l before (commandline -opc)
	set -l word (commandline -ct)
	set -l program $before[1]
	set -l lines ($program completion words $before[2..-1] "$word" 2>/dev/null)

	if test (count $lines) -gt 1
		printf '%s\n' $lines[2..-1]
	end
	switch "$lines[1]"
		case files
			__fish_complete_path "$word"
		case folders
			__fish_complete_directories "$word"
		case programs
			complete -C "$word"
	end
end

complete -c exitbench -f -a '(__exitbench_words)'
