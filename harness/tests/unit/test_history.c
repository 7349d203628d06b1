// SPDX-License-Identifier: GPL-2.0-only
/* Tests the history of workloads over many results. */
#include "support/build.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "compare/digest_of.h"
#include "compare/history.h"

#define RESULTS 40
#define WORKLOADS 10

/* A night's result: workloads of about 1,000 exits of npf and 100 of cpuid. */
struct night {
	size_t number;
	double factor;    /* of the exits of npf in workload 3 */
	bool without_ops; /* workload 5 does not tell its operations */
	bool failed;      /* workload 6 has no usable repeat */
	const char *job;  /* checksum of the job file of workload 7 */
};

static void add_night(struct history *history, gsl_rng *rng, const struct night *night)
{
	_cleanup_free_ char *name = xasprintf("night-%zu", night->number);
	struct profiled_result profiled;
	struct error err = ERROR_INIT;
	struct digest digest;
	struct result result;

	build_result(&result);
	free(result.started);
	result.started = xasprintf("2026-%02zu-%02zuT03:00:00Z", 1 + night->number / 28,
				   1 + night->number % 28);
	for (size_t i = 0; i < WORKLOADS; i++) {
		_cleanup_free_ char *workload = xasprintf("w/%zu", i);
		struct workload_run *run = build_run(&result, workload);

		if (i == 7)
			run->sha256 = xstrdup(night->job);
		for (size_t j = 0; j < 3; j++) {
			double npf = 1000 * (i == 3 ? night->factor : 1);
			struct build_repeat repeat = {
				.exits = { 100, 0, (uint64_t)(npf + gsl_ran_gaussian(rng, 20)) },
				.wall_s = 1,
				.ops = i == 5 && night->without_ops ? 0 : 100,
				.failed = i == 6 && night->failed,
			};

			build_repeat(&result, run, &repeat);
		}
	}
	profiled = build_profiles(&result);
	digest_of(&profiled, &digest);
	assert_int_equal(history_add(history, &digest, name, &err), 0);
	digest_free(&digest);
	profiled_result_free(&profiled);
	result_free(&result);
}

/* Forty nights, added in a disorder; from night 25 on workload 3 has a tenth more of npf. */
static struct history built_history(const struct history_wish *wish)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	struct history history;

	history_init(&history, wish);
	for (size_t i = 0; i < RESULTS; i++) {
		size_t number = i * 17 % RESULTS;
		const struct night night = {
			.number = number,
			.factor = number < 25 ? 1 : 1.1,
			.without_ops = number == 12,
			.failed = number == 4,
			.job = number < 30 ? "one" : "other",
		};

		add_night(&history, rng, &night);
	}
	gsl_rng_free(rng);
	return history;
}

static const struct history_series *find(const struct history *history, const char *workload)
{
	for (size_t i = 0; i < history->n; i++)
		if (!strcmp(history->series[i].workload, workload))
			return &history->series[i];
	fail_msg("no workload %s", workload);
	return NULL;
}

static void test_planted(void **state)
{
	const struct history_wish wish = { .quantity = COMPARE_N, .least = 0.01 };
	struct history history = built_history(&wish);
	const struct history_series *series;
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(history_finish(&history, &err), 0);
	assert_int_equal(history.n, WORKLOADS);
	assert_int_equal(history.n_results, RESULTS);
	assert_string_equal(history.results[0].name, "night-0");
	assert_string_equal(history.results[39].name, "night-39");
	for (size_t i = 0; i < history.n; i++)
		assert_int_equal(history.series[i].n_changes,
				 !strcmp(history.series[i].workload, "w/3"));
	series = find(&history, "w/3");
	assert_int_equal(series->quantity, COMPARE_EXITS_PER_OP);
	assert_int_equal(series->changes[0].at, 25);
	assert_float_equal(series->changes[0].before, 11, 0.1);
	assert_float_equal(series->changes[0].after, 12, 0.1);
	/* One night without operations: the workload is told per second. */
	assert_int_equal(find(&history, "w/5")->quantity, COMPARE_EXITS_PER_SECOND);
	/* One night without a usable repeat. */
	assert_int_equal(find(&history, "w/6")->n, RESULTS - 1);
	assert_int_equal(history.n_failed, 1);
	assert_int_equal(find(&history, "w/7")->new_job, 30);
	assert_int_equal(find(&history, "w/3")->new_job, 0);
	assert_float_equal(history.p, 0.05 / WORKLOADS, 1e-9);
	history_free(&history);
}

static void test_reason(void **state)
{
	const struct history_wish cpuid = { COMPARE_EXITS_PER_OP, "cpuid", NULL, 0.01 };
	const struct history_wish npf = { COMPARE_EXITS_PER_OP, "npf", "w/3", 0.01 };
	const struct history_wish none = { COMPARE_EXITS_PER_OP, "nmi", NULL, 0.01 };
	struct history history = built_history(&cpuid);
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(history_finish(&history, &err), 0);
	for (size_t i = 0; i < history.n; i++)
		assert_int_equal(history.series[i].n_changes, 0);
	assert_int_equal(find(&history, "w/5")->quantity, COMPARE_N);
	history_free(&history);
	history = built_history(&npf);
	assert_int_equal(history_finish(&history, &err), 0);
	assert_int_equal(history.n, 1);
	assert_int_equal(history.series[0].n_changes, 1);
	assert_float_equal(history.series[0].changes[0].before, 10, 0.1);
	history_free(&history);
	history = built_history(&none);
	assert_int_equal(history_finish(&history, &err), -1);
	assert_non_null(strstr(err.text, "no exits of the reason 'nmi'"));
	history_free(&history);
}

static void test_refused(void **state)
{
	const struct history_wish nothing = { COMPARE_N, NULL, "w/none", 0.01 };
	struct history history = built_history(&nothing);
	struct result vmx = built_result(ISA_VMX);
	struct profiled_result profiled = build_profiles(&vmx);
	struct error err = ERROR_INIT;
	struct digest digest;

	(void)state;
	digest_of(&profiled, &digest);
	assert_int_equal(history_add(&history, &digest, "intel", &err), -1);
	assert_non_null(strstr(err.text, "'intel' is of another processor vendor"));
	assert_int_equal(history.n_results, RESULTS);
	assert_int_equal(history_finish(&history, &err), -1);
	assert_non_null(strstr(err.text, "no workload 'w/none'"));
	history_free(&history);
	digest_free(&digest);
	profiled_result_free(&profiled);
	result_free(&vmx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_planted),
		cmocka_unit_test(test_reason),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
