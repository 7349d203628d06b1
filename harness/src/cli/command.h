/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A command is a row: its name, its options and arguments, and its function. Each one is defined
 * in a file cmd_NAME.c and listed in commands.c; no other code knows a command by its name.
 */
#ifndef EXITBENCH_CLI_COMMAND_H
#define EXITBENCH_CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "cli/option.h"

struct table; /* render/table.h */

/* The value of an option if it is not given to this command. */
struct option_default {
	enum option_id id;
	const char *value;
};

struct command {
	const char *name;
	const char *aliases[3]; /* other ways to write it, such as "--help"; up to a NULL pointer */
	const char *arguments;  /* as shown in the help */
	const char *summary;
	const char *details; /* a paragraph for the command's own help; NULL: none */
	size_t min_args, max_args;
	bool runs_words;                   /* from its first argument on they are a command line */
	enum option_id options[OPTION_N];  /* that it takes, in the order of its help */
	struct option_default defaults[4]; /* that are not the options' usual ones */
	const char *more_formats[3];       /* values of --format that only it has, up to a NULL */
	enum offer offers[2];              /* for its first argument, and for those after it */
	const char *const *choices;        /* for OFFER_CHOICES, up to a NULL pointer */
	/*
	 * The table that the command shows, without rows; it has the names for --columns. NULL:
	 * the command shows no table.
	 */
	struct table *(*empty_table)(const struct options *options);
	int (*run)(const struct options *options, struct error *err);
};

/* Whether the command takes the option. */
bool command_takes(const struct command *command, enum option_id id);

/* The default of an option for this command, as text; NULL: it has none. */
const char *command_default(const struct command *command, enum option_id id);

/* The command of that name or alias in a table that ends with a NULL pointer, or NULL. */
const struct command *command_find(const struct command *const *commands, const char *name);

/* The error for a name that no command of the table has; it suggests similar names. */
int command_unknown(const struct command *const *commands, const char *name, struct error *err);

#endif
