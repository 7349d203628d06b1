// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests the separators between thousands, with numbers of every length, signs, decimals, and too
 * little room.
 */
#include "check.h"

#include "base/digits.h"

static void test_grouping(void **state)
{
	static const struct {
		const char *plain, *grouped;
	} rows[] = {
		{ "", "" },
		{ "0", "0" },
		{ "999", "999" },
		{ "1000", "1,000" },
		{ "123456", "123,456" },
		{ "1234567", "1,234,567" },
		{ "18446744073709551615", "18,446,744,073,709,551,615" },
		{ "-1", "-1" },
		{ "-999", "-999" },
		{ "-1000", "-1,000" },
		{ "1234.5678", "1,234.5678" },
		{ "-1234567.50", "-1,234,567.50" },
		{ "<0.0001", "<0.0001" },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		char text[64];

		digits_group(rows[i].plain, text, sizeof(text));
		assert_string_equal(text, rows[i].grouped);
	}
}

static void test_little_room(void **state)
{
	(void)state;
	for (size_t size = 1; size <= 9; size++) {
		char text[16] = "..............."; /* shows where it ends */

		digits_group("1234567", text, size);
		assert_int_equal(strlen(text), size - 1);
		assert_memory_equal(text, "1,234,567", size - 1);
		assert_int_equal(text[size], '.');
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_grouping),
		cmocka_unit_test(test_little_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
