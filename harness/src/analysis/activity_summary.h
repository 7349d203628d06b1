/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A summary of what the guest's kernel counted, over those repeats of a workload that count and
 * have such numbers.
 */
#ifndef EXITBENCH_ANALYSIS_ACTIVITY_SUMMARY_H
#define EXITBENCH_ANALYSIS_ACTIVITY_SUMMARY_H

#include "analysis/profiled.h"
#include "analysis/summary.h"

struct activity_row {
	bool softirq;     /* false: an interrupt */
	const char *name; /* the string belongs to the run, like the next one */
	const char *what; /* the kernel's description, or "" */
	struct spread n;  /* in one repeat */
	struct spread per_second;
	struct spread per_op; /* n == 0 if operations are unknown */
};

struct activity_summary {
	struct activity_row *rows; /* largest median first */
	size_t n;
};

void activity_summarize(const struct profiled_run *run, struct activity_summary *summary);
void activity_summary_free(struct activity_summary *summary);

#endif
