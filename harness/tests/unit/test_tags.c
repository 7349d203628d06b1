// SPDX-License-Identifier: GPL-2.0-only
/* Tests which tags are accepted, and that they are read as they were written. */
#include "check.h"

#include "model/tags.h"

#define TEN "0123456789"
#define FORTY TEN TEN TEN TEN

static void test_check(void **state)
{
	static const char *const good[] = {
		"a=b",
		"host.kernel=6.12.3 #1",
		"K_1-x==",
		FORTY "=v",
		"7=x=y",
		"n=\xc3\xa4",
		"v=" FORTY FORTY FORTY FORTY FORTY,
	};
	static const char *const bad_key[] = {
		"",     "=",    "=v",    "a",          "a b=c",     "-a=b",
		".a=b", "_a=b", "a/b=c", "\xc3\xa4=b", FORTY "1=v", "a\n=b",
	};
	static const char *const bad_value[] = {
		"a=", "a=b\n", "a=\x1b[1m", "a=\x7f", "v=" FORTY FORTY FORTY FORTY FORTY "1",
	};
	struct error err = ERROR_INIT;

	(void)state;
	for (size_t i = 0; i < N(good); i++)
		if (tag_check(good[i], &err))
			fail_msg("'%s': %s", good[i], err.text);
	assert_no_error(&err);
	for (size_t i = 0; i < N(bad_key); i++) {
		assert_int_equal(tag_check(bad_key[i], &err), -1);
		assert_error(&err, EXIT_TROUBLE, "--tag takes key=value with a key of");
	}
	for (size_t i = 0; i < N(bad_value); i++) {
		assert_int_equal(tag_check(bad_value[i], &err), -1);
		assert_error(&err, EXIT_TROUBLE, "--tag takes a value of 1 to 200 printable");
	}
}

static void test_same_key(void **state)
{
	(void)state;
	assert_true(tag_same_key("a=1", "a=2"));
	assert_false(tag_same_key("a=1", "ab=1"));
	assert_false(tag_same_key("ab=1", "a=1"));
}

static void test_result(void **state)
{
	struct result a = { 0 }, b = { 0 };
	char *text;

	(void)state;
	text = tags_text(&a);
	assert_string_equal(text, "");
	free(text);
	result_add_fact(&a, "kernel", "Linux");
	tag_add(&a, "host=rome-07");
	tag_add(&a, "note=two words = one");
	assert_string_equal(result_fact(&a, "tag.host"), "rome-07");
	tags_copy(&b, &a);
	assert_int_equal(b.n_facts, 2);
	text = tags_text(&b);
	assert_string_equal(text, "host=rome-07, note=two words = one");
	free(text);
	result_free(&a);
	result_free(&b);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_check),
		cmocka_unit_test(test_same_key),
		cmocka_unit_test(test_result),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
