// SPDX-License-Identifier: GPL-2.0-only
/* The four formats of a table, to the byte, and the values that are hard to write. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "render/table.h"

/* The table in that format as a string; the caller frees it. */
static char *written(const struct table *table, enum table_format format)
{
	struct error err = ERROR_INIT;
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	assert_int_equal(table_write(table, format, out, &err), 0);
	fclose(out);
	return text;
}

static void expect(const struct table *table, enum table_format format, const char *wanted)
{
	char *text = written(table, format);

	assert_string_equal(text, wanted);
	free(text);
}

static struct table *sample(void)
{
	struct table *table = table_new("VM exits");

	table_column(table, "reason", "reason", COLUMN_TEXT);
	table_column(table, "exits", "exits", COLUMN_NUMBER);
	table_column(table, "exits_per_second", "exits/s", COLUMN_NUMBER);
	table_row(table);
	table_text(table, "%s", "cpuid");
	table_count(table, 1234567);
	table_real(table, 1234.56, 1);
	table_row(table);
	table_text(table, "reason %u", 93);
	table_count(table, 7);
	table_empty(table);
	table_note(table, "handling time is idle time for hlt");
	return table;
}

static void text_is_aligned(void **state)
{
	struct table *table = sample();

	(void)state;
	expect(table, FORMAT_TABLE,
	       "VM exits\n"
	       "\n"
	       "reason         exits  exits/s\n"
	       "---------  ---------  -------\n"
	       "cpuid      1,234,567  1,234.6\n"
	       "reason 93          7        -\n"
	       "\n"
	       "handling time is idle time for hlt\n");
	table_free(table);
}

static void csv_goes_by_keys_and_is_exact(void **state)
{
	struct table *table = sample();

	(void)state;
	expect(table, FORMAT_CSV,
	       "reason,exits,exits_per_second\n"
	       "cpuid,1234567,1234.56\n"
	       "reason 93,7,\n");
	table_free(table);
}

static void json_goes_by_keys_and_is_exact(void **state)
{
	struct table *table = sample();

	(void)state;
	expect(table, FORMAT_JSON,
	       "{\n"
	       "\"title\": \"VM exits\",\n"
	       "\"rows\": [\n"
	       "{\"reason\": \"cpuid\", \"exits\": 1234567, \"exits_per_second\": 1234.56},\n"
	       "{\"reason\": \"reason 93\", \"exits\": 7, \"exits_per_second\": null}\n"
	       "],\n"
	       "\"notes\": [\"handling time is idle time for hlt\"],\n\"warnings\": []\n"
	       "}\n");
	table_free(table);
}

static void markdown_is_a_table(void **state)
{
	struct table *table = sample();

	(void)state;
	expect(table, FORMAT_MARKDOWN,
	       "**VM exits**\n"
	       "\n"
	       "| reason | exits | exits/s |\n"
	       "| --- | ---: | ---: |\n"
	       "| cpuid | 1,234,567 | 1,234.6 |\n"
	       "| reason 93 | 7 | - |\n"
	       "\n"
	       "handling time is idle time for hlt\n");
	table_free(table);
}

static struct table *one_cell(const char *text)
{
	struct table *table = table_new(NULL);

	table_column(table, "k", "k", COLUMN_TEXT);
	table_row(table);
	table_text(table, "%s", text);
	return table;
}

static void csv_quotes_what_must_be_quoted(void **state)
{
	struct table *table = one_cell("a,\"b\"\nc");

	(void)state;
	expect(table, FORMAT_CSV, "k\n\"a,\"\"b\"\"\\x0Ac\"\n");
	table_free(table);
	/* Some readers split at it, and what follows would be a formula. */
	table = one_cell("a;=1+1");
	expect(table, FORMAT_CSV, "k\n\"a;=1+1\"\n");
	table_free(table);
}

/* A spreadsheet would compute a name, or fetch what it names; of numbers the sign stays. */
static void csv_has_no_formulas(void **state)
{
	static const struct {
		const char *text, *field;
	} cases[] = {
		{ "=1+1", "'=1+1" },
		{ "=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"" },
		{ "+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0" },
		{ "-2+3", "'-2+3" },
		{ "@SUM(A1)", "'@SUM(A1)" },
		{ "\357\274\2351+1", "'\357\274\2351+1" },
		{ "\t=1+1", "\\x09=1+1" },
		{ "-inf", "'-inf" },
		{ "-5", "-5" },
		{ "+0.5", "+0.5" },
		{ "-.5e-3", "-.5e-3" },
		{ "-5e", "'-5e" },
		{ "-", "-" },
		{ "a=b", "a=b" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct table *table = one_cell(cases[i].text);
		char wanted[128];

		snprintf(wanted, sizeof(wanted), "k\n%s\n", cases[i].field);
		expect(table, FORMAT_CSV, wanted);
		table_free(table);
	}
}

static void markdown_escapes_markup(void **state)
{
	struct table *table = one_cell("#a|b\\c*d_e`f<g>[h]\ni&lt;");

	(void)state;
	expect(table, FORMAT_MARKDOWN,
	       "| k |\n| --- |\n"
	       "| \\#a\\|b\\\\c\\*d\\_e\\`f\\<g\\>\\[h\\]\\\\x0Ai\\&lt; |\n");
	table_free(table);
}

static void text_lets_no_control_through(void **state)
{
	struct table *table = one_cell("a\033[2J\tb\rc\302\233d\177e");

	(void)state;
	expect(table, FORMAT_TABLE,
	       "k\n--------------------------------\n"
	       "a\\x1B[2J\\x09b\\x0Dc\\xC2\\x9Bd\\x7Fe\n");
	table_free(table);
}

/* Every text that a table can hold, in every format. */
static void no_text_of_a_table_acts(void **state)
{
	static const char evil[] = "\033[2J\302\233m\233\r\342\200\256";

	(void)state;
	for (enum table_format format = FORMAT_TABLE; format < FORMAT_N; format++) {
		struct table *table = table_new(evil);
		char *text;

		table_column(table, "k", evil, COLUMN_TEXT);
		table_column(table, "n", "n", COLUMN_NUMBER);
		table_row(table);
		table_text(table, "%s", evil);
		table_real_as(table, 1, "%s", evil);
		table_difference(table, evil, evil, evil);
		table_note(table, "%s", evil);
		table_warning(table, "%s %s", evil, evil);
		text = written(table, format);
		for (const char *c = text; *c;) {
			uint32_t code;

			c += utf8_decode(c, &code);
			if (code != '\n' && (utf8_acts(code) || code == UTF8_REPLACEMENT))
				fail_msg("U+%04X in:\n%s", code, text);
		}
		free(text);
		table_free(table);
	}
}

static void json_survives_bytes_that_are_no_utf8(void **state)
{
	struct table *table = one_cell("a\377b\303\"\\\n");
	char *text = written(table, FORMAT_JSON);
	json_error_t error;
	json_t *root = json_loads(text, 0, &error);
	json_t *row = json_array_get(json_object_get(root, "rows"), 0);

	(void)state;
	assert_non_null(root);
	assert_string_equal(json_string_value(json_object_get(row, "k")), "a\\xFFb\\xC3\"\\\n");
	assert_true(json_is_null(json_object_get(root, "title")));
	json_decref(root);
	free(text);
	table_free(table);
}

/* A terminal obeys C1 controls, too; JSON has an escape for each character. */
static void json_escapes_what_acts_and_keeps_it(void **state)
{
	static const char evil[] = "\033\302\233\177\342\200\256\363\240\200\201\360\237\230\200";
	struct table *table = one_cell(evil);
	char *text = written(table, FORMAT_JSON);
	json_t *root = json_loads(text, 0, NULL);
	json_t *row = json_array_get(json_object_get(root, "rows"), 0);

	(void)state;
	assert_non_null(
		strstr(text, "\"\\u001B\\u009B\\u007F\\u202E\\uDB40\\uDC01\360\237\230\200\""));
	assert_string_equal(json_string_value(json_object_get(row, "k")), evil);
	json_decref(root);
	free(text);
	table_free(table);
}

static struct table *numbers(void)
{
	struct table *table = table_new(NULL);

	table_column(table, "n", "n", COLUMN_NUMBER);
	return table;
}

static void add_count(struct table *table, uint64_t value)
{
	table_row(table);
	table_count(table, value);
}

static void add_real(struct table *table, double value, int decimals)
{
	table_row(table);
	table_real(table, value, decimals);
}

static void counts_group_at_every_length(void **state)
{
	struct table *table = numbers();

	(void)state;
	add_count(table, 0);
	add_count(table, 999);
	add_count(table, 1000);
	add_count(table, 100000);
	add_count(table, UINT64_MAX);
	expect(table, FORMAT_TABLE,
	       "                         n\n"
	       "--------------------------\n"
	       "                         0\n"
	       "                       999\n"
	       "                     1,000\n"
	       "                   100,000\n"
	       "18,446,744,073,709,551,615\n");
	expect(table, FORMAT_CSV, "n\n0\n999\n1000\n100000\n18446744073709551615\n");
	table_free(table);
}

static void reals_are_rounded_for_readers_only(void **state)
{
	struct table *table = numbers();

	(void)state;
	add_real(table, -1234567.891, 2);
	add_real(table, -0.04, 1);
	add_real(table, 0.1, 0);
	add_real(table, 1.0 / 3, 3);
	add_real(table, 999.96, 1);
	expect(table, FORMAT_TABLE,
	       "            n\n-------------\n-1,234,567.89\n          0.0\n            0\n"
	       "        0.333\n      1,000.0\n");
	expect(table, FORMAT_CSV, "n\n-1234567.891\n-0.04\n0.1\n0.3333333333333333\n999.96\n");
	table_free(table);
}

static void what_is_no_number_is_empty(void **state)
{
	struct table *table = numbers();

	(void)state;
	add_real(table, NAN, 1);
	add_real(table, INFINITY, 1);
	table_row(table);
	expect(table, FORMAT_TABLE, "n\n-\n-\n-\n-\n");
	expect(table, FORMAT_JSON,
	       "{\n\"title\": null,\n\"rows\": [\n{\"n\": null},\n{\"n\": null},\n{\"n\": null}\n],\n"
	       "\"notes\": [],\n\"warnings\": []\n}\n");
	table_free(table);
}

static void a_table_without_rows_has_its_header(void **state)
{
	struct table *table = numbers();

	(void)state;
	expect(table, FORMAT_TABLE, "n\n-\n");
	expect(table, FORMAT_CSV, "n\n");
	expect(table, FORMAT_JSON,
	       "{\n\"title\": null,\n\"rows\": [],\n\"notes\": [],\n\"warnings\": []\n}\n");
	table_free(table);
}

static void wide_and_combining_characters_align(void **state)
{
	/* Two CJK characters take four columns; e + acute and micro take two. */
	static const char wide[] = "\344\273\256\346\203\263";
	static const char narrow[] = "e\314\201\302\265";
	struct table *table = table_new(NULL);
	char wanted[64];

	(void)state;
	table_column(table, "a", "a", COLUMN_TEXT);
	table_column(table, "b", "b", COLUMN_TEXT);
	table_row(table);
	table_text(table, "%s", wide);
	table_text(table, "x");
	table_row(table);
	table_text(table, "%s", narrow);
	table_text(table, "y");
	snprintf(wanted, sizeof(wanted), "a     b\n----  -\n%s  x\n%s    y\n", wide, narrow);
	expect(table, FORMAT_TABLE, wanted);
	table_free(table);
}

static void broken_utf8_is_one_character_a_byte(void **state)
{
	static const char *const broken[] = {
		"\200", "\376", "\303", "\300\200", "\355\240\200", "\364\220\200\200", "\342\202",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		uint32_t code = 0;

		assert_int_equal(utf8_decode(broken[i], &code), 1);
		assert_int_equal(code, UTF8_REPLACEMENT);
		assert_int_equal(utf8_width(broken[i]), strlen(broken[i]));
	}
}

static void formats_go_by_name(void **state)
{
	enum table_format format = FORMAT_TABLE;

	(void)state;
	assert_true(table_format_from_name("markdown", &format));
	assert_int_equal(format, FORMAT_MARKDOWN);
	assert_false(table_format_from_name("xml", &format));
	assert_int_equal(format, FORMAT_MARKDOWN);
}

static void a_failed_write_is_an_error(void **state)
{
	struct table *table = sample();
	struct error err = ERROR_INIT;
	FILE *full = fopen("/dev/full", "w");

	(void)state;
	assert_non_null(full);
	setvbuf(full, NULL, _IONBF, 0);
	assert_int_equal(table_write(table, FORMAT_CSV, full, &err), -1);
	assert_int_equal(err.status, EXIT_TROUBLE);
	assert_non_null(strstr(err.text, "cannot write the table"));
	fclose(full);
	table_free(table);
}

/* To readers below the notes, wrapped in text; in JSON a field; in CSV nothing. */
static void warnings_are_apart(void **state)
{
	struct table *table = table_new(NULL);

	(void)state;
	table_column(table, "n", "n", COLUMN_NUMBER);
	table_note(table, "note");
	table_warning(table, "a|b: %s", "odd");
	table_warning(table, "%s",
		      "0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 "
		      "0123456789 0123456789 0123\n5678901 0123456789 end");
	expect(table, FORMAT_TABLE,
	       "n\n-\n\nnote\n\n"
	       "warning: a|b: odd\n"
	       "warning: 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 "
	       "0123456789 0123456789\n"
	       "  0123\\x0A5678901 0123456789 end\n");
	expect(table, FORMAT_CSV, "n\n");
	expect(table, FORMAT_JSON,
	       "{\n\"title\": null,\n\"rows\": [],\n\"notes\": [\"note\"],\n"
	       "\"warnings\": [\"a|b: odd\", \"0123456789 0123456789 0123456789 0123456789 "
	       "0123456789 0123456789 0123456789 0123456789 0123\\n5678901 0123456789 end\"]\n}\n");
	expect(table, FORMAT_MARKDOWN,
	       "| n |\n| ---: |\n\nnote  \nwarning: a\\|b: odd  \nwarning: "
	       "0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 "
	       "0123456789 0123\\\\x0A5678901 0123456789 end\n");
	table_free(table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_aligned),
		cmocka_unit_test(csv_goes_by_keys_and_is_exact),
		cmocka_unit_test(json_goes_by_keys_and_is_exact),
		cmocka_unit_test(markdown_is_a_table),
		cmocka_unit_test(csv_quotes_what_must_be_quoted),
		cmocka_unit_test(csv_has_no_formulas),
		cmocka_unit_test(markdown_escapes_markup),
		cmocka_unit_test(text_lets_no_control_through),
		cmocka_unit_test(no_text_of_a_table_acts),
		cmocka_unit_test(json_escapes_what_acts_and_keeps_it),
		cmocka_unit_test(json_survives_bytes_that_are_no_utf8),
		cmocka_unit_test(counts_group_at_every_length),
		cmocka_unit_test(reals_are_rounded_for_readers_only),
		cmocka_unit_test(what_is_no_number_is_empty),
		cmocka_unit_test(a_table_without_rows_has_its_header),
		cmocka_unit_test(wide_and_combining_characters_align),
		cmocka_unit_test(broken_utf8_is_one_character_a_byte),
		cmocka_unit_test(formats_go_by_name),
		cmocka_unit_test(warnings_are_apart),
		cmocka_unit_test(a_failed_write_is_an_error),
	};

	return cmocka_run_group_tests_name("table", tests, NULL, NULL);
}
