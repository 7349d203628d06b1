/* SPDX-License-Identifier: GPL-2.0-only */
/* From a command line to what its command does. */
#ifndef EXITBENCH_CLI_DISPATCH_H
#define EXITBENCH_CLI_DISPATCH_H

#include "cli/command.h"

/*
 * Runs the command that argv[1] names, of a table that ends with a NULL pointer, with the words
 * after it. Returns what it returns.
 */
int dispatch(const struct command *const *commands, int argc, char **argv, struct error *err);

#endif
