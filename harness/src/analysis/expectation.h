/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Compares what a workload's header expects with what was measured. The header names the exit
 * reasons that should make up most of the profile, some of them with their causes
 * ("msr:TSC_DEADLINE"). The expectation is met if these have at least half of the exits and no
 * other one has a tenth of them or more. Where the causes were not counted, the reasons decide.
 */
#ifndef EXITBENCH_ANALYSIS_EXPECTATION_H
#define EXITBENCH_ANALYSIS_EXPECTATION_H

#include <stdbool.h>

#include "analysis/profiled.h"
#include "analysis/summary.h"
#include "model/result.h"

/* A reason with this share of the exits is one of those that dominate. */
#define EXPECTATION_DOMINATES 0.1

/* The share that the expected reasons must have together. */
#define EXPECTATION_MOST 0.5

struct expectation {
	bool judged; /* the header expects something, and there were exits */
	bool met;
	double share; /* of all exits, those that are expected have this share, 0..1 */
	/* What dominates, most first: "msr 45 %, hlt 26 %", "msr (write ICR) 45 %"; "none". */
	char *measured;
};

/*
 * Judges the medians of a summary of the run. expectation_free() releases it. The causes are looked
 * at where the header has some and the profiles are those of the result, neither merged nor net of
 * the idle guest.
 */
void expectation_judge(const struct profiled_result *result, const struct profiled_run *run,
		       const struct summary *summary, struct expectation *expectation);
void expectation_free(struct expectation *expectation);

/* Whether the reason of a row of the summary dominates although it is not expected. */
bool expectation_surprised(const struct workload_run *run, const struct summary *summary,
			   const struct summary_row *row);

#endif
