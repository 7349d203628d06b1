// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/precision.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort_double.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>

#include "analysis/rates.h"
#include "base/memory.h"

#define ERROR_SHARE 0.05

/* The number of values below the median has a binomial distribution with p = 1/2. */
bool precision_ranks(size_t n, size_t *low, size_t *high)
{
	size_t rank = 0;

	while (rank < n &&
	       2 * gsl_cdf_binomial_P((unsigned int)rank, 0.5, (unsigned int)n) <= ERROR_SHARE)
		rank++;
	*low = rank;
	*high = n + 1 - rank;
	return rank > 0;
}

bool repeats_extent(const struct profiled_result *result, size_t *least, size_t *most)
{
	*least = *most = 0;
	for (size_t i = 0; i < result->n_runs; i++) {
		/*
		 * An extra repeat was made because of the others' values, so it does not count.
		 */
		size_t n = run_planned_repeats(&result->runs[i]);
		size_t all = run_sound_repeats(&result->runs[i]);

		if (n < 2)
			continue;
		*least = *most && *least < n ? *least : n;
		*most = all > *most ? all : *most;
	}
	return *most > 0;
}

double range_confidence(size_t n)
{
	return n ? 1 - 2 * pow(0.5, (double)n) : 0;
}

struct precision run_precision(const struct profiled_run *run)
{
	struct precision p = {
		.per_op = run_knows_ops(run), .low = NAN, .high = NAN, .share = NAN
	};
	double *values = xcalloc(run->n_repeats, sizeof(*values));
	size_t low, high;

	for (size_t i = 0; i < run->n_repeats; i++)
		if (run->repeats[i].counts && (p.per_op || run->repeats[i].repeat->child.wall_ns))
			values[p.n++] = p.per_op ? repeat_exits_per_op(&run->repeats[i]) :
						   repeat_exits_per_second(&run->repeats[i]);
	if (p.n) {
		gsl_sort(values, 1, p.n);
		p.median = gsl_stats_median_from_sorted_data(values, 1, p.n);
	}
	if (precision_ranks(p.n, &low, &high)) {
		p.low = values[low - 1];
		p.high = values[high - 1];
		/* If all values are 0 the precision is perfect; if only some are, there is none. */
		p.share = p.high > p.low ? (p.high - p.low) / 2 / p.median : 0;
	}
	free(values);
	return p;
}
