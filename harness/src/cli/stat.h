/* SPDX-License-Identifier: GPL-2.0-only */
/* Measures a command that the user types, for the commands stat and why. */
#ifndef EXITBENCH_CLI_STAT_H
#define EXITBENCH_CLI_STAT_H

#include "cli/option.h"

/*
 * Measures the command that the arguments are, and shows its exits, or with --why what is behind
 * them.
 */
int stat_command(const struct options *options, struct error *err);

#endif
