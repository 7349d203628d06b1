// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests which texts are taken for numbers, which numbers are in range, and conversions that must
 * not go wrong.
 */
#include "check.h"

#include <math.h>
#include <stdbool.h>

#include "base/number.h"

static void test_texts(void **state)
{
	static const struct {
		const char *text;
		double value; /* NAN: it is no number */
	} rows[] = {
		{ "0", 0 },          { "1", 1 },       { "1.5", 1.5 },  { ".5", 0.5 },
		{ "1.", 1 },         { "1e2", 100 },   { "2E-1", 0.2 }, { "100", 100 },
		{ "", NAN },         { ".", NAN },     { "-1", NAN },   { "+1", NAN },
		{ " 1", NAN },       { "1 ", NAN },    { "0x10", NAN }, { "inf", NAN },
		{ "nan", NAN },      { "1e999", NAN }, { "1e", NAN },   { "100.1", NAN },
		{ "infinity", NAN }, { "1.5x", NAN },  { "1,5", NAN },  { "..5", NAN },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		double value = -1;

		if (number_from_text(rows[i].text, 0, 100, &value) != !isnan(rows[i].value))
			fail_msg("'%s'", rows[i].text);
		assert_true(isnan(rows[i].value) ? value == -1 : value == rows[i].value);
	}
}

static void test_whole(void **state)
{
	static const struct {
		const char *text;
		bool good;
		uint64_t value;
	} rows[] = {
		{ "1", true, 1 },
		{ "007", true, 7 },
		{ "18446744073709551615", true, UINT64_MAX },
		{ "0", false, 0 },
		{ "18446744073709551616", false, 0 },
		{ "-1", false, 0 },
		{ "1.0", false, 0 },
		{ "", false, 0 },
		{ " 1", false, 0 },
		{ "0x1", false, 0 },
		{ "99999999999999999999999", false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		uint64_t value = 0;

		if (number_whole(rows[i].text, 1, UINT64_MAX, &value) != rows[i].good)
			fail_msg("'%s'", rows[i].text);
		assert_true(value == rows[i].value);
	}
}

/* With the sanitizer for it, a conversion out of range would end the test. */
static void test_conversions(void **state)
{
	static const double out[] = { -1, 0.5, 3e9, -3e9, 1e300, -1e300, INFINITY, -INFINITY, NAN };
	int number = 7;

	(void)state;
	for (size_t i = 0; i < N(out); i++)
		assert_false(number_to_int(out[i], 0, 4095, &number));
	assert_int_equal(number, 7);
	assert_true(number_to_int(4095, 0, 4095, &number));
	assert_int_equal(number, 4095);
	assert_true(number_to_u64(NAN) == 0 && number_to_u64(-1) == 0);
	assert_true(number_to_u64(2.5) == 3 && number_to_u64(0x1p63) == UINT64_C(1) << 63);
	assert_true(number_to_u64(0x1p64) == UINT64_MAX && number_to_u64(INFINITY) == UINT64_MAX);
	/* Not 0: that would be no limit at all. */
	assert_true(number_seconds_ns(1e-10) == 1 && number_seconds_ns(1e-300) == 1);
	assert_true(number_seconds_ns(0) == 0 && number_seconds_ns(1.5) == 1500000000);
	assert_true(number_seconds_ns(1e30) == UINT64_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_conversions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
