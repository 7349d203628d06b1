/* SPDX-License-Identifier: GPL-2.0-only */
/* The table of a history: a row for each change of a workload, or for one that did not change. */
#ifndef EXITBENCH_RENDER_VIEW_HISTORY_H
#define EXITBENCH_RENDER_VIEW_HISTORY_H

#include <stdbool.h>

#include "compare/history.h"
#include "render/table.h"

/*
 * A new table, whose title is the verdict. Its rows point into the history only while it is made.
 * all: also the workloads that did not change. An empty history gives a table without rows.
 */
struct table *view_history(const struct history *history, bool all);

#endif
