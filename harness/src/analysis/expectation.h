/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Compares what a workload's header expects with what was measured. The header names the exit
 * reasons that should make up most of the profile. The expectation is met if these have at
 * least half of the exits and no other reason has a tenth of them or more.
 */
#ifndef EXITBENCH_ANALYSIS_EXPECTATION_H
#define EXITBENCH_ANALYSIS_EXPECTATION_H

#include <stdbool.h>

#include "analysis/summary.h"
#include "model/result.h"

/* A reason with this share of the exits is one of those that dominate. */
#define EXPECTATION_DOMINATES 0.1

/* The share that the expected reasons must have together. */
#define EXPECTATION_MOST 0.5

struct expectation {
	bool judged; /* the header expects something, and there were exits */
	bool met;
	double share; /* of all exits, those of the expected reasons have this share, 0..1 */
};

/* Judges the medians of a summary of the run. */
struct expectation expectation_judge(const struct workload_run *run, const struct summary *summary);

/* Whether the reason of a row of the summary dominates although it is not expected. */
bool expectation_surprised(const struct workload_run *run, const struct summary *summary,
			   const struct summary_row *row);

/* The reasons that dominate, most exits first, in fresh memory: "msr 45 %, hlt 26 %"; "none". */
char *expectation_measured(const struct summary *summary);

#endif
