// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>

#include "cli/command.h"

static int run_version(const struct options *options, struct error *err)
{
	(void)options;
	(void)err;
	puts("exitbench " EXITBENCH_VERSION);
	return 0;
}

const struct command cmd_version = {
	.name = "version",
	.aliases = { "--version" },
	.arguments = "",
	.summary = "Show the version of exitbench",
	.run = run_version,
};
