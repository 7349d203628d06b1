// SPDX-License-Identifier: GPL-2.0-only
/* Tests strings that grow while text is appended. */
#include "check.h"

#include "base/memory.h"
#include "base/strbuf.h"

static void test_empty(void **state)
{
	struct strbuf buf = { 0 };
	char *text;

	(void)state;
	assert_string_equal(strbuf_text(&buf), "");
	text = strbuf_take(&buf);
	assert_string_equal(text, "");
	free(text);
	strbuf_append(&buf, "");
	assert_string_equal(strbuf_text(&buf), "");
	strbuf_free(&buf);
	assert_null(buf.text);
}

static void test_grows(void **state)
{
	struct strbuf buf = { 0 };
	size_t length = 0;
	char *text;

	(void)state;
	for (int i = 0; i < 1000; i++) {
		char number[16];

		length += (size_t)snprintf(number, sizeof(number), "%d,", i);
		strbuf_appendf(&buf, "%d%s", i, ",");
		assert_int_equal(buf.length, length);
		assert_int_equal(strlen(strbuf_text(&buf)), length);
	}
	text = strbuf_take(&buf);
	assert_memory_equal(text, "0,1,2,3,", 8);
	assert_string_equal(text + length - 8, "998,999,");
	free(text);
	/* It may be used again. */
	assert_int_equal(buf.length, 0);
	strbuf_append(&buf, "again");
	assert_string_equal(strbuf_text(&buf), "again");
	strbuf_free(&buf);
}

/* Bytes need no end, and a NUL among them is kept. */
static void test_bytes(void **state)
{
	_cleanup_strbuf_ struct strbuf buf = { 0 };

	(void)state;
	strbuf_append_bytes(&buf, "abcdef", 3);
	strbuf_append_bytes(&buf, "x\0y", 3);
	assert_int_equal(buf.length, 6);
	assert_memory_equal(strbuf_text(&buf), "abcx\0y", 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_grows),
		cmocka_unit_test(test_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
