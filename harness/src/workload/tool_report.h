/* SPDX-License-Identifier: GPL-2.0-only */
/* What a tool reported of a run: operations and metrics. */
#ifndef EXITBENCH_WORKLOAD_TOOL_REPORT_H
#define EXITBENCH_WORKLOAD_TOOL_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* A number that a tool reported; see struct metric of model/result.h. */
struct tool_metric {
	char *name;
	char *unit;
	double value;
};

struct tool_report {
	double ops; /* operations done; 0 if the tool does not tell */
	/* Why ops are not those of the whole run, and are left out; NULL: they are. */
	char *no_ops;
	bool ended_by_time; /* a limit of time ended work that is not done */
	struct tool_metric *metrics;
	size_t n_metrics;
};

/*
 * Appends a metric; both strings are copied. One that is not finite, or so large that sums and
 * squares of it would not be (beyond 1e100), is left out.
 */
void tool_report_add(struct tool_report *report, const char *name, const char *unit, double value);

/*
 * The end of reading the report in path: metrics of one name get numbers ("name", "name#2"),
 * and a number of operations that no machine can do is an error.
 */
int tool_report_finish(struct tool_report *report, const char *path, struct error *err);
void tool_report_free(struct tool_report *report);

#endif
