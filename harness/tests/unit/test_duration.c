// SPDX-License-Identifier: GPL-2.0-only
/* Tests that times have a suitable unit, and as many digits as the repeats agree in. */
#include "check.h"

#include <math.h>

#include "base/cleanup.h"
#include "given_table.h"
#include "render/duration.h"

static void test_digits(void **state)
{
	static const struct {
		struct spread spread;
		int digits;
	} cases[] = {
		{ { 1, 100, 100, 100 }, 3 },   /* one tells nothing of how it scatters */
		{ { 3, 100, 100, 100 }, 4 },   /* they are all the same */
		{ { 3, 100, 60, 140 }, 2 },    /* +-40 % */
		{ { 3, 100, 95, 105 }, 3 },    /* +-5 % */
		{ { 3, 100, 99, 101 }, 3 },    /* +-1 % */
		{ { 3, 1000, 995, 1005 }, 4 }, /* +-0.5 % */
		{ { 3, 1e6, 999999, 1000001 }, 4 }, { { 3, 1, 0, 100 }, 2 }, { { 2, 0, 0, 5 }, 3 },
	};

	(void)state;
	for (size_t i = 0; i < N(cases); i++)
		assert_int_equal(duration_digits(&cases[i].spread), cases[i].digits);
}

static void test_text(void **state)
{
	static const struct {
		double ns;
		int digits;
		double greatest;
		const char *text;
	} cases[] = {
		{ 312.4, 3, 500, "312 ns" },     { 0.0336, 2, 500, "0.034 ns" },
		{ 9999, 4, 9999, "9,999 ns" },   { 10000, 4, 10000, "10.00 us" },
		{ 312.4, 3, 1e6, "0.312 us" },   { 1571.4, 3, 20000, "1.57 us" },
		{ 99960, 3, 99960, "100 us" },   { 99940, 3, 99960, "99.9 us" },
		{ 4798123, 3, 1e7, "4,800 us" }, { 4798123, 4, 1e7, "4,798 us" },
		{ 0, 3, 1e7, "0 us" },           { 0.003, 2, 1e7, "<0.0001 us" },
		{ INFINITY, 3, 1e7, "- us" },    { NAN, 3, 1e7, "- us" },
	};

	(void)state;
	for (size_t i = 0; i < N(cases); i++) {
		_cleanup_free_ char *text =
			duration_text(cases[i].ns, cases[i].digits, cases[i].greatest);

		assert_string_equal(text, cases[i].text);
	}
	assert_true(isnan(duration_ns(5000, 0)));
	assert_float_equal(duration_ns(5000, 2500000), 2000, 1e-9);
}

static void test_range(void **state)
{
	const struct spread three = { 3, 4396, 4393, 4396 }, one = { 1, 4396, 4396, 4396 };
	_cleanup_free_ char *range = duration_range_text(&three, 2000000);
	_cleanup_free_ char *value = duration_range_text(&one, 2000000);

	(void)state;
	assert_string_equal(range, "2,198 ns (2,196 to 2,198)");
	assert_string_equal(value, "2,200 ns");
}

static struct cell cycles_cell(const struct column *column, const void *row)
{
	const double *cycles = row;
	struct cell cell = cell_real(*cycles, 0);

	(void)column;
	cell.digits = 3;
	return cell;
}

static const struct column columns[] = {
	{ "cycles_per_op", "cycles/op", UNIT_CYCLES, USE_ALWAYS, 0, .cell = cycles_cell },
	{ "ns_per_op", "time/op", UNIT_TIME, USE_READER, 0, .cell = cycles_cell },
};

static void expect(uint32_t tsc_khz, const struct table_choice *choice, const char *wanted)
{
	static const double values[] = { 20000, 300, NAN };
	struct table *table = table_new(NULL, columns, N(columns), 0);
	_cleanup_free_ char *text = NULL;

	table_clock(table, tsc_khz);
	for (size_t i = 0; i < N(values); i++)
		table_add(table, &values[i]);
	text = given_text(table, choice);
	assert_string_equal(text, wanted);
	table_free(table);
}

/* Readers see one of both; a column has one unit; data has cycles, and ns of those who ask. */
static void test_columns(void **state)
{
	const struct table_choice usual = { 0 }, cycles = { .cycles = true },
				  csv = { .format = FORMAT_CSV },
				  ns = { .format = FORMAT_CSV, .keys = "ns_per_op" },
				  named = { .keys = "cycles_per_op,ns_per_op" };
	static const char in_cycles[] = "cycles/op\n---------\n   20,000\n      300\n        -\n";

	(void)state;
	expect(1000000, &usual, " time/op\n--------\n 20.0 us\n0.300 us\n       -\n");
	expect(1000000, &cycles, in_cycles);
	expect(0, &usual, in_cycles);
	expect(1000000, &csv, "cycles_per_op\n20000\n300\n\n");
	expect(2000000, &ns, "ns_per_op\n10000\n150\n\n");
	expect(4000000, &named,
	       "cycles/op   time/op\n---------  --------\n   20,000  5,000 ns\n"
	       "      300   75.0 ns\n        -         -\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_digits),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_range),
		cmocka_unit_test(test_columns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
