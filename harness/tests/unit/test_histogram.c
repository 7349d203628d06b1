// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests histograms of exits by handling time: their buckets, which are powers of two, and the
 * bounds that follow from them.
 */
#include "check.h"

#include <math.h>

#include "analysis/histogram.h"

static void test_buckets(void **state)
{
	static const struct {
		uint64_t cycles;
		size_t bucket;
	} rows[] = {
		{ 0, 0 },
		{ 1, 0 },
		{ 2, 1 },
		{ 3, 1 },
		{ 4, 2 },
		{ 4095, 11 },
		{ 4096, 12 },
		{ UINT64_C(0x7fffffff), 30 },
		{ UINT64_C(0x80000000), 31 },
		{ UINT64_C(0x100000000), 31 },
		{ UINT64_MAX, 31 },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++)
		assert_int_equal(histogram_bucket(rows[i].cycles), rows[i].bucket);
}

static void test_bounds(void **state)
{
	struct histogram h = { .buckets = { [3] = 50, [10] = 49, [20] = 1 } };
	struct histogram none = { .buckets = { 0 } };

	(void)state;
	assert_int_equal(histogram_total(&h), 100);
	assert_float_equal(histogram_bound(&h, 0.5), 16, 0);
	assert_float_equal(histogram_bound(&h, 0.51), 2048, 0);
	assert_float_equal(histogram_bound(&h, 0.99), 2048, 0);
	assert_float_equal(histogram_bound(&h, 1), 2097152, 0);
	histogram_add(&h, &h);
	assert_int_equal(histogram_total(&h), 200);
	assert_float_equal(histogram_bound(&h, 0.99), 2048, 0);
	h.buckets[31] = 100;
	assert_true(isinf(histogram_bound(&h, 1)));
	assert_true(isnan(histogram_bound(&none, 0.5)));
}

/* Of one exit all shares are its own bucket. */
static void test_one(void **state)
{
	struct histogram h = { .buckets = { [0] = 1 } };

	(void)state;
	assert_float_equal(histogram_bound(&h, 0.01), 2, 0);
	assert_float_equal(histogram_bound(&h, 0.5), 2, 0);
	assert_float_equal(histogram_bound(&h, 1), 2, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_buckets),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
