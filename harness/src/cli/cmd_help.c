// SPDX-License-Identifier: GPL-2.0-only
#include "cli/help.h"

static int run_help(const struct options *options, struct error *err)
{
	const struct command *command;

	if (!options->n_args) {
		help_program(options->commands, stdout);
		return 0;
	}
	command = command_find(options->commands, options->args[0]);
	if (!command)
		return command_unknown(options->commands, options->args[0], err);
	help_command(command, stdout);
	return 0;
}

const struct command cmd_help = {
	.name = "help",
	.aliases = { "--help", "-h" },
	.arguments = "[COMMAND]",
	.summary = "Show the commands, or the options of one",
	.max_args = 1,
	.offers = { OFFER_COMMANDS },
	.run = run_help,
};
