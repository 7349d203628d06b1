/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Finds repeats that stand out from the others of their workload, the numbers in which they do, and
 * whether the workload should be measured once more because of one. outlier_rule.h has the rule.
 *
 * Only usable repeats are examined. In addition to the rule, counts must differ by more than small
 * counts do by chance; times must be those of OUTLIER_LEAST_EXITS exits or more; and a latency must
 * have taken OUTLIER_LATENCY_SHARE of its window, as shorter ones hardly change what is measured.
 */
#ifndef EXITBENCH_ANALYSIS_OUTLIERS_H
#define EXITBENCH_ANALYSIS_OUTLIERS_H

#include "analysis/profiled.h"

#define OUTLIER_LEAST_EXITS 100
#define OUTLIER_LATENCY_SHARE 0.1

/* The numbers that are examined. */
enum aspect {
	ASPECT_WORK,    /* operations; seconds of wall time for one where their number is fixed */
	ASPECT_EXITS,   /* exits per operation, or per second if a repeat has no operations */
	ASPECT_TIME,    /* handling time without HLT's in TSC cycles, likewise */
	ASPECT_LATENCY, /* the longest time of an operation in seconds, as the tool reports it */
	N_ASPECTS,
};

struct outlier {
	size_t repeat;      /* its place in the run, from 0 */
	bool by[N_ASPECTS]; /* in what it stands out */
	double factor; /* how far it is from the nearest other one, or from the median, at most */
};

struct outliers {
	struct outlier *list; /* in the order of the repeats */
	size_t n;
};

/* The value of a repeat in one aspect; NAN if the repeat does not have it. */
double repeat_aspect(const struct profiled_run *run, const struct profiled_repeat *repeat,
		     enum aspect aspect);

/*
 * The outliers among the planned repeats, or among all repeats. All repeats are more than the
 * planned ones if one was added because another one stood out.
 */
void outliers_of_planned(const struct profiled_run *run, struct outliers *outliers);
void outliers_of_all(const struct profiled_run *run, struct outliers *outliers);
const struct outlier *outliers_find(const struct outliers *outliers, size_t repeat);
void outliers_free(struct outliers *outliers);

/*
 * If the workload should be measured once more: the number (from 1) of the repeat that stands out
 * most. 0 if none stands out, if it was measured once more already, or if a repeat is not usable.
 */
size_t outlier_due(const struct profiled_run *run);

/*
 * The index of the repeat that was added because another one stood out; n_repeats if there is none.
 */
size_t run_once_more(const struct workload_run *run);

#endif
