// SPDX-License-Identifier: GPL-2.0-only
/* Tests the formats of a table byte by byte, also with values that are hard to write. */
#include "check.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/utf8.h"
#include "given_table.h"

/* The table in that format as a string; the caller frees it. */
static char *written(struct table *table, enum table_format format)
{
	return given_text(table, &(struct table_choice){ .format = format });
}

static void expect(struct table *table, enum table_format format, const char *wanted)
{
	char *text = written(table, format);

	assert_string_equal(text, wanted);
	free(text);
}

static const struct column sample_columns[] = {
	GIVEN("reason", UNIT_TEXT, USE_ALWAYS, 0),
	GIVEN("exits", UNIT_NUMBER, USE_ALWAYS, 1),
	{ "exits_per_second", "exits/s", UNIT_NUMBER, USE_ALWAYS, 0, .cell = given_cell, .of = 2 },
};

static struct table *sample(void)
{
	struct table *table = table_new("VM exits", sample_columns, 3, 0);

	GIVEN_ROW(table, cell_text("cpuid"), cell_count(1234567), cell_real(1234.56, 1));
	GIVEN_ROW(table, cell_text("reason %u", 93), cell_count(7), cell_empty());
	table_note(table, "handling time is idle time for hlt");
	return table;
}

static const struct column text_column[] = { GIVEN("k", UNIT_TEXT, USE_ALWAYS, 0) };
static const struct column number_column[] = { GIVEN("n", UNIT_NUMBER, USE_ALWAYS, 0) };

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
	struct table *table = table_new(NULL, text_column, 1, 0);

	GIVEN_ROW(table, cell_text("%s", text));
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
	static const struct column columns[] = {
		{ "k", evil, UNIT_TEXT, USE_ALWAYS, 0, .cell = given_cell, .of = 0 },
		{ "n", "n", UNIT_NUMBER, USE_ALWAYS, 0, .cell = given_cell, .of = 1 },
	};

	(void)state;
	for (enum table_format format = FORMAT_TABLE; format < FORMAT_N; format++) {
		struct table *table = table_new(evil, columns, 2, 0);
		char *text;

		GIVEN_ROW(table, cell_text("%s", evil), cell_real_as(1, "%s", evil));
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
	return table_new(NULL, number_column, 1, 0);
}

static void add_count(struct table *table, uint64_t value)
{
	GIVEN_ROW(table, cell_count(value));
}

static void add_real(struct table *table, double value, int decimals)
{
	GIVEN_ROW(table, cell_real(value, decimals));
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
	_cleanup_free_ char *text = NULL;

	(void)state;
	add_real(table, NAN, 1);
	add_real(table, INFINITY, 1);
	GIVEN_ROW(table, cell_empty());
	text = given_text(table, &(struct table_choice){ .keys = "n" });
	assert_string_equal(text, "n\n-\n-\n-\n-\n");
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
	static const struct column columns[] = {
		GIVEN("a", UNIT_TEXT, USE_ALWAYS, 0),
		GIVEN("b", UNIT_TEXT, USE_ALWAYS, 1),
	};
	struct table *table = table_new(NULL, columns, 2, 0);
	char wanted[64];

	(void)state;
	GIVEN_ROW(table, cell_text("%s", wide), cell_text("x"));
	GIVEN_ROW(table, cell_text("%s", narrow), cell_text("y"));
	snprintf(wanted, sizeof(wanted), "a     b\n----  -\n%s  x\n%s    y\n", wide, narrow);
	expect(table, FORMAT_TABLE, wanted);
	table_free(table);
}

/* A page links, has colours and hints; whatever comes from data stays text. */
static void html_is_a_table(void **state)
{
	struct table *table = table_new("title", sample_columns, 3, 0);
	struct cell name = cell_text("<b>"), reasons = cell_empty();
	_cleanup_free_ char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	(void)state;
	name.link = strdup("workload-0");
	name.badge = strdup("1 of 2 & more");
	name.emphasis = EMPHASIS_FINDING;
	cell_add_part(&reasons, "msr 60%", "a \"register\"", 0x0072B2);
	cell_add_part(&reasons, "hlt 40%", NULL, 0);
	GIVEN_ROW(table, name, cell_empty(), cell_real(1234.56, 1));
	GIVEN_ROW(table, reasons, cell_count(7), cell_empty());
	table_emphasize(table, EMPHASIS_NOISE);
	table_write_html(table, out);
	fclose(out);
	assert_string_equal(
		text,
		"<div class=\"wide\"><table class=\"numbers\">\n<thead><tr>"
		"<th scope=\"col\" class=\"text\">reason</th>"
		"<th scope=\"col\" class=\"number\">exits</th>"
		"<th scope=\"col\" class=\"number\">exits/s</th></tr></thead>\n<tbody>\n"
		"<tr class=\"row\"><th scope=\"row\" class=\"text finding\">"
		"<a href=\"#workload-0\">&lt;b&gt;</a> "
		"<span class=\"badge\">1 of 2 &amp; more</span></th>"
		"<td class=\"none\">-</td><td class=\"number\">1,234.6</td></tr>\n"
		"<tr class=\"row noise\"><th scope=\"row\" class=\"text\">"
		"<span class=\"reason\" title=\"a &quot;register&quot;\">"
		"<i style=\"background:#0072B2\"></i>msr 60%</span> "
		"<span class=\"reason\" title=\"\"><i style=\"background:#000000\"></i>hlt 40%</span> "
		"</th><td class=\"number\">7</td><td class=\"none\">-</td></tr>\n"
		"</tbody></table></div>\n");
	expect(table, FORMAT_CSV,
	       "reason,exits,exits_per_second\n<b>,,1234.56\n\"msr 60%, hlt 40%\",7,\n");
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
	assert_int_equal(table_arrange(table, &(struct table_choice){ .format = FORMAT_CSV }, &err),
			 0);
	assert_int_equal(table_write(table, full, &err), -1);
	assert_int_equal(err.status, EXIT_TROUBLE);
	assert_non_null(strstr(err.text, "cannot write the table"));
	fclose(full);
	table_free(table);
}

/* To readers below the notes, wrapped in text; in JSON a field; in CSV nothing. */
static void warnings_are_apart(void **state)
{
	struct table *table = numbers();

	(void)state;
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
		cmocka_unit_test(html_is_a_table),
		cmocka_unit_test(broken_utf8_is_one_character_a_byte),
		cmocka_unit_test(formats_go_by_name),
		cmocka_unit_test(warnings_are_apart),
		cmocka_unit_test(a_failed_write_is_an_error),
	};

	return cmocka_run_group_tests_name("table", tests, NULL, NULL);
}
