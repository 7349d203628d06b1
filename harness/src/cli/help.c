// SPDX-License-Identifier: GPL-2.0-only
#include "cli/help.h"

static void help_option(const struct command *command, enum option_id id, FILE *out)
{
	const struct option_row *row = option_row(id);
	const char *without = row->otherwise ? row->otherwise : command_default(command, id);
	char left[40];

	snprintf(left, sizeof(left), "%s%c%s--%s%s%s", row->letter ? "-" : "",
		 row->letter ? row->letter : ' ', row->letter ? ", " : "   ", row->name,
		 row->argument ? " " : "", row->argument ? row->argument : "");
	fprintf(out, "  %-24s  %s", left, row->summary);
	if (without)
		fprintf(out, " (default: %s)", without);
	fputc('\n', out);
}

void help_command(const struct command *command, FILE *out)
{
	fprintf(out, "usage: exitbench %s [OPTION...]%s%s\n\n%s.\n\n", command->name,
		*command->arguments ? " " : "", command->arguments, command->summary);
	if (command->details)
		fprintf(out, "%s\n\n", command->details);
	for (const enum option_id *id = command->options; *id != OPTION_END; id++)
		help_option(command, *id, out);
	help_option(command, OPTION_HELP, out);
}

void help_program(const struct command *const *commands, FILE *out)
{
	fprintf(out,
		"usage: exitbench COMMAND [OPTION...] [ARGUMENT...]\n\n"
		"Shows which VM exits a workload causes, and what they cost, from inside a KVM "
		"guest.\n\n");
	for (; *commands; commands++)
		fprintf(out, "  %-11s %s\n", (*commands)->name, (*commands)->summary);
	fprintf(out, "\n'exitbench COMMAND --help' tells the options of a command.\n"
		     "Exit status: 0 yes, 1 no (nothing found, a workload failed, beyond the "
		     "threshold), 2 trouble.\n");
}
