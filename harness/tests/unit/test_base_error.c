// SPDX-License-Identifier: GPL-2.0-only
/* Tests errors: their text, status and context, and texts that are too long. */
#include "check.h"

#include <errno.h>

static void test_set(void **state)
{
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(error_set(&err, "no %s '%s'", "file", "a"), -1);
	assert_int_equal(err.status, EXIT_TROUBLE);
	assert_string_equal(err.text, "no file 'a'");
	assert_int_equal(error_no(&err, "not found"), -1);
	assert_int_equal(err.status, EXIT_NO);
	assert_string_equal(err.text, "not found");
}

static void test_errno_is_that_of_the_call(void **state)
{
	struct error err = ERROR_INIT;

	(void)state;
	errno = EACCES;
	assert_int_equal(error_errno(&err, "cannot open '%s'", "x"), -1);
	assert_int_equal(err.status, EXIT_TROUBLE);
	assert_string_equal(err.text, "cannot open 'x': Permission denied");
}

static void test_wrap_keeps_the_status(void **state)
{
	struct error err = ERROR_INIT;

	(void)state;
	error_no(&err, "inner");
	assert_int_equal(error_wrap(&err, "middle %d", 2), -1);
	error_wrap(&err, "outer");
	assert_int_equal(err.status, EXIT_NO);
	assert_string_equal(err.text, "outer: middle 2: inner");
}

static void test_own_text_as_argument(void **state)
{
	struct error err = ERROR_INIT;

	(void)state;
	error_set(&err, "first");
	error_set(&err, "%s, then second", err.text);
	assert_string_equal(err.text, "first, then second");
}

/* Whatever is too long is cut, at every place where text comes in. */
static void test_long_text_is_cut(void **state)
{
	char text[2 * sizeof(((struct error *)NULL)->text)];
	struct error err = ERROR_INIT;

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	error_set(&err, "%s", text);
	assert_int_equal(strlen(err.text), sizeof(err.text) - 1);
	errno = ENOENT;
	error_errno(&err, "%s", text);
	assert_int_equal(strlen(err.text), sizeof(err.text) - 1);
	error_wrap(&err, "in front");
	assert_int_equal(strlen(err.text), sizeof(err.text) - 1);
	assert_memory_equal(err.text, "in front: xxx", 13);
	error_wrap(&err, "%s", text);
	assert_int_equal(strlen(err.text), sizeof(err.text) - 1);
	assert_string_equal(err.text + sizeof(err.text) - 5, "x...");
}

static void test_what_just_fits_is_whole(void **state)
{
	char text[sizeof(((struct error *)NULL)->text)];
	struct error err = ERROR_INIT;

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	error_set(&err, "%s", text);
	assert_string_equal(err.text, text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_set),
		cmocka_unit_test(test_errno_is_that_of_the_call),
		cmocka_unit_test(test_wrap_keeps_the_status),
		cmocka_unit_test(test_own_text_as_argument),
		cmocka_unit_test(test_long_text_is_cut),
		cmocka_unit_test(test_what_just_fits_is_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
