/* SPDX-License-Identifier: GPL-2.0-only */
/* What a tool reported about a run: operations and metrics. */
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
	double ops; /* operations done; 0 if the tool does not report them */
	/* Why ops do not cover the whole run and are left out; NULL: they do. */
	char *no_ops;
	bool ended_by_time; /* a time limit ended the run before its work was done */
	struct tool_metric *metrics;
	size_t n_metrics;
};

/*
 * Appends a metric; both strings are copied. It is left out if it is not finite, or so large
 * (beyond 1e100) that sums and squares of it would not be.
 */
void tool_report_add(struct tool_report *report, const char *name, const char *unit, double value);

/*
 * To be called after reading the report in path. Numbers metrics that have the same name ("name",
 * "name#2"). It is an error if the number of operations is more than any machine can do.
 */
int tool_report_finish(struct tool_report *report, const char *path, struct error *err);
void tool_report_free(struct tool_report *report);

#endif
