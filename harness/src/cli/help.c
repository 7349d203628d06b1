// SPDX-License-Identifier: GPL-2.0-only
#include "cli/help.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"

/* Where the texts behind the options begin, and how long a line of them may be. */
#define TEXT_COLUMN 28
#define TEXT_WIDTH 72

/* Writes a text, whose first line stands where the texts begin, and aligns further lines. */
static void help_text(const char *text, FILE *out)
{
	while (strlen(text) > TEXT_WIDTH) {
		size_t length = TEXT_WIDTH;

		while (length && text[length] != ' ')
			length--;
		if (!length)
			break;
		fprintf(out, "%.*s\n%*s", (int)length, text, TEXT_COLUMN, "");
		text += length + 1;
	}
	fprintf(out, "%s\n", text);
}

static void help_option(const struct command *command, enum option_id id, FILE *out)
{
	const struct option_row *row = option_row(id);
	const char *without = row->otherwise ? row->otherwise : command_default(command, id);
	_cleanup_free_ char *text = NULL;
	char left[40];

	snprintf(left, sizeof(left), "%s%c%s--%s%s%s", row->letter ? "-" : "",
		 row->letter ? row->letter : ' ', row->letter ? ", " : "   ", row->name,
		 row->argument ? " " : "", row->argument ? row->argument : "");
	text = without ? xasprintf("%s (default: %s)", row->summary, without) :
			 xstrdup(row->summary);
	fprintf(out, "  %-24s  ", left);
	help_text(text, out);
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
	fprintf(out, "\n'exitbench COMMAND --help' shows the options of a command.\n"
		     "Exit status: 0 yes, 1 no (nothing found, a workload failed, beyond the "
		     "limit), 2 trouble.\n");
}
