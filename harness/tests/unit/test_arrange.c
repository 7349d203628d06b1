// SPDX-License-Identifier: GPL-2.0-only
/* Which columns a table shows, by format and by what was asked for. */
#include "check.h"

#include <stdio.h>

#include "base/cleanup.h"
#include "render/table.h"

static struct table *sample(void)
{
	struct table *table = table_new(NULL);

	table_column(table, "name", "name", COLUMN_TEXT);
	table_column(table, "ops", "ops", COLUMN_NUMBER);
	table_column(table, "change", "change", COLUMN_NUMBER);
	table_column(table, "range", "range", COLUMN_TEXT);
	table_use(table, USE_READER);
	table_column(table, "min", "min", COLUMN_NUMBER);
	table_use(table, USE_DATA);
	table_column(table, "more", "more", COLUMN_NUMBER);
	table_use(table, USE_WIDE);
	table_column(table, "vcpu", "vcpu", COLUMN_NUMBER);
	table_use(table, USE_NEVER);
	table_row(table);
	table_text(table, "a");
	table_empty(table);
	table_real_as(table, 12.5, "%+.0f%%", 12.5);
	table_text(table, "1..2");
	table_count(table, 1);
	table_count(table, 77);
	table_row(table);
	table_text(table, "b");
	return table;
}

static void expect(enum table_format format, bool wide, const char *keys, const char *wanted)
{
	_cleanup_free_ char *text = NULL;
	struct table *table = sample();
	struct error err = ERROR_INIT;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	assert_int_equal(table_arrange(table, format, wide, keys, &err), 0);
	assert_int_equal(table_write(table, format, out, &err), 0);
	fclose(out);
	assert_no_error(&err);
	assert_string_equal(text, wanted);
	table_free(table);
}

/* Readers are spared what says nothing; and no line ends in blanks. */
static void test_formats(void **state)
{
	(void)state;
	expect(FORMAT_TABLE, false, NULL,
	       "name  change  range\n----  ------  -----\na       +12%  1..2\nb          -  -\n");
	expect(FORMAT_TABLE, true, NULL,
	       "name  change  range  more\n----  ------  -----  ----\n"
	       "a       +12%  1..2     77\nb          -  -         -\n");
	expect(FORMAT_MARKDOWN, false, NULL,
	       "| name | change | range |\n| --- | ---: | --- |\n| a | +12% | 1..2 |\n"
	       "| b | - | - |\n");
	expect(FORMAT_CSV, false, NULL, "name,ops,change,min,more\na,,12.5,1,77\nb,,,,\n");
}

static void test_chosen(void **state)
{
	(void)state;
	expect(FORMAT_CSV, false, "more,name,more", "more,name\n77,a\n,b\n");
	expect(FORMAT_TABLE, false, "ops,vcpu", "ops  vcpu\n---  ----\n  -     -\n  -     -\n");
	expect(FORMAT_CSV, true, "range", "range\n1..2\n\n");
}

static void test_unknown(void **state)
{
	static const char *const keys[] = { "", "speed", "name,", ",name", "name,speed", "nam" };

	(void)state;
	for (size_t i = 0; i < N(keys); i++) {
		struct table *table = sample();
		struct error err = ERROR_INIT;

		assert_int_equal(table_arrange(table, FORMAT_CSV, false, keys[i], &err), -1);
		assert_error(&err, EXIT_TROUBLE, "no column '|there are name, ops, change, range");
		table_free(table);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_formats),
		cmocka_unit_test(test_chosen),
		cmocka_unit_test(test_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
