// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests which columns of a table fit a terminal, what is wrapped, and what the table says of the
 * columns that do not fit.
 */
#include "check.h"

#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/utf8.h"
#include "given_table.h"
#include "render/format.h"

static const struct column columns[] = {
	{ "name", "name", UNIT_TEXT, USE_ALWAYS, 0, .cell = given_cell, .of = 0 },
	{ "count", "count", UNIT_NUMBER, USE_ALWAYS, 1, .cell = given_cell, .of = 1 },
	{ "rate", "rate", UNIT_NUMBER, USE_ALWAYS, 2, .cell = given_cell, .of = 2 },
	{ "extra", "extra", UNIT_NUMBER, USE_ROOM, 4, .cell = given_cell, .of = 1 },
	{ "why", "why", UNIT_PROSE, USE_ALWAYS, 1, .cell = given_cell, .of = 3 },
};

static struct table *sample(void)
{
	struct table *table = table_new("A title that is long", columns, N(columns), 0);

	GIVEN_ROW(table, cell_text("disk/virtio-randread"), cell_count(1234), cell_real(5.5, 1),
		  cell_text("because it is so and not otherwise"));
	GIVEN_ROW(table, cell_text("idle"), cell_count(7), cell_real(0.25, 2),
		  cell_text("why not"));
	table_note(table, "A note of many words that has to be wrapped.");
	table_warning(table, "look at it, and then once more");
	return table;
}

static char *on_terminal(size_t width, const char *keys, bool wide, bool looks)
{
	const struct table_choice choice = {
		.width = width, .keys = keys, .wide = wide, .looks = looks
	};
	struct table *table = sample();
	char *text = given_text(table, &choice);

	table_free(table);
	return text;
}

static size_t widest_line(const char *text)
{
	size_t widest = 0;

	while (*text) {
		size_t length = strcspn(text, "\n");
		_cleanup_free_ char *line = strndup(text, length);
		size_t width = utf8_width(line);

		widest = width > widest ? width : widest;
		text += length + (text[length] == '\n');
	}
	return widest;
}

static void test_no_line_is_wider(void **state)
{
	(void)state;
	for (size_t width = 24; width < 120; width++) {
		_cleanup_free_ char *text = on_terminal(width, NULL, false, false);

		if (widest_line(text) > width)
			fail_msg("%zu columns of %zu:\n%s", widest_line(text), width, text);
	}
}

/* Just wide enough for all. */
static void test_wide_enough(void **state)
{
	_cleanup_free_ char *text = on_terminal(76, NULL, false, false);

	(void)state;
	assert_string_equal(
		text,
		"A title that is long\n\n"
		"name                  count  rate  extra  why\n"
		"--------------------  -----  ----  -----  ----------------------------------\n"
		"disk/virtio-randread  1,234   5.5  1,234  because it is so and not otherwise\n"
		"idle                      7  0.25      7  why not\n\n"
		"A note of many words that has to be wrapped.\n\n"
		"warning: look at it, and then once more\n");
}

/* What counts least is left out, and told by the names that --columns takes. */
static void test_narrow(void **state)
{
	_cleanup_free_ char *text = on_terminal(48, NULL, false, false);

	(void)state;
	assert_string_equal(text, "A title that is long\n\n"
				  "name           count  rate  why\n"
				  "-------------  -----  ----  --------------------\n"
				  "disk/virtio-   1,234   5.5  because it is so and\n"
				  "randread                    not otherwise\n"
				  "idle               7  0.25  why not\n\n"
				  "A note of many words that has to be wrapped.\n"
				  "Left out, as the terminal has 48 columns: extra.\n"
				  "  --wide shows every column, --columns NAMES\n"
				  "  shows those that you name, and --format csv\n"
				  "  has all of them as data.\n\n"
				  "warning: look at it, and then once more\n");
}

/* Columns that are asked for are never left out, and in a file nothing is cut or wrapped. */
static void test_asked_for(void **state)
{
	_cleanup_free_ char *named = on_terminal(30, "name,count,extra,rate", false, false);
	_cleanup_free_ char *wide = on_terminal(30, NULL, true, false);
	_cleanup_free_ char *file = on_terminal(0, NULL, false, false);

	(void)state;
	assert_non_null(strstr(named, "name          count  extra  rate\n"));
	assert_non_null(strstr(wide, "disk/virtio-randread  1,234   5.5  1,234  because it is so "
				     "and not otherwise\n"));
	assert_null(strstr(wide, "Left out"));
	assert_non_null(strstr(file, "disk/virtio-randread  1,234   5.5  because it is so and not "
				     "otherwise\n"));
	assert_null(strstr(file, "Left out"));
}

/* Escape sequences surround the text of a cell only, and take no room. */
static void test_looks(void **state)
{
	const struct table_choice choice = { .width = 80, .looks = true };
	struct table *table = table_new(NULL, columns, 3, 0);
	struct cell name = cell_text("a\033[2J");
	_cleanup_free_ char *text = NULL;

	(void)state;
	name.emphasis = EMPHASIS_FINDING;
	GIVEN_ROW(table, name, cell_count(1), cell_count(2));
	table_emphasize(table, EMPHASIS_NOISE);
	table_warning(table, "w");
	text = given_text(table, &choice);
	assert_string_equal(text,
			    "name      count  rate\n--------  -----  ----\n"
			    "\033[1ma\\x1B[2J\033[0m      \033[2m1\033[0m     \033[2m2\033[0m\n\n"
			    "\033[1mwarning:\033[0m w\n");
	table_free(table);
}

static void test_characters(void **state)
{
	/* Two columns each; a line must not end within one. */
	static const char wide[] = "\344\273\256\346\203\263\344\273\256\346\203\263";
	static const struct {
		const char *text;
		size_t width, length;
	} cases[] = {
		{ "one two", 7, 7 },    { "one two", 6, 3 },
		{ "one two", 3, 3 },    { "one  two", 5, 4 },
		{ "io/read-4k", 9, 8 }, { "io/read-4k", 4, 3 },
		{ "abcdef", 4, 4 },     { "abcdef", 1, 1 },
		{ wide, 4, 6 },         { wide, 5, 6 },
		{ wide, 1, 3 },         { "", 5, 0 },
		{ "e\314\201e", 1, 3 }, { "cpu 1,234,567", 7, 3 },
	};

	(void)state;
	for (size_t i = 0; i < N(cases); i++)
		if (wrap_length(cases[i].text, cases[i].width) != cases[i].length)
			fail_msg("'%s' in %zu columns: %zu bytes, not %zu", cases[i].text,
				 cases[i].width, wrap_length(cases[i].text, cases[i].width),
				 cases[i].length);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_line_is_wider),
		cmocka_unit_test(test_wide_enough),
		cmocka_unit_test(test_narrow),
		cmocka_unit_test(test_asked_for),
		cmocka_unit_test(test_looks),
		cmocka_unit_test(test_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
