// SPDX-License-Identifier: GPL-2.0-only
#include "cli/dispatch.h"

#include "cli/help.h"
#include "cli/parse.h"

int dispatch(const struct command *const *commands, int argc, char **argv, struct error *err)
{
	const struct command *command;
	struct options options;
	int rc;

	if (argc < 2)
		return error_set(err, "no command given; 'exitbench help' lists the commands");
	command = command_find(commands, argv[1]);
	if (!command)
		return command_unknown(commands, argv[1], err);
	rc = options_parse(command, argc - 1, argv + 1, &options, err);
	options.commands = commands;
	if (!rc && options.help)
		help_command(command, stdout);
	else if (!rc)
		rc = command->run(&options, err);
	options_free(&options);
	return rc;
}
