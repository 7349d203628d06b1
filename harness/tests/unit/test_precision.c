// SPDX-License-Identifier: GPL-2.0-only
/* Tests how well a median is known, and when there are enough repeats. */
#include "support/build.h"

#include <math.h>

#include "analysis/precision.h"
#include "measure/measure.h"

/* From tables of order statistics. */
static void test_ranks(void **state)
{
	static const struct {
		size_t n, low, high;
	} rows[] = { { 6, 1, 6 },   { 8, 1, 8 },   { 9, 2, 8 },   { 12, 3, 10 },
		     { 15, 4, 12 }, { 20, 6, 15 }, { 25, 8, 18 }, { 30, 10, 21 } };
	size_t low, high;

	(void)state;
	for (size_t n = 0; n < PRECISION_LEAST_REPEATS; n++)
		assert_false(precision_ranks(n, &low, &high));
	for (size_t i = 0; i < N(rows); i++) {
		assert_true(precision_ranks(rows[i].n, &low, &high));
		assert_int_equal(low, rows[i].low);
		assert_int_equal(high, rows[i].high);
	}
}

/* Repeats with those exits, each of 2 s and 10 operations. */
static struct workload_run *make(struct result *r, const uint64_t *exits, size_t n)
{
	struct workload_run *run;

	build_result(r);
	run = build_run(r, "w");
	for (size_t i = 0; i < n; i++) {
		const struct build_repeat from = { .exits = { 0, exits[i], 0, 0 },
						   .wall_s = 2,
						   .ops = 10 };

		build_repeat(r, run, &from);
	}
	return run;
}

static struct precision precision_of(const struct result *r)
{
	struct profiled_result profiled = build_profiles(r);
	struct precision p = run_precision(&profiled.runs[0]);

	profiled_result_free(&profiled);
	return p;
}

static const uint64_t scattered[] = { 130, 100, 90, 110, 95, 105, 85, 115, 2000 };

static void test_interval(void **state)
{
	struct workload_run *run;
	struct precision p;
	struct result r;

	(void)state;
	run = make(&r, scattered, 9);
	p = precision_of(&r);
	assert_true(p.per_op);
	assert_int_equal(p.n, 9);
	assert_float_equal(p.median, 10.5, 1e-9);
	/* The second from both ends: what stands out at an end does not count. */
	assert_float_equal(p.low, 9, 1e-9);
	assert_float_equal(p.high, 13, 1e-9);
	assert_float_equal(p.share, 2 / 10.5, 1e-9);
	/* One repeat does not know its operations: exits/s. */
	run->repeats[4].ops = 0;
	p = precision_of(&r);
	assert_false(p.per_op);
	assert_float_equal(p.median, 52.5, 1e-9);
	/* A failed repeat does not count. */
	run->repeats[4].ok = false;
	p = precision_of(&r);
	assert_true(p.per_op);
	assert_int_equal(p.n, 8);
	assert_float_equal(p.high, 200, 1e-9);
	result_free(&r);
}

static void test_too_few_and_none(void **state)
{
	static const uint64_t none[6] = { 0 };
	struct result r;

	(void)state;
	make(&r, scattered, 5);
	assert_true(isnan(precision_of(&r).share));
	assert_float_equal(precision_of(&r).median, 10, 1e-9);
	result_free(&r);
	make(&r, scattered, 0);
	assert_true(isnan(precision_of(&r).share));
	result_free(&r);
	make(&r, none, 6);
	assert_float_equal(precision_of(&r).share, 0, 0);
	result_free(&r);
}

static bool is_enough(const struct result *r, unsigned int min, unsigned int max, double precision,
		      enum run_stop *stop)
{
	struct profiled_result p = build_profiles(r);
	bool enough = measure_is_enough(&p.runs[0], min, max, precision, stop);

	profiled_result_free(&p);
	return enough;
}

static void test_enough(void **state)
{
	static const uint64_t calm[] = { 100, 101, 102, 101, 100, 101, 102, 101 };
	static const struct {
		const uint64_t *exits;
		size_t n;
		unsigned int min, max;
		double precision;
		bool enough;
		enum run_stop stop;
	} rows[] = {
		/* a fixed number */
		{ calm, 0, 3, 3, 0, false, STOP_FIXED },
		{ calm, 2, 3, 3, 0, false, STOP_FIXED },
		{ calm, 3, 3, 3, 0, true, STOP_FIXED },
		/* a range: no interval before the sixth */
		{ calm, 2, 3, 30, 0.05, false, STOP_FIXED },
		{ calm, 5, 3, 30, 0.05, false, STOP_LIMIT },
		{ calm, 6, 3, 30, 0.05, true, STOP_PRECISION },
		{ calm, 6, 8, 30, 0.05, false, STOP_FIXED },
		{ calm, 8, 8, 30, 0.05, true, STOP_PRECISION },
		{ calm, 8, 3, 30, 0.005, false, STOP_LIMIT },
		{ calm, 8, 3, 8, 0.005, true, STOP_LIMIT },
		{ calm, 5, 3, 5, 0.05, true, STOP_LIMIT },
		{ scattered, 8, 3, 30, 0.05, false, STOP_LIMIT },
		{ scattered, 9, 3, 9, 0.2, true, STOP_PRECISION },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		enum run_stop stop;
		struct result r;

		make(&r, rows[i].exits, rows[i].n);
		assert_int_equal(is_enough(&r, rows[i].min, rows[i].max, rows[i].precision, &stop),
				 rows[i].enough);
		assert_int_equal(stop, rows[i].stop);
		result_free(&r);
	}
}

/* Each value is below the median or above it: of all ways, those that are not all alike. */
static void test_range(void **state)
{
	(void)state;
	assert_float_equal(range_confidence(0), 0, 0);
	for (unsigned int n = 1; n <= 12; n++) {
		unsigned int around = 0;

		for (unsigned int sides = 0; sides < 1U << n; sides++)
			around += sides != 0 && sides != (1U << n) - 1;
		assert_float_equal(range_confidence(n), (double)around / (1U << n), 1e-12);
	}
	assert_float_equal(range_confidence(3), 0.75, 0);
}

static bool extent(const struct result *r, size_t *least, size_t *most)
{
	struct profiled_result p = build_profiles(r);
	bool any = repeats_extent(&p, least, most);

	profiled_result_free(&p);
	return any;
}

static void test_extent(void **state)
{
	size_t least, most;
	struct result r;

	(void)state;
	build_result(&r);
	assert_false(extent(&r, &least, &most));
	for (size_t i = 1; i <= 4; i++) {
		struct workload_run *run = build_run(&r, "w");

		for (size_t j = 0; j < i; j++)
			build_repeat(&r, run, &(const struct build_repeat){ .wall_s = 1 });
	}
	/* One repeat has no range. */
	assert_true(extent(&r, &least, &most));
	assert_int_equal(least, 2);
	assert_int_equal(most, 4);
	r.runs[1].repeats[0].ok = r.runs[3].repeats[3].ok = false;
	assert_true(extent(&r, &least, &most));
	assert_int_equal(least, 3);
	assert_int_equal(most, 3);
	result_free(&r);
}

/* What has failed is not repeated more often than it has to be, and what was cut is not enough. */
static void test_enough_of_a_failure(void **state)
{
	enum run_stop stop;
	struct result r;

	(void)state;
	make(&r, scattered, 4);
	r.runs[0].repeats[1].ok = false;
	assert_true(is_enough(&r, 3, 30, 0.05, &stop));
	assert_int_equal(stop, STOP_FIXED);
	assert_false(is_enough(&r, 5, 30, 0.05, &stop));
	r.runs[0].repeats[3].ok = false;
	r.runs[0].repeats[3].child.end = CHILD_INTERRUPTED;
	assert_false(is_enough(&r, 3, 3, 0, &stop));
	result_free(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ranks),
		cmocka_unit_test(test_interval),
		cmocka_unit_test(test_range),
		cmocka_unit_test(test_extent),
		cmocka_unit_test(test_too_few_and_none),
		cmocka_unit_test(test_enough),
		cmocka_unit_test(test_enough_of_a_failure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
