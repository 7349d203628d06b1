// SPDX-License-Identifier: GPL-2.0-only
/* Tests which columns and notes a table shows, by its format and by what was asked for. */
#include "check.h"

#include <stdio.h>

#include "base/cleanup.h"
#include "given_table.h"

enum {
	FACT_VCPUS = 1,
};

static const struct column columns[] = {
	GIVEN("name", UNIT_TEXT, USE_ALWAYS, 0),
	GIVEN("ops", UNIT_NUMBER, USE_ALWAYS, 1),
	GIVEN("change", UNIT_NUMBER, USE_ALWAYS, 2),
	GIVEN("range", UNIT_TEXT, USE_READER, 3),
	GIVEN("min", UNIT_NUMBER, USE_DATA, 4),
	GIVEN("more", UNIT_NUMBER, USE_WIDE, 5),
	{ "vcpu", "vcpu", UNIT_NUMBER, USE_ALWAYS, 0, .cell = given_cell, .of = 6,
	  .only = FACT_VCPUS },
	{ "lone", "lone", UNIT_NUMBER, USE_DATA, 0, .cell = given_cell, .of = 5,
	  .unless = FACT_VCPUS },
	{ "lone", "two", UNIT_NUMBER, USE_DATA, 0, .cell = given_cell, .of = 4,
	  .only = FACT_VCPUS },
};

static struct table *sample_of(unsigned int facts)
{
	struct table *table = table_new(NULL, columns, N(columns), facts);

	GIVEN_ROW(table, cell_text("a"), cell_empty(), cell_real_as(12.5, "%+.0f%%", 12.5),
		  cell_text("1..2"), cell_count(1), cell_count(77), cell_count(3));
	GIVEN_ROW(table, cell_text("b"), cell_empty(), cell_empty(), cell_empty(), cell_empty(),
		  cell_empty(), cell_empty());
	return table;
}

static void expect_of(unsigned int facts, enum table_format format, bool wide, const char *keys,
		      const char *wanted)
{
	const struct table_choice choice = { .format = format, .wide = wide, .keys = keys };
	struct table *table = sample_of(facts);
	_cleanup_free_ char *text = given_text(table, &choice);

	assert_string_equal(text, wanted);
	table_free(table);
}

static void expect(enum table_format format, bool wide, const char *keys, const char *wanted)
{
	expect_of(0, format, wide, keys, wanted);
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
	expect(FORMAT_CSV, false, NULL, "name,ops,change,min,more,lone\na,,12.5,1,77,77\nb,,,,,\n");
}

static void test_chosen(void **state)
{
	(void)state;
	expect(FORMAT_CSV, false, "more,name,more", "more,name\n77,a\n,b\n");
	expect(FORMAT_TABLE, false, "ops,vcpu", "ops  vcpu\n---  ----\n  -     3\n  -     -\n");
	expect(FORMAT_CSV, true, "range", "range\n1..2\n\n");
}

/* What a table is decides which of its columns there are, and which of two with one key. */
static void test_facts(void **state)
{
	(void)state;
	expect_of(FACT_VCPUS, FORMAT_TABLE, false, NULL,
		  "name  change  range  vcpu\n----  ------  -----  ----\n"
		  "a       +12%  1..2      3\nb          -  -         -\n");
	expect_of(FACT_VCPUS, FORMAT_CSV, false, NULL,
		  "name,ops,change,min,more,vcpu,lone\na,,12.5,1,77,3,1\nb,,,,,,\n");
	expect_of(FACT_VCPUS, FORMAT_TABLE, false, "lone", "two\n---\n  1\n  -\n");
	expect_of(0, FORMAT_TABLE, false, "lone", "lone\n----\n  77\n   -\n");
}

/* A note that explains columns is there if one of them is. */
static void test_notes(void **state)
{
	static const struct {
		const char *keys, *notes;
	} rows[] = {
		{ "name", "[\"Always.\"]" },
		{ "more", "[\"Always.\", \"min, more: explained.\"]" },
		{ "name,min", "[\"Always.\", \"min, more: explained.\"]" },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		const struct table_choice choice = { .format = FORMAT_JSON, .keys = rows[i].keys };
		_cleanup_free_ char *wanted = xasprintf("\"notes\": %s", rows[i].notes);
		_cleanup_free_ char *text = NULL;
		struct table *table = sample_of(0);

		table_note(table, "Always.");
		table_note_about(table, "min,more", "min, more: explained.");
		text = given_text(table, &choice);
		if (!strstr(text, wanted))
			fail_msg("no %s in %s", wanted, text);
		table_free(table);
	}
}

static void test_unknown(void **state)
{
	static const char *const keys[] = { "", "speed", "name,", ",name", "name,speed", "nam" };

	(void)state;
	for (size_t i = 0; i < N(keys); i++) {
		const struct table_choice choice = { .format = FORMAT_CSV, .keys = keys[i] };
		struct table *table = sample_of(0);
		struct error err = ERROR_INIT;

		assert_int_equal(table_arrange(table, &choice, &err), -1);
		assert_error(
			&err, EXIT_TROUBLE,
			"no column '|there are name, ops, change, range, min, more, vcpu, lone");
		table_free(table);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_formats), cmocka_unit_test(test_chosen),
		cmocka_unit_test(test_facts),   cmocka_unit_test(test_notes),
		cmocka_unit_test(test_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
