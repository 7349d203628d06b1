/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a workload's header expects against what was measured. The header names the exit
 * reasons that should make up most of the profile; so it is met when those have at least
 * half of the exits, and no other reason has a tenth of them or more.
 */
#ifndef EXITBENCH_ANALYSIS_EXPECTATION_H
#define EXITBENCH_ANALYSIS_EXPECTATION_H

#include <stdbool.h>

#include "analysis/summary.h"
#include "model/result.h"

/* A reason with this share of the exits is one of those that dominate. */
#define EXPECTATION_DOMINATES 0.1

/* The share that the expected reasons have together, for them to make up most. */
#define EXPECTATION_MOST 0.5

struct expectation {
	bool judged; /* the header expects something, and there were exits */
	bool met;
	double share; /* of the exits: those of the expected reasons, 0..1 */
};

/* Judges the medians of a summary of the run. */
struct expectation expectation_judge(const struct workload_run *run, const struct summary *summary);

/* Whether a row of the summary is of a reason that dominates without being expected. */
bool expectation_surprised(const struct workload_run *run, const struct summary *summary,
			   const struct summary_row *row);

/* The reasons that dominate, most exits first, in fresh memory: "msr 45 %, hlt 26 %"; "none". */
char *expectation_measured(const struct summary *summary);

#endif
