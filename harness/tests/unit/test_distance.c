// SPDX-License-Identifier: GPL-2.0-only
/* Tests how unlike two profiles are. */
#include "support/build.h"

#include <math.h>

#include "analysis/distance.h"

/* A result with one repeat of each of two workloads, with those exits by slot. */
static struct distance between(const uint64_t here[BUILD_SLOTS], const uint64_t there[BUILD_SLOTS])
{
	const uint64_t *exits[] = { here, there };
	struct profiled_result profiled;
	struct summary summaries[2];
	struct distance distance;
	struct result result;

	build_result(&result);
	for (size_t i = 0; i < 2; i++) {
		struct workload_run *run = build_run(&result, i ? "there" : "here");
		struct build_repeat repeat = { .wall_s = 1, .ops = 1 };

		memcpy(repeat.exits, exits[i], sizeof(repeat.exits));
		build_repeat(&result, run, &repeat);
	}
	profiled = build_profiles(&result);
	for (size_t i = 0; i < 2; i++)
		summarize(&profiled, &profiled.runs[i], &summaries[i]);
	distance = distance_between(&summaries[0], &summaries[1]);
	for (size_t i = 0; i < 2; i++)
		summary_free(&summaries[i]);
	profiled_result_free(&profiled);
	result_free(&result);
	return distance;
}

static void test_bounds(void **state)
{
	const uint64_t some[BUILD_SLOTS] = { 10, 20, 30, 40 };
	const uint64_t tenfold[BUILD_SLOTS] = { 100, 200, 300, 400 };
	const uint64_t first[BUILD_SLOTS] = { 7, 0, 0, 0 }, last[BUILD_SLOTS] = { 0, 0, 5, 0 };
	const uint64_t none[BUILD_SLOTS] = { 0 };

	(void)state;
	assert_float_equal(between(some, some).share, 0, 1e-12);
	assert_float_equal(between(some, tenfold).share, 0, 1e-12);
	assert_float_equal(between(first, last).share, 1, 1e-12);
	assert_true(isnan(between(some, none).share));
	assert_true(isnan(between(none, some).share));
}

static void test_difference(void **state)
{
	/* 10, 20, 30, 40 % against 40, 20, 10, 30 %: 30 points too many, and 30 too few. */
	const uint64_t here[BUILD_SLOTS] = { 10, 20, 30, 40 };
	const uint64_t there[BUILD_SLOTS] = { 80, 40, 20, 60 };
	struct distance distance = between(here, there);

	(void)state;
	assert_float_equal(distance.share, 0.3, 1e-12);
	assert_float_equal(between(there, here).share, 0.3, 1e-12);
	assert_int_equal(distance.key.code, BUILD_CPUID);
	assert_float_equal(distance.here, 0.1, 1e-12);
	assert_float_equal(distance.there, 0.4, 1e-12);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_difference),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
