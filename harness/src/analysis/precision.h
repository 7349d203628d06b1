/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How well the repeats of a run pin down its median: by order statistics, without an
 * assumption about how the repeats are distributed.
 */
#ifndef EXITBENCH_ANALYSIS_PRECISION_H
#define EXITBENCH_ANALYSIS_PRECISION_H

#include "analysis/profiled.h"

/* Fewer values have no confidence interval of 95 %: 1 - 2 / 2^5 is less. */
#define PRECISION_LEAST_REPEATS 6

struct precision {
	bool per_op; /* exits/op, else exits/s: some repeat does not know its operations */
	size_t n;    /* usable repeats */
	double median;
	double low, high; /* the median's confidence interval of 95 %; NAN with too few repeats */
	double share;     /* half its width in the median; NAN likewise */
};

/*
 * The ranks, from 1, of the least and the greatest of n ordered values between which the median
 * of what they were drawn from lies with a probability of 95 % at least. False if there are none.
 */
bool precision_ranks(size_t n, size_t *low, size_t *high);

struct precision run_precision(const struct profiled_run *run);

/*
 * The fewest and the most usable repeats of the workloads that have at least two. False if there is
 * none. One that was made because another one stood out counts in the most only.
 */
bool repeats_extent(const struct profiled_result *result, size_t *least, size_t *most);

/*
 * The probability with which the range of n values holds the median of what they were drawn from:
 * that they are not all on one side of it. 0 for less than two.
 */
double range_confidence(size_t n);

#endif
