// SPDX-License-Identifier: GPL-2.0-only
/* Tests which repeats stand out, how seldom the rule is wrong, and what follows from it. */
#include "support/build.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>

#include "analysis/outlier_rule.h"
#include "analysis/outliers.h"

#define DRAWS 20000
#define MOST 8

static void test_scores(void **state)
{
	static const struct {
		double values[5], z[5];
	} rows[] = {
		/* median 3, absolute deviations 2 1 0 1 97: their median is 1 */
		{ { 1, 2, 3, 4, 100 }, { -1.349, -0.6745, 0, 0.6745, 65.4265 } },
		/* their median is 0, their mean 2 */
		{ { 5, 5, 5, 15, 5 }, { 0, 0, 0, 10 / (1.2533 * 2), 0 } },
		{ { 7, 7, 7, 7, 7 }, { 0 } },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		double z[5];

		modified_z_scores(rows[i].values, 5, z);
		for (size_t j = 0; j < 5; j++)
			assert_float_equal(z[j], rows[i].z[j], 1e-9);
	}
}

static void test_rule(void **state)
{
	static const struct {
		double values[MOST];
		size_t n;
		size_t out; /* its number, from 1; 0: none */
	} rows[] = {
		{ { 804, 78, 759 }, 3, 2 },
		{ { 804, 78, 759, 790 }, 4, 2 },
		/* What came of measuring once more is like the odd one: no longer one alone. */
		{ { 804, 78, 759, 80 }, 4, 0 },
		{ { 804, 780, 759 }, 3, 0 },
		/* Half and double are equally far, and the factor itself is not beyond it. */
		{ { 100, 101, 49 }, 3, 3 },
		{ { 100, 101, 203 }, 3, 3 },
		{ { 100, 100, 200 }, 3, 0 },
		{ { 100, 100, 50 }, 3, 0 },
		/* Three values that scatter that much: each is far from the next one. */
		{ { 100, 250, 700 }, 3, 0 },
		/* Nothing beside something, and something beside nothing. */
		{ { 800, 0, 790 }, 3, 2 },
		{ { 0, 0, 5 }, 3, 3 },
		{ { 0, 0, 0 }, 3, 0 },
		/* Nobody can tell which one of two is odd. */
		{ { 804, 78 }, 2, 0 },
		{ { 804 }, 1, 0 },
		{ { 804, 759, 780, 78, 790 }, 5, 4 },
		{ { 804, 759, 780, 500, 790 }, 5, 0 },
		{ { 100, 200, 400, 800, 1600 }, 5, 0 },
		{ { 5, 5, 5, 5, 15, 5 }, 6, 5 },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		bool out[MOST];

		outlier_rule(rows[i].values, rows[i].n, out);
		for (size_t j = 0; j < rows[i].n; j++)
			if (out[j] != (j + 1 == rows[i].out))
				fail_msg("row %zu: value %zu %s", i + 1, j + 1,
					 out[j] ? "stands out" : "does not stand out");
	}
}

/* The share of DRAWS with an alarm: n values of mean 1, of which the first is that far off. */
static double alarms(gsl_rng *rng, size_t n, double deviation, double factor)
{
	size_t hits = 0;

	for (size_t i = 0; i < DRAWS; i++) {
		double values[MOST];
		bool out[MOST], any = false;

		for (size_t j = 0; j < n; j++)
			values[j] = fmax(1 + gsl_ran_gaussian(rng, deviation), 1e-3);
		values[0] *= factor;
		outlier_rule(values, n, out);
		for (size_t j = 0; j < n; j++)
			any |= out[j];
		hits += factor > 1 ? out[0] : any;
	}
	return (double)hits / DRAWS;
}

/* What outlier_rule.h says of it. */
static void test_how_seldom_it_is_wrong(void **state)
{
	static const struct {
		double deviation;
		double most; /* of false alarms, with a margin for the number of draws */
	} rows[] = { { 0.1, 0.0002 }, { 0.15, 0.003 }, { 0.2, 0.035 } };
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		for (size_t n = 3; n <= MOST; n++) {
			double share = alarms(rng, n, rows[i].deviation, 1);

			if (share > rows[i].most)
				fail_msg("%zu values that scatter by %g: %g false alarms", n,
					 rows[i].deviation, share);
		}
	}
	for (size_t n = 3; n <= MOST; n++) {
		assert_true(alarms(rng, n, 0.05, 3) > 0.99);
		assert_true(alarms(rng, n, 0.1, 3) > 0.75);
		assert_true(alarms(rng, n, 0.1, 10) > 0.99);
	}
	gsl_rng_free(rng);
}

/* Repeats of 1 s with exits and handling time of NPF, operations, and fio's worst latency. */
struct made {
	uint64_t exits, cycles;
	double ops, latency_s;
};

static struct workload_run *make(struct result *r, const struct made *made, size_t n)
{
	struct workload_run *run;

	build_result(r);
	run = build_run(r, "w");
	for (size_t i = 0; i < n; i++) {
		const struct build_repeat from = { .exits = { 0, 0, made[i].exits, 0 },
						   .cycles = { 0, 0, made[i].cycles, 0 },
						   .wall_s = 1,
						   .ops = made[i].ops };
		struct repeat *repeat = build_repeat(r, run, &from);

		if (made[i].latency_s > 0)
			repeat_add_metric(repeat, "a.read.clat.max", "ns", 1e9 * made[i].latency_s);
		repeat_add_metric(repeat, "a.read.clat.p99", "ns", 1e9 * (double)(i + 1));
	}
	return run;
}

static struct outliers outliers_in(const struct result *r, bool planned)
{
	struct profiled_result p = build_profiles(r);
	struct outliers outliers;

	if (planned)
		outliers_of_planned(&p.runs[0], &outliers);
	else
		outliers_of_all(&p.runs[0], &outliers);
	profiled_result_free(&p);
	return outliers;
}

static size_t due(const struct result *r)
{
	struct profiled_result p = build_profiles(r);
	size_t number = outlier_due(&p.runs[0]);

	profiled_result_free(&p);
	return number;
}

static const struct {
	struct made repeats[3];
	bool by[N_ASPECTS]; /* of the second one: work, exits, time, latency */
	bool fixed_ops;
} aspects_rows[] = {
	{ { { 900, 1000, 800, 0 }, { 900, 1000, 790, 0 }, { 910, 990, 810, 0 } },
	  { false, false, false, false },
	  false },
	/* As many exits and as much time in fewer operations. */
	{ { { 900, 1000, 804, .01 }, { 900, 1000, 78, .9 }, { 900, 990, 759, .02 } },
	  { true, true, true, true },
	  false },
	/* Without operations both are of a second. */
	{ { { 900, 1000, 0, 0 }, { 3900, 1000, 0, 0 }, { 910, 990, 0, 0 } },
	  { false, true, false, false },
	  false },
	{ { { 900, 1000, 0, 0 }, { 900, 9000, 0, 0 }, { 910, 990, 0, 0 } },
	  { false, false, true, false },
	  false },
	/* One without operations knows that it had none. */
	{ { { 900, 1000, 804, 0 }, { 900, 1000, 0, 0 }, { 910, 990, 759, 0 } },
	  { true, false, false, false },
	  false },
	/*
	 * Latencies of less than a tenth of the window, or shorter than the others, are no
	 * news.
	 */
	{ { { 900, 1000, 800, .01 }, { 900, 1000, 790, .09 }, { 910, 990, 810, .011 } },
	  { false, false, false, false },
	  false },
	{ { { 900, 1000, 800, .5 }, { 900, 1000, 790, .1 }, { 910, 990, 810, .5 } },
	  { false, false, false, false },
	  false },
	/* One repeat does not tell them. */
	{ { { 900, 1000, 800, .01 }, { 900, 1000, 790, .9 }, { 910, 990, 810, 0 } },
	  { false, false, false, false },
	  false },
	/* Few exits: 9 beside 3 and 3 may be chance, and the time of 20 says nothing. */
	{ { { 3, 10, 100, 0 }, { 9, 90, 100, 0 }, { 3, 10, 100, 0 } },
	  { false, false, false, false },
	  true },
	{ { { 20, 10, 100, 0 }, { 20, 90, 100, 0 }, { 20, 10, 100, 0 } },
	  { false, false, false, false },
	  true },
	{ { { 900, 1000, 3, 0 }, { 900, 1000, 9, 0 }, { 910, 990, 3, 0 } },
	  { false, true, true, false },
	  false },
};

static void test_aspects(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(aspects_rows); i++) {
		struct outliers outliers;
		struct workload_run *run;
		struct result r;
		bool any = false;

		run = make(&r, aspects_rows[i].repeats, 3);
		run->fixed_ops = aspects_rows[i].fixed_ops;
		outliers = outliers_in(&r, false);
		for (int a = 0; a < N_ASPECTS; a++) {
			bool by = outliers.n && outliers.list[0].by[a];

			any |= aspects_rows[i].by[a];
			if (by != aspects_rows[i].by[a])
				fail_msg("row %zu, aspect %d: %d", i + 1, a, by);
		}
		assert_int_equal(outliers.n, any);
		if (any)
			assert_int_equal(outliers.list[0].repeat, 1);
		outliers_free(&outliers);
		result_free(&r);
	}
}

/* Of fixed work it is the time that it takes. */
static void test_fixed_work(void **state)
{
	static const struct made same[3] = { { 900, 1000, 800, 0 },
					     { 900, 1000, 800, 0 },
					     { 910, 990, 800, 0 } };
	struct outliers outliers;
	struct workload_run *run;
	struct result r;

	(void)state;
	run = make(&r, same, 3);
	run->fixed_ops = true;
	run->repeats[2].child.wall_ns *= 9;
	outliers = outliers_in(&r, false);
	assert_int_equal(outliers.n, 1);
	assert_int_equal(outliers.list[0].repeat, 2);
	assert_true(outliers.list[0].by[ASPECT_WORK]);
	assert_false(outliers.list[0].by[ASPECT_EXITS]);
	assert_float_equal(outliers.list[0].factor, 9, 1e-9);
	outliers_free(&outliers);
	result_free(&r);
}

/* Once, and only where every repeat is usable. */
static void test_due(void **state)
{
	static const struct made made[] = { { 900, 1000, 804, 0 },
					    { 900, 1000, 78, 0 },
					    { 900, 1000, 759, 0 },
					    { 900, 1000, 790, 0 },
					    { 900, 1000, 9, 0 } };
	struct outliers outliers;
	struct workload_run *run;
	struct result r;

	(void)state;
	run = make(&r, made, 2);
	assert_int_equal(due(&r), 0);
	result_free(&r);
	run = make(&r, made, 3);
	assert_int_equal(due(&r), 2);
	assert_int_equal(run_once_more(run), 3);
	run->repeats[0].ok = false;
	assert_int_equal(due(&r), 0);
	result_free(&r);
	run = make(&r, made, 4);
	assert_int_equal(due(&r), 2);
	run->repeats[3].once_more_for = 2;
	assert_int_equal(due(&r), 0);
	assert_int_equal(run_once_more(run), 3);
	result_free(&r);
	/* The one that was made is looked at only among all. */
	run = make(&r, (const struct made[]){ made[0], made[2], made[3], made[4] }, 4);
	run->repeats[3].once_more_for = 2;
	outliers = outliers_in(&r, true);
	assert_int_equal(outliers.n, 0);
	outliers_free(&outliers);
	outliers = outliers_in(&r, false);
	assert_non_null(outliers_find(&outliers, 3));
	assert_null(outliers_find(&outliers, 0));
	outliers_free(&outliers);
	result_free(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scores),
		cmocka_unit_test(test_rule),
		cmocka_unit_test(test_how_seldom_it_is_wrong),
		cmocka_unit_test(test_aspects),
		cmocka_unit_test(test_fixed_work),
		cmocka_unit_test(test_due),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
