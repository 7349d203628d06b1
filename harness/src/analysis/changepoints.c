// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/changepoints.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/summary.h"
#include "base/memory.h"

struct ranked {
	double value;
	size_t index;
};

static int by_value(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	return (x->value > y->value) - (x->value < y->value);
}

/* The rank of each value; values that are the same share the mean of their ranks. */
static double *ranks_of(const double *values, size_t n)
{
	struct ranked *sorted = xcalloc(n, sizeof(*sorted));
	double *ranks = xcalloc(n, sizeof(*ranks));

	for (size_t i = 0; i < n; i++)
		sorted[i] = (struct ranked){ values[i], i };
	qsort(sorted, n, sizeof(*sorted), by_value);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i; end < n && sorted[end].value <= sorted[i].value; end++)
			;
		for (size_t j = i; j < end; j++)
			ranks[sorted[j].index] = ((double)i + 1 + (double)end) / 2;
	}
	free(sorted);
	return ranks;
}

static double p_of(double k, size_t n)
{
	double size = (double)n;

	return fmin(1, 2 * exp(-6 * k * k / (size * size * size + size * size)));
}

struct pettitt pettitt_test(const double *values, size_t n)
{
	struct pettitt best = { 0, 0, 1 };
	double *ranks = ranks_of(values, n), sum = 0;

	for (size_t i = 0; i + 1 < n; i++) {
		double u;

		sum += ranks[i];
		/* 2 W - t (n + 1): pairs that rise minus pairs that fall, but for the sign */
		u = fabs(2 * sum - (double)(i + 1) * (double)(n + 1));
		if (u > best.k)
			best = (struct pettitt){ i + 1, u, p_of(u, n) };
	}
	free(ranks);
	return best;
}

double pettitt_least_p(size_t n)
{
	return p_of((double)(n / 2) * (double)(n - n / 2), n);
}

size_t pettitt_needs(double p)
{
	size_t n = 2;

	while (pettitt_least_p(n) > p)
		n++;
	return n;
}

struct search {
	const double *values;
	double p;
	struct change_point *points;
	size_t n;
};

static void search_in(struct search *search, size_t begin, size_t end)
{
	struct pettitt found = pettitt_test(search->values + begin, end - begin);

	if (found.p > search->p)
		return;
	search_in(search, begin, begin + found.at);
	search->points = xgrow(search->points, search->n, sizeof(*search->points));
	search->points[search->n++] = (struct change_point){ begin + found.at, found.p, 0, 0 };
	search_in(search, begin + found.at, end);
}

static void measure_levels(const struct search *search, size_t n_values)
{
	for (size_t i = 0; i < search->n; i++) {
		struct change_point *point = &search->points[i];
		size_t begin = i ? point[-1].at : 0;
		size_t end = i + 1 < search->n ? point[1].at : n_values;

		point->before = median_of(search->values + begin, point->at - begin);
		point->after = median_of(search->values + point->at, end - point->at);
	}
}

/* The smallest change that is too small; the number of points if there is none. */
static size_t smallest_below(const struct search *search, double least)
{
	size_t smallest = search->n;
	double size = 0;

	for (size_t i = 0; i < search->n; i++) {
		const struct change_point *point = &search->points[i];
		double moved = fabs(point->after - point->before);

		if (moved >= least * fabs(point->before) && moved > 0)
			continue;
		if (smallest < search->n && moved >= size)
			continue;
		smallest = i;
		size = moved;
	}
	return smallest;
}

struct change_point *changepoints_find(const double *values, size_t n_values, double p,
				       double least, size_t *n)
{
	struct search search = { .values = values, .p = p };

	search_in(&search, 0, n_values);
	measure_levels(&search, n_values);
	/* Without one of them its neighbours have other levels. */
	for (size_t i; (i = smallest_below(&search, least)) < search.n;) {
		for (search.n--; i < search.n; i++)
			search.points[i] = search.points[i + 1];
		measure_levels(&search, n_values);
	}
	*n = search.n;
	return search.points;
}

double change_size(const struct change_point *change)
{
	return change->before > 0 && change->after > 0 ? fabs(log(change->after / change->before)) :
							 INFINITY;
}
