/* SPDX-License-Identifier: GPL-2.0-only */
/* The table of the commands. */
#ifndef EXITBENCH_CLI_COMMANDS_H
#define EXITBENCH_CLI_COMMANDS_H

#include "cli/command.h"

/* All commands, in the order of the help; the array ends with a NULL pointer. */
extern const struct command *const commands[];

#endif
