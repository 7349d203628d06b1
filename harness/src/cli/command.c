// SPDX-License-Identifier: GPL-2.0-only
#include "cli/command.h"

#include <string.h>

#include "base/near.h"

bool command_takes(const struct command *command, enum option_id id)
{
	for (const enum option_id *taken = command->options; *taken != OPTION_END; taken++)
		if (*taken == id)
			return true;
	return id == OPTION_HELP;
}

const char *command_default(const struct command *command, enum option_id id)
{
	for (const struct option_default *d = command->defaults; d->id != OPTION_END; d++)
		if (d->id == id)
			return d->value;
	return option_row(id)->initial;
}

static bool is_called(const struct command *command, const char *name)
{
	for (const char *const *alias = command->aliases; *alias; alias++)
		if (!strcmp(*alias, name))
			return true;
	return !strcmp(command->name, name);
}

const struct command *command_find(const struct command *const *commands, const char *name)
{
	for (; *commands; commands++)
		if (is_called(*commands, name))
			return *commands;
	return NULL;
}

int command_unknown(const struct command *const *commands, const char *name, struct error *err)
{
	struct suggestions suggestions = { .typed = name };

	for (; *commands; commands++)
		suggest(&suggestions, (*commands)->name);
	error_set(err, "unknown command '%s'; %s", name,
		  suggestions_text(&suggestions, "'exitbench help' lists the commands"));
	suggestions_free(&suggestions);
	return -1;
}
