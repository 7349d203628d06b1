// SPDX-License-Identifier: GPL-2.0-only
/* Tests that bytes from outside are made harmless before they are shown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/utf8.h"

#define N(array) (sizeof(array) / sizeof((array)[0]))

static void what_acts_or_is_no_text_is_shown_escaped(void **state)
{
	static const struct {
		const char *bytes, *visible;
	} cases[] = {
		{ "", "" },
		{ "plain, \303\244\346\203\263\360\237\230\200",
		  "plain, \303\244\346\203\263\360\237\230\200" },
		{ "\033[2Jx", "\\x1B[2Jx" },
		{ "a\tb\r\nc\177", "a\\x09b\\x0D\\x0Ac\\x7F" },
		/* CSI and OSC as one character, and as the byte that old terminals obey. */
		{ "\302\2332J", "\\xC2\\x9B2J" },
		{ "\302\2350;x", "\\xC2\\x9D0;x" },
		{ "\2332J", "\\x9B2J" },
		/* U+00A0 is none of them. */
		{ "\302\240", "\302\240" },
		/* Right to left, a line's end, and what XML must not hold. */
		{ "\342\200\256gnp.exe", "\\xE2\\x80\\xAEgnp.exe" },
		{ "\342\200\250", "\\xE2\\x80\\xA8" },
		{ "\357\277\277", "\\xEF\\xBF\\xBF" },
		{ "Gr\374n\303", "Gr\\xFCn\\xC3" },
		/* A character that says so itself is one. */
		{ "\357\277\275", "\357\277\275" },
		{ "\355\240\200", "\\xED\\xA0\\x80" },
	};

	(void)state;
	for (size_t i = 0; i < N(cases); i++) {
		char *visible = utf8_visible(cases[i].bytes);

		assert_string_equal(visible, cases[i].visible);
		free(visible);
	}
}

/* For JSON, which has an escape of its own for what acts. */
static void clean_text_keeps_what_acts(void **state)
{
	char *clean = utf8_clean("\033\377\302\233\303");

	(void)state;
	assert_string_equal(clean, "\033\\xFF\302\233\\xC3");
	free(clean);
}

static void a_text_is_cut_between_characters(void **state)
{
	static const struct {
		const char *text, *trimmed;
	} cases[] = {
		{ "", "" },
		{ "a", "a" },
		{ "a\303", "a" },
		{ "a\303\244", "a\303\244" },
		{ "a\346\203", "a" },
		{ "a\346\203\263", "a\346\203\263" },
		{ "a\360\237\230", "a" },
		{ "a\360\237\230\200", "a\360\237\230\200" },
		{ "\200\200\200\200", "\200\200\200\200" },
	};

	(void)state;
	for (size_t i = 0; i < N(cases); i++) {
		char text[16];

		strcpy(text, cases[i].text);
		utf8_trim(text);
		assert_string_equal(text, cases[i].trimmed);
	}
}

static void a_long_error_ends_with_a_whole_character(void **state)
{
	struct error err = ERROR_INIT;
	char path[sizeof(err.text) + 1] = "";

	(void)state;
	for (size_t i = 0; i + 2 < sizeof(path); i += 2)
		memcpy(path + i, "\303\244", 2);
	error_set(&err, "cannot open '%s'", path);
	assert_string_equal(err.text + strlen(err.text) - 5, "\303\244...");
	error_wrap(&err, "in %s", "file");
	assert_string_equal(err.text + strlen(err.text) - 5, "\303\244...");
	/* What is short stays what it is. */
	error_set(&err, "cannot open %s", "a\303");
	assert_string_equal(err.text, "cannot open a\303");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_acts_or_is_no_text_is_shown_escaped),
		cmocka_unit_test(clean_text_keeps_what_acts),
		cmocka_unit_test(a_text_is_cut_between_characters),
		cmocka_unit_test(a_long_error_ends_with_a_whole_character),
	};

	return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
