// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests the statistics of comparisons against numbers that others published, and against counting
 * every way to deal the values to the two samples.
 */
#include "support/build.h"

#include <gsl/gsl_rng.h>
#include <math.h>

#include "analysis/statistics.h"
#include "analysis/summary.h"
#include "base/cleanup.h"

/*
 * Hollander and Wolfe, Nonparametric Statistical Methods (1973), the permeability of the human
 * chorioamnion at term and earlier; it is also the example of wilcox.test in R: W = 35, one-sided
 * p = 0.1272.
 */
static const double at_term[] = { 0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46 };
static const double earlier[] = { 1.15, 0.88, 0.90, 0.74, 1.21 };

/*
 * Wilcoxon, Individual comparisons by ranking methods (Biometrics Bulletin 1, 1945), flies that two
 * preparations killed, in percent: the ranks of the first sum up to 91, those of the second to 45.
 */
static const double first_spray[] = { 68, 68, 59, 72, 64, 67, 70, 74 };
static const double second_spray[] = { 60, 67, 61, 62, 67, 63, 56, 58 };

static void test_published(void **state)
{
	/* Four and four: P(U <= u), from Mann and Whitney (1947), their first table. */
	static const double fours[] = { 0.014, 0.029, 0.057, 0.100, 0.171, 0.243, 0.343, 0.443 };
	struct rank_test test = rank_test(earlier, N(earlier), at_term, N(at_term));

	(void)state;
	assert_true(test.exact);
	assert_float_equal(test.u, 35, 0);
	assert_float_equal(test.superiority, 0.7, 1e-12);
	assert_float_equal(test.p, 2 * 0.1272, 1e-4);
	test = rank_test(second_spray, N(second_spray), first_spray, N(first_spray));
	assert_true(test.exact);
	assert_float_equal(test.u, 91 - 8 * 9 / 2, 0);
	test = rank_test(first_spray, N(first_spray), second_spray, N(second_spray));
	assert_float_equal(test.u, 45 - 8 * 9 / 2, 0);
	for (size_t u = 0; u < N(fours); u++) {
		/* The base has 0, 2, 4 and 6; u of the sixteen pairs have a greater new value. */
		const double base[] = { 0, 2, 4, 6 };
		double new[4], left = (double)u;

		for (size_t i = 0; i < 4; i++) {
			double above = fmin(left, 4);

			new[i] = -1 + 2 * above + 0.1 * (double)i;
			left -= above;
		}
		test = rank_test(base, 4, new, 4);
		assert_float_equal(test.u, u, 0);
		assert_float_equal(test.p / 2, fours[u], 0.0005);
	}
}

/*
 * The greatest U that is significant at 5 %, two-sided, for equal samples: from the table of
 * critical values that most textbooks have (Siegel, Nonparametric Statistics, 1956, table K).
 */
static void test_critical_values(void **state)
{
	static const struct {
		size_t n;
		double u;
	} rows[] = {
		{ 4, 0 },   { 5, 2 },   { 6, 5 },   { 7, 8 },   { 8, 13 },  { 9, 17 },   { 10, 23 },
		{ 12, 37 }, { 14, 55 }, { 15, 64 }, { 16, 75 }, { 18, 99 }, { 20, 127 },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		size_t n = rows[i].n;

		for (size_t more = 0; more < 2; more++) {
			_cleanup_free_ double *base = xcalloc(n, sizeof(*base));
			_cleanup_free_ double *new = xcalloc(n, sizeof(*new));
			double left = rows[i].u + (double)more;
			struct rank_test test;

			for (size_t j = 0; j < n; j++) {
				double above = fmin(left, (double)n);

				base[j] = 2 * (double)j;
				new[j] = -1 + 2 * above + 0.001 * (double)j;
				left -= above;
			}
			test = rank_test(base, n, new, n);
			assert_float_equal(test.u, rows[i].u + (double)more, 0);
			if ((test.p <= 0.05) == more)
				fail_msg("%zu and %zu, U %g: p %g", n, n, test.u, test.p);
		}
	}
}

/* How far U is from its mean if the bits of deal say which values belong to the new sample. */
static double far_of(const double *all, size_t n, size_t m, unsigned int deal)
{
	double u = 0;

	for (size_t i = 0; i < n + m; i++)
		for (size_t j = 0; j < n + m; j++)
			if ((deal >> i & 1) && !(deal >> j & 1))
				u += all[i] > all[j] ? 1 : all[i] == all[j] ? 0.5 : 0;
	return fabs(u - (double)(n * m) / 2);
}

/* p by its definition; the new sample is the first m values. */
static double counted_p(const double *all, size_t n, size_t m)
{
	double far = 0, ways = 0, observed = far_of(all, n, m, (1U << m) - 1);

	for (unsigned int deal = 0; deal < 1U << (n + m); deal++) {
		if ((size_t)__builtin_popcount(deal) != m)
			continue;
		ways++;
		far += far_of(all, n, m, deal) >= observed;
	}
	return far / ways;
}

/* With and without ties, for all small sizes. */
static void test_against_counting(void **state)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);

	(void)state;
	for (size_t n = 1; n <= 6; n++)
		for (size_t m = 1; m <= 5; m++)
			for (size_t kinds = 2; kinds <= 1000; kinds *= 3) {
				double all[11];
				struct rank_test test;

				for (size_t i = 0; i < n + m; i++)
					all[i] = (double)gsl_rng_uniform_int(rng, kinds);
				test = rank_test(all + m, n, all, m);
				assert_true(test.exact);
				assert_float_equal(test.p, counted_p(all, n, m), 1e-12);
			}
	gsl_rng_free(rng);
}

/* Of as many values as can still be counted, and of one more; both ways agree there. */
static void test_approximation(void **state)
{
	/* From R, whose wilcox.test does not count where there are ties, but corrects for them. */
	static const double x[] = { 1, 2, 2, 4, 5, 3, 0 }, y[] = { 4, 6, 3, 8, 11, 11 };
	double base[RANK_EXACT_MOST], new[RANK_EXACT_MOST];
	struct rank_test exact, normal;

	(void)state;
	for (size_t i = 0; i < N(base); i++) {
		base[i] = (double)(i * 7 % 50) + 0.5;
		new[i] = (double)(i * 11 % 50) + 7.25;
	}
	exact = rank_test(base, 25, new, 25);
	normal = rank_test(base, 26, new, 25);
	assert_true(exact.exact);
	assert_false(normal.exact);
	assert_true(exact.p > 0.005 && exact.p < 0.5);
	assert_float_equal(normal.p, exact.p, 0.3 * exact.p);
	exact = rank_test(y, N(y), x, N(x));
	assert_float_equal(exact.u, 4, 0);
	assert_float_equal(exact.p, 0.01778, 0.005);
	/*
	 * Six times the same values: U is 36 * 4 of 36 * 42 pairs, five values occur 6 times, four
	 * 12 times. So z = (756 - 144 - 0.5) / sqrt(126 * (79 - 7914 / (78 * 77))) = 6.181.
	 */
	double many_x[6 * N(x)], many_y[6 * N(y)];

	for (size_t i = 0; i < N(many_x); i++)
		many_x[i] = x[i % N(x)];
	for (size_t i = 0; i < N(many_y); i++)
		many_y[i] = y[i % N(y)];
	normal = rank_test(many_y, N(many_y), many_x, N(many_x));
	assert_false(normal.exact);
	assert_float_equal(normal.u, 36 * 4, 0);
	assert_float_equal(normal.p / 6.37465e-10, 1, 1e-4);
}

static void test_shift(void **state)
{
	struct shift shift = shift_of(earlier, N(earlier), at_term, N(at_term), 0.95);

	(void)state;
	/* Hollander and Wolfe (1973) have the estimate; the interval is what R tells. */
	assert_float_equal(shift.estimate, 0.305, 1e-9);
	assert_float_equal(shift.low, -0.15, 1e-9);
	assert_float_equal(shift.high, 0.76, 1e-9);
	/* Three and three have no interval of 95 %, four and four that of all differences. */
	shift = shift_of(earlier, 3, at_term, 3, 0.95);
	assert_true(isnan(shift.low) && isnan(shift.high));
	shift = shift_of(earlier, 4, at_term, 4, 0.95);
	assert_float_equal(shift.low, 0.80 - 1.15, 1e-9);
	assert_float_equal(shift.high, 1.89 - 0.74, 1e-9);
	assert_true(isnan(shift_of(earlier, 0, at_term, 3, 0.95).estimate));
}

/* The interval holds the true shift as often as it says, of values whose shift is known. */
static void test_coverage(void **state)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	size_t held = 0, tries = 2000;

	(void)state;
	for (size_t i = 0; i < tries; i++) {
		double base[6], new[7];
		struct shift shift;

		for (size_t j = 0; j < N(base); j++)
			base[j] = pow(gsl_rng_uniform(rng), 3);
		for (size_t j = 0; j < N(new); j++)
			new[j] = pow(gsl_rng_uniform(rng), 3) + 0.25;
		shift = shift_of(base, N(base), new, N(new), 0.95);
		held += shift.low <= 0.25 && 0.25 <= shift.high;
	}
	gsl_rng_free(rng);
	assert_true(held >= 0.94 * (double)tries && held <= 0.98 * (double)tries);
}

/* Holm, A simple sequentially rejective multiple test procedure (1979): his rule, step by step. */
static void test_holm(void **state)
{
	/* The example of many textbooks, and of p.adjust in R. */
	double p[] = { 0.01, 0.04, 0.03, 0.005 };
	static const double adjusted[] = { 0.03, 0.06, 0.06, 0.02 };
	double one[] = { 0.2 }, high[] = { 0.9, 0.8 };

	(void)state;
	holm_adjust(p, N(p));
	for (size_t i = 0; i < N(p); i++)
		assert_float_equal(p[i], adjusted[i], 1e-12);
	holm_adjust(one, 1);
	assert_float_equal(one[0], 0.2, 0);
	holm_adjust(high, 2);
	assert_float_equal(high[0], 1, 0);
	assert_float_equal(high[1], 1, 0);
	holm_adjust(NULL, 0);
}

static void test_needs(void **state)
{
	(void)state;
	assert_float_equal(rank_test_least_p(3, 3), 0.1, 1e-12);
	assert_float_equal(rank_test_least_p(10, 10), 2 / 184756.0, 1e-15);
	assert_float_equal(rank_test_least_p(1, 1), 1, 0);
	assert_float_equal(rank_test_least_p(0, 5), 1, 0);
	assert_int_equal(rank_test_needs(1), 1);
	assert_int_equal(rank_test_needs(0.1), 3);
	assert_int_equal(rank_test_needs(0.05), 4);
	assert_int_equal(rank_test_needs(0.05 / 28), 7);
	for (size_t n = 2; n < 12; n++) {
		double base[12], new[12];

		for (size_t i = 0; i < n; i++) {
			base[i] = (double)i;
			new[i] = 100 + (double)i;
		}
		assert_float_equal(rank_test(base, n, new, n).p, rank_test_least_p(n, n), 1e-12);
		assert_float_equal(rank_test(base, n, new, n).superiority, 1, 0);
		assert_float_equal(rank_test(new, n, base, n).superiority, 0, 0);
	}
	assert_float_equal(rank_test(NULL, 0, NULL, 0).p, 1, 0);
}

static void test_boots(void **state)
{
	double values[] = { 1, 5, 2, 7, 3, 6, 100 };
	static const size_t boots[] = { 4, 9, 4, 9, 4, 9, 9 };
	double same[] = { 3, 1, 2 };
	static const size_t one_boot[] = { 2, 2, 2 };

	(void)state;
	assert_int_equal(boots_as_units(values, boots, N(values)), 2);
	assert_float_equal(values[0], 2, 0);
	assert_float_equal(values[1], 6.5, 0);
	assert_int_equal(boots_as_units(same, one_boot, N(same)), 3);
	assert_float_equal(same[0], 3, 0);
	assert_int_equal(boots_as_units(same, one_boot, 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_published),
		cmocka_unit_test(test_critical_values),
		cmocka_unit_test(test_against_counting),
		cmocka_unit_test(test_approximation),
		cmocka_unit_test(test_shift),
		cmocka_unit_test(test_coverage),
		cmocka_unit_test(test_holm),
		cmocka_unit_test(test_needs),
		cmocka_unit_test(test_boots),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
