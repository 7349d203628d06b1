// SPDX-License-Identifier: GPL-2.0-only
/* Tests the confirmation of a growth, with a stand-in for measuring that leaves given results. */
#include "scratch.h"
#include "support/build.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "cli/confirm.h"
#include "store/store.h"

#define REPEATS 8

/* Exits per operation of the workloads "a" and "b" in each measurement, in turn; 0: no workload. */
static const double (*levels)[2];
static size_t n_measured;
static char measured_again[32]; /* the argument of the second measurement */

static char *kept_result(const double level[2])
{
	struct error err = ERROR_INIT;
	struct result result;
	char *path;

	build_result(&result);
	free(result.started);
	free(result.path);
	result.started = result.path = NULL;
	result.repeats = result.max_repeats = REPEATS;
	for (size_t i = 0; i < 2; i++) {
		struct workload_run *run;

		if (!(level[i] > 0))
			continue;
		run = build_run(&result, i ? "b" : "a");
		for (size_t j = 0; j < REPEATS; j++) {
			struct build_repeat repeat = {
				.exits = { 0, 0, (uint64_t)(level[i] * 1000) + j, 0 },
				.wall_s = 1,
				.ops = 1000,
			};

			build_repeat(&result, run, &repeat);
		}
	}
	assert_int_equal(store_create(scratch_path("results"), &result, &err), 0);
	assert_int_equal(store_save(&result, &err), 0);
	assert_int_equal(store_set_latest(scratch_path("results"), &result, &err), 0);
	path = xstrdup(result.path);
	result_free(&result);
	return path;
}

static int measure(const struct options *options, char **path, struct error *err)
{
	(void)err;
	if (n_measured == 1) {
		assert_int_equal(options->n_args, 1);
		snprintf(measured_again, sizeof(measured_again), "%s", options->args[0]);
	}
	*path = kept_result(levels[n_measured++]);
	return 0;
}

/* The base has 10 and 20 exits per operation. */
static int confirmed(const double measurements[][2], const char *base, struct error *err)
{
	static const double before[2] = { 10, 20 };
	_cleanup_free_ char *root = xstrdup(scratch_path("results"));
	_cleanup_free_ char *path = kept_result(before);
	const struct options options = {
		.results = root,
		.confirm = base ? base : path,
		.given[OPTION_FAIL_ABOVE] = true,
		.fail_above = 0.05,
		.ignore_below = 0.01,
		.repeat = REPEATS,
		.max_repeat = REPEATS,
	};

	levels = measurements;
	n_measured = 0;
	return run_confirmed(&options, measure, err);
}

static void test_outcomes(void **state)
{
	static const double same[][2] = { { 10, 20 } };
	static const double once[][2] = { { 10, 30 }, { 0, 20 } };
	static const double twice[][2] = { { 10, 30 }, { 0, 31 } };
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(confirmed(same, NULL, &err), 0);
	assert_int_equal(n_measured, 1);
	assert_int_equal(confirmed(once, NULL, &err), 0);
	assert_int_equal(n_measured, 2);
	assert_string_equal(measured_again, "b");
	assert_int_equal(confirmed(twice, NULL, &err), -1);
	assert_int_equal(n_measured, 2);
	assert_int_equal(err.status, EXIT_NO);
	assert_non_null(strstr(err.text, "confirmed in '"));
	assert_non_null(strstr(err.text, "b: 20.0 -> 31.0 exits/op"));
}

/* "latest" is the result before the run, and not the one that the run makes. */
static void test_latest(void **state)
{
	static const double twice[][2] = { { 10, 30 }, { 0, 31 } };
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(confirmed(twice, "latest", &err), -1);
	assert_int_equal(n_measured, 2);
	assert_int_equal(err.status, EXIT_NO);
}

static void test_refused(void **state)
{
	struct error err = ERROR_INIT;
	const struct options none = { .confirm = "latest" };
	struct options options = { .results = scratch_path("results"),
				   .confirm = "nowhere",
				   .given[OPTION_FAIL_ABOVE] = true,
				   .max_repeat = 3 };

	(void)state;
	n_measured = 0;
	assert_int_equal(run_confirmed(&none, measure, &err), -1);
	assert_non_null(strstr(err.text, "--fail-above"));
	assert_int_equal(run_confirmed(&options, measure, &err), -1);
	assert_non_null(strstr(err.text, "nowhere"));
	options.confirm = "latest";
	options.max_repeat = 1;
	assert_int_equal(run_confirmed(&options, measure, &err), -1);
	assert_non_null(strstr(err.text, "measure both with --repeat 4 or more"));
	options.resume = "latest";
	assert_int_equal(run_confirmed(&options, measure, &err), -1);
	assert_non_null(strstr(err.text, "--resume"));
	assert_int_equal(n_measured, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_outcomes),
		cmocka_unit_test(test_latest),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
