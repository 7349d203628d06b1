/* SPDX-License-Identifier: GPL-2.0-only */
/* The table of the tools that there are. */
#ifndef EXITBENCH_WORKLOAD_TOOLS_H
#define EXITBENCH_WORKLOAD_TOOLS_H

#include "workload/tool.h"

/*
 * The tool whose job files have the ending of path, or NULL. "FILE.job" is looked into: such a
 * name has stress-ng's own examples, and some of fio's users.
 */
const struct tool *tool_for_file(const char *path);

/* All tools; the array ends with a NULL pointer. */
const struct tool *const *tool_list(void);

/* The tool's own version line ("stress-ng, version 0.15.06 ..."), fresh; NULL if it cannot run. */
char *tool_version(const struct tool *tool);

#endif
