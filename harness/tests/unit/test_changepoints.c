// SPDX-License-Identifier: GPL-2.0-only
/* Tests the search for changes of level against published data, against counting, and by chance. */
#include "check.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>

#include "analysis/changepoints.h"

/*
 * The annual flow of the Nile at Aswan, 1871 to 1970 (in R: datasets::Nile). Cobb, "The problem of
 * the Nile" (Biometrika 65, 1978), and many since found its one change between 1898 and 1899, the
 * 28th and the 29th value.
 */
static const double nile[] = {
	1120, 1160, 963, 1210, 1160, 1160, 813,  1230, 1370, 1140, 995,  935,  1110, 994,  1020,
	960,  1180, 799, 958,  1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774,  840,
	874,  694,  940, 833,  701,  916,  692,  1020, 1050, 969,  831,  726,  456,  824,  702,
	1120, 1100, 832, 764,  821,  768,  845,  864,  862,  698,  845,  744,  796,  1040, 759,
	781,  865,  845, 944,  984,  897,  822,  1010, 771,  676,  649,  846,  812,  742,  801,
	1040, 860,  874, 848,  890,  744,  749,  838,  1050, 918,  986,  797,  923,  975,  815,
	1020, 906,  901, 1170, 912,  746,  919,  718,  714,  740,
};

/* Pairs across a split that fall minus those that rise, counted one by one. */
static double pairs(const double *values, size_t n, size_t at)
{
	double sum = 0;

	for (size_t i = 0; i < at; i++)
		for (size_t j = at; j < n; j++)
			sum += (values[i] > values[j]) - (values[i] < values[j]);
	return sum;
}

static void check_by_counting(const double *values, size_t n)
{
	struct pettitt found = pettitt_test(values, n);
	double most = 0;

	for (size_t at = 1; at < n; at++)
		most = fmax(most, fabs(pairs(values, n, at)));
	assert_float_equal(found.k, most, 0);
	if (most > 0)
		assert_float_equal(fabs(pairs(values, n, found.at)), most, 0);
}

static void test_published(void **state)
{
	struct pettitt found = pettitt_test(nile, N(nile));
	struct change_point *points;
	size_t n;

	(void)state;
	assert_int_equal(found.at, 28);
	assert_true(found.p < 1e-6);
	check_by_counting(nile, N(nile));
	points = changepoints_find(nile, N(nile), 0.05, 0.01, &n);
	assert_int_equal(n, 1);
	assert_int_equal(points[0].at, 28);
	assert_float_equal(points[0].before, 1130, 0);
	assert_float_equal(points[0].after, 842.5, 0);
	free(points);
}

static void test_counting(void **state)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);

	(void)state;
	for (size_t i = 0; i < 200; i++) {
		double values[25];
		size_t n = gsl_rng_uniform_int(rng, N(values)) + 1;

		/* few different values: many are the same */
		for (size_t j = 0; j < n; j++)
			values[j] = (double)gsl_rng_uniform_int(rng, 6);
		check_by_counting(values, n);
	}
	gsl_rng_free(rng);
}

/* Where nothing changes, at most one series in twenty has a change. */
static void test_false_alarms(void **state)
{
	static const size_t sizes[] = { 12, 30, 100 };
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);

	(void)state;
	for (size_t i = 0; i < N(sizes); i++) {
		size_t alarms = 0;

		for (size_t j = 0; j < 1000; j++) {
			double values[100];
			size_t n;

			for (size_t k = 0; k < sizes[i]; k++)
				values[k] = 100 + gsl_ran_gaussian(rng, 3);
			free(changepoints_find(values, sizes[i], 0.05, 0, &n));
			alarms += n > 0;
		}
		assert_in_range(alarms, 1, 50);
	}
	gsl_rng_free(rng);
}

static void test_several(void **state)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	struct change_point *points;
	double values[90];
	size_t n;

	(void)state;
	for (size_t i = 0; i < N(values); i++)
		values[i] = (i < 30 ? 100 : i < 60 ? 110 : 80) + gsl_ran_gaussian(rng, 2);
	values[10] = 1000; /* a single odd value is no change */
	points = changepoints_find(values, N(values), 0.05, 0.01, &n);
	assert_int_equal(n, 2);
	assert_in_range(points[0].at, 29, 31);
	assert_in_range(points[1].at, 59, 61);
	assert_float_equal(points[0].before, 100, 1.5);
	assert_float_equal(points[0].after, 110, 1.5);
	assert_float_equal(points[1].before, 110, 1.5);
	assert_float_equal(points[1].after, 80, 1.5);
	free(points);
	/* Of the two the first is too small, and then the second is one from the mean of both. */
	points = changepoints_find(values, N(values), 0.05, 0.12, &n);
	assert_int_equal(n, 1);
	assert_in_range(points[0].at, 59, 61);
	assert_float_equal(points[0].before, 105, 6);
	free(points);
	gsl_rng_free(rng);
}

static void test_few(void **state)
{
	static const double same[20] = { 0 };
	double values[] = { 1, 1, 1, 9, 9, 9 };
	size_t n;

	(void)state;
	assert_null(changepoints_find(values, 0, 0.05, 0, &n));
	assert_int_equal(n, 0);
	assert_null(changepoints_find(values, 1, 0.05, 0, &n));
	assert_null(changepoints_find(values, N(values), 0.05, 0, &n));
	assert_null(changepoints_find(same, N(same), 0.05, 0, &n));
	for (double p = 0.05; p > 1e-6; p /= 3) {
		size_t needs = pettitt_needs(p);

		assert_true(pettitt_least_p(needs) <= p);
		assert_true(pettitt_least_p(needs - 1) > p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_published),    cmocka_unit_test(test_counting),
		cmocka_unit_test(test_false_alarms), cmocka_unit_test(test_several),
		cmocka_unit_test(test_few),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
