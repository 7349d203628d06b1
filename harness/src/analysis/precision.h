/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How precisely the repeats of a run determine its median. This uses order statistics, which make
 * no assumption about how the repeats are distributed.
 */
#ifndef EXITBENCH_ANALYSIS_PRECISION_H
#define EXITBENCH_ANALYSIS_PRECISION_H

#include "analysis/profiled.h"

/* With fewer values there is no confidence interval of 95 %: 1 - 2 / 2^5 is less than that. */
#define PRECISION_LEAST_REPEATS 6

struct precision {
	bool per_op; /* the median is of exits/op; false: of exits/s, as a repeat lacks operations */
	size_t n;    /* usable repeats */
	double median;
	double low, high; /* the median's confidence interval of 95 %; NAN with too few repeats */
	double share;     /* half its width divided by the median; NAN likewise */
};

/*
 * Of n ordered values, the ranks (from 1) of the two between which the median of their distribution
 * lies with a probability of at least 95 %. False if there are no such ranks.
 */
bool precision_ranks(size_t n, size_t *low, size_t *high);

struct precision run_precision(const struct profiled_run *run);

/*
 * The fewest and the most usable repeats of the workloads that have at least two. False if no
 * workload has. A repeat that was added because another one stood out only counts in the most.
 */
bool repeats_extent(const struct profiled_result *result, size_t *least, size_t *most);

/*
 * The probability that the range of n values contains the median of their distribution, that is,
 * that they are not all on one side of it. 0 for fewer than two values.
 */
double range_confidence(size_t n);

#endif
