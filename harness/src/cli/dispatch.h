/* SPDX-License-Identifier: GPL-2.0-only */
/* Runs the command that a command line names. */
#ifndef EXITBENCH_CLI_DISPATCH_H
#define EXITBENCH_CLI_DISPATCH_H

#include "cli/command.h"

/*
 * Finds the command that argv[1] names in a table that ends with a NULL pointer, and runs it with
 * the words after it. Returns what the command returns.
 */
int dispatch(const struct command *const *commands, int argc, char **argv, struct error *err);

#endif
