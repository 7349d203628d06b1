/* SPDX-License-Identifier: GPL-2.0-only */
/* Parses the words of a command line, according to the rows of commands and options. */
#ifndef EXITBENCH_CLI_PARSE_H
#define EXITBENCH_CLI_PARSE_H

#include "cli/command.h"

/* Sets all options to the command's defaults. */
void options_init(const struct command *command, struct options *options);

/*
 * Fills in options from a command's words (argv[0] is the command's name). Unknown options,
 * missing and bad values, and too few or too many arguments are errors. options_free() must be
 * called in any case.
 */
int options_parse(const struct command *command, int argc, char **argv, struct options *options,
		  struct error *err);

#endif
