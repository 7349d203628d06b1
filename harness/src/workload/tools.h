/* SPDX-License-Identifier: GPL-2.0-only */
/* The table of all tools. */
#ifndef EXITBENCH_WORKLOAD_TOOLS_H
#define EXITBENCH_WORKLOAD_TOOLS_H

#include "workload/tool.h"

/*
 * The tool whose job files have the ending of path, or NULL. The contents of "FILE.job" decide:
 * stress-ng's examples have such names, and so have the files of some fio users.
 */
const struct tool *tool_for_file(const char *path);

/* All tools; the array ends with a NULL pointer. */
const struct tool *const *tool_list(void);

/*
 * The version line that the tool prints ("stress-ng, version 0.15.06 ..."), in fresh memory; NULL
 * if the tool cannot be run.
 */
char *tool_version(const struct tool *tool);

#endif
