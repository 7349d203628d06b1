/* SPDX-License-Identifier: GPL-2.0-only */
/* From the words of a command line to options, by the rows of commands and options. */
#ifndef EXITBENCH_CLI_PARSE_H
#define EXITBENCH_CLI_PARSE_H

#include "cli/command.h"

/* Sets the options to what they are for the command where none is given. */
void options_init(const struct command *command, struct options *options);

/*
 * Fills in options from a command's words (argv[0] is the command's name). Unknown options,
 * missing and bad values, and too few or too many arguments are errors. options_free() is due
 * in any case.
 */
int options_parse(const struct command *command, int argc, char **argv, struct options *options,
		  struct error *err);

#endif
