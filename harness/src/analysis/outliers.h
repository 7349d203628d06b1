/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Repeats that stand out from the others of their workload: by which of their numbers, and whether
 * the workload is to be measured once more because of one. outlier_rule.h says what stands out.
 *
 * Only usable repeats are looked at. Beyond the rule, counts must differ by more than such small
 * ones do by chance; times are those of OUTLIER_LEAST_EXITS exits or more; and a latency must have
 * taken OUTLIER_LATENCY_SHARE of its window, as shorter ones can hardly change what is measured.
 */
#ifndef EXITBENCH_ANALYSIS_OUTLIERS_H
#define EXITBENCH_ANALYSIS_OUTLIERS_H

#include "analysis/profiled.h"

#define OUTLIER_LEAST_EXITS 100
#define OUTLIER_LATENCY_SHARE 0.1

/* What is looked at. */
enum aspect {
	ASPECT_WORK, /* operations; seconds of wall time for one where their number is fixed */
	ASPECT_EXITS, /* exits per operation, or per second where a repeat does not tell operations */
	ASPECT_TIME, /* handling time without HLT's in TSC cycles, likewise */
	ASPECT_LATENCY, /* the longest that an operation took, in seconds, by what the tool says itself */
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

/* What a repeat of the run is by an aspect; NAN if it does not tell. */
double repeat_aspect(const struct profiled_run *run, const struct profiled_repeat *repeat,
		     enum aspect aspect);

/*
 * Those among the repeats that were planned, or among all: these are more where one was made
 * because another one stood out.
 */
void outliers_of_planned(const struct profiled_run *run, struct outliers *outliers);
void outliers_of_all(const struct profiled_run *run, struct outliers *outliers);
const struct outlier *outliers_find(const struct outliers *outliers, size_t repeat);
void outliers_free(struct outliers *outliers);

/*
 * The number, from 1, of the repeat because of which the workload is to be measured once more: the
 * one that stands out furthest. 0 if none does, if that was done, or if a repeat is not usable.
 */
size_t outlier_due(const struct profiled_run *run);

/*
 * The place of the repeat that was made because another one stood out; n_repeats if there is none.
 */
size_t run_once_more(const struct workload_run *run);

#endif
