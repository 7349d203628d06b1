// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/statistics.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sort_double.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>

#include "analysis/summary.h"
#include "base/cleanup.h"
#include "base/memory.h"

/* The ranks of both samples together, base first. */
struct ranking {
	size_t *twice; /* twice the rank of each value, which is whole even where ranks are shared */
	size_t n, m;
	double ties; /* the sum of t^3 - t over the groups of t equal values */
};

static void ranking_make(const double *base, size_t n, const double *new, size_t m,
			 struct ranking *ranking)
{
	size_t all = n + m;
	_cleanup_free_ double *values = xcalloc(all, sizeof(*values));
	_cleanup_free_ size_t *order = xcalloc(all, sizeof(*order));

	*ranking = (struct ranking){ xcalloc(all, sizeof(*ranking->twice)), n, m, 0 };
	for (size_t i = 0; i < all; i++)
		values[i] = i < n ? base[i] : new[i - n];
	gsl_sort_index(order, values, 1, all);
	for (size_t i = 0, end; i < all; i = end) {
		double t;

		for (end = i + 1; end < all && values[order[end]] == values[order[i]];)
			end++;
		for (size_t j = i; j < end; j++)
			ranking->twice[order[j]] = i + 1 + end;
		t = (double)(end - i);
		ranking->ties += t * t * t - t;
	}
}

/* Twice the sum of the ranks of the new sample. */
static size_t twice_new_ranks(const struct ranking *ranking)
{
	size_t sum = 0;

	for (size_t i = ranking->n; i < ranking->n + ranking->m; i++)
		sum += ranking->twice[i];
	return sum;
}

/*
 * In how many of all ways to deal n and m values without ties U is 0, 1, ..., nm: the coefficients
 * of the Gaussian binomial, the product of (1 - q^(m+i)) / (1 - q^i) for i from 1 to n. They are
 * whole numbers below 2^53 while n + m is at most RANK_EXACT_MOST.
 */
static double *counts_without_ties(size_t n, size_t m)
{
	size_t most = n * m;
	double *counts = xcalloc(most + 1, sizeof(*counts));

	counts[0] = 1;
	for (size_t i = 1; i <= n; i++) {
		for (size_t u = most; u >= m + i; u--)
			counts[u] -= counts[u - m - i];
		for (size_t u = i; u <= most; u++)
			counts[u] += counts[u - i];
	}
	return counts;
}

/* The share of the ways in which U is at least as far from its mean as this one. */
static double p_without_ties(size_t n, size_t m, double u)
{
	_cleanup_free_ double *counts = counts_without_ties(n, m);
	double all = 0, far = 0, mean = (double)(n * m) / 2;

	for (size_t i = 0; i <= n * m; i++) {
		all += counts[i];
		if (fabs((double)i - mean) >= fabs(u - mean))
			far += counts[i];
	}
	return far / all;
}

/*
 * The same where values share ranks: counts the subsets of m ranks by their sum. counts[k * width +
 * s] is how many subsets of k of the ranks so far have the sum s.
 */
static double p_with_ties(const struct ranking *ranking)
{
	size_t all = ranking->n + ranking->m, m = ranking->m, most = 2 * all * m;
	size_t width = most + 1, sum = twice_new_ranks(ranking);
	_cleanup_free_ double *counts = xcalloc((m + 1) * width, sizeof(*counts));
	/* Twice the ranks sum up to all * (all + 1), and m of them to m * (all + 1) on average. */
	double mean = (double)(m * (all + 1)), ways = 0, far = 0;

	counts[0] = 1;
	for (size_t i = 0; i < all; i++)
		for (size_t k = i < m ? i + 1 : m; k > 0; k--)
			for (size_t s = ranking->twice[i]; s <= most; s++)
				counts[k * width + s] +=
					counts[(k - 1) * width + s - ranking->twice[i]];
	for (size_t s = 0; s <= most; s++) {
		ways += counts[m * width + s];
		if (fabs((double)s - mean) >= fabs((double)sum - mean))
			far += counts[m * width + s];
	}
	return far / ways;
}

/* The standard deviation of U. */
static double deviation_of_u(double n, double m, double ties)
{
	double all = n + m;

	return sqrt(n * m / 12 * (all + 1 - (all > 1 ? ties / (all * (all - 1)) : 0)));
}

static double p_as_normal(const struct ranking *ranking, double u)
{
	double n = (double)ranking->n, m = (double)ranking->m;
	double sd = deviation_of_u(n, m, ranking->ties), far = fabs(u - n * m / 2) - 0.5;

	return far > 0 && sd > 0 ? 2 * gsl_cdf_ugaussian_Q(far / sd) : 1;
}

struct rank_test rank_test(const double *base, size_t n, const double *new, size_t m)
{
	struct rank_test test = { .superiority = 0.5, .p = 1, .exact = true };
	struct ranking ranking;

	if (!n || !m)
		return test;
	ranking_make(base, n, new, m, &ranking);
	test.u = (double)twice_new_ranks(&ranking) / 2 - (double)(m * (m + 1)) / 2;
	test.superiority = test.u / (double)(n * m);
	test.exact = n + m <= RANK_EXACT_MOST;
	if (!test.exact)
		test.p = p_as_normal(&ranking, test.u);
	else if (ranking.ties > 0)
		test.p = p_with_ties(&ranking);
	else
		test.p = p_without_ties(n, m, test.u);
	free(ranking.twice);
	return test;
}

double rank_test_least_p(size_t n, size_t m)
{
	if (!n || !m)
		return 1;
	return fmin(1, 2 * exp(-gsl_sf_lnchoose((unsigned int)(n + m), (unsigned int)n)));
}

size_t rank_test_needs(double p)
{
	size_t n = 1;

	while (rank_test_least_p(n, n) > p)
		n++;
	return n;
}

/*
 * How many of the sorted differences to leave out at each end of the interval, plus one: the
 * largest k for which U is below k with half the error rate at most. 0: there is none.
 */
static size_t interval_rank(size_t n, size_t m, double error)
{
	_cleanup_free_ double *counts = NULL;
	double all = 0, below = 0, k;
	size_t rank = 0;

	if (n + m > RANK_EXACT_MOST) {
		k = (double)(n * m) / 2 -
		    gsl_cdf_ugaussian_Qinv(error / 2) * deviation_of_u((double)n, (double)m, 0);
		return k > 0 ? (size_t)k : 0;
	}
	counts = counts_without_ties(n, m);
	for (size_t u = 0; u <= n * m; u++)
		all += counts[u];
	while (rank < n * m && below + counts[rank] <= error / 2 * all)
		below += counts[rank++];
	return rank;
}

struct shift shift_of(const double *base, size_t n, const double *new, size_t m, double confidence)
{
	struct shift shift = { NAN, NAN, NAN };
	_cleanup_free_ double *differences = NULL;
	size_t rank;

	if (!n || !m)
		return shift;
	differences = xcalloc(n * m, sizeof(*differences));
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < m; j++)
			differences[i * m + j] = new[j] - base[i];
	gsl_sort(differences, 1, n * m);
	shift.estimate = gsl_stats_median_from_sorted_data(differences, 1, n * m);
	rank = interval_rank(n, m, 1 - confidence);
	if (rank) {
		shift.low = differences[rank - 1];
		shift.high = differences[n * m - rank];
	}
	return shift;
}

void holm_adjust(double *p, size_t n)
{
	_cleanup_free_ size_t *order = NULL;
	double greatest = 0;

	if (!n)
		return;
	order = xcalloc(n, sizeof(*order));
	gsl_sort_index(order, p, 1, n);
	for (size_t i = 0; i < n; i++) {
		greatest = fmax(greatest, fmin(1, p[order[i]] * (double)(n - i)));
		p[order[i]] = greatest;
	}
}

size_t boots_as_units(double *values, const size_t *boots, size_t n)
{
	_cleanup_free_ double *medians = xcalloc(n, sizeof(*medians));
	_cleanup_free_ double *one = xcalloc(n, sizeof(*one));
	size_t n_boots = 0;

	for (size_t i = 0; i < n; i++) {
		size_t first = 0, k = 0;

		while (boots[first] != boots[i])
			first++;
		if (first < i)
			continue;
		for (size_t j = i; j < n; j++)
			if (boots[j] == boots[i])
				one[k++] = values[j];
		medians[n_boots++] = spread_of(one, k).median;
	}
	if (n_boots < 2)
		return n;
	for (size_t i = 0; i < n_boots; i++)
		values[i] = medians[i];
	return n_boots;
}
