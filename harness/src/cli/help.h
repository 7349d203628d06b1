/* SPDX-License-Identifier: GPL-2.0-only */
/* Prints the help, which is derived from the rows of commands and options. */
#ifndef EXITBENCH_CLI_HELP_H
#define EXITBENCH_CLI_HELP_H

#include <stdio.h>

#include "cli/command.h"

/* The help of one command. */
void help_command(const struct command *command, FILE *out);

/* The help of the program: the commands of a table that ends with a NULL pointer. */
void help_program(const struct command *const *commands, FILE *out);

#endif
