// SPDX-License-Identifier: GPL-2.0-only
/* Tests the picture of what is behind exits: that its bars add up, and that names do no harm. */
#include "support/build.h"

#include <stdio.h>

#include "base/cleanup.h"
#include "plot/icicle.h"

#define SIZE 65536

/* A result with 300 exits of npf, 200 of them with a cause and code, and 100 of HLT. */
static void fill(struct result *result, const char *code)
{
	const struct build_repeat from = {
		{ 0, 100, 300, 0 }, { 0, 99999, 3000, 0 }, 1, 10, false
	};
	struct repeat *repeat;

	build_result(result);
	repeat = build_repeat(result, build_run(result, "io/a"), &from);
	repeat->after.has_causes = true;
	repeat->after.causes = xcalloc(3, sizeof(*repeat->after.causes));
	repeat->after.causes[0] =
		(struct cause){ 0, false, COUNTERS_MARK_CAUSE, BUILD_QUERIES, 500 };
	repeat->after.causes[1] = (struct cause){ BUILD_NPF_SLOT, false, 1, 200, 2500 };
	repeat->after.causes[2] = (struct cause){ BUILD_NPF_SLOT, true, 0, 100, 500 };
	repeat->after.n_causes = 3;
	repeat->code.period = 1;
	code_add(&repeat->code, BUILD_NPF_SLOT, 1, code, 200, 2500);
}

static bool draw(const struct result *result, enum icicle_width width, char *text)
{
	struct profiled_result profiled = build_profiles(result);
	struct why why;
	FILE *out = fmemopen(text, SIZE, "w");
	bool drawn;

	assert_non_null(out);
	why_of_run(&profiled, &profiled.runs[0], &why);
	drawn = icicle_write(out, &why, &result->regions, width);
	assert_int_equal(fclose(out), 0);
	why_free(&why);
	profiled_result_free(&profiled);
	return drawn;
}

static size_t count(const char *text, const char *what)
{
	size_t n = 0;

	while ((text = strstr(text, what))) {
		text += strlen(what);
		n++;
	}
	return n;
}

static void test_bars(void **state)
{
	_cleanup_free_ char *text = xcalloc(SIZE, 1);
	struct result result;

	(void)state;
	fill(&result, "first <b>&\"x\"");
	assert_true(draw(&result, ICICLE_EXITS, text));
	/* All; npf and HLT; a page and the others; the function. */
	assert_int_equal(count(text, "<rect "), 6);
	assert_int_equal(count(text, "<title>all exits 100.0 %</title>"), 1);
	assert_int_equal(count(text, "<title>npf 75.0 %</title>"), 1);
	assert_int_equal(count(text, "<title>hlt 25.0 %</title>"), 1);
	assert_int_equal(count(text, "<title>memory 0x1000 50.0 %</title>"), 1);
	assert_int_equal(count(text, "<title>other pages 25.0 %</title>"), 1);
	assert_int_equal(count(text, "first &lt;b&gt;"), 2);
	assert_int_equal(count(text, "<b>"), 0);
	/* Each is as wide as its share of 960, less the gap. */
	assert_int_equal(count(text, "width=\"719.50\""), 1);
	assert_int_equal(count(text, "width=\"479.50\""), 2);
	assert_int_equal(count(text, "width=\"239.50\""), 2);
	assert_int_equal(count(text, "viewBox=\"0 0 960 100\""), 1);
	result_free(&result);
}

/* By time HLT is left out, and the page has five sixths. */
static void test_time(void **state)
{
	_cleanup_free_ char *text = xcalloc(SIZE, 1);
	struct result result;

	(void)state;
	fill(&result, "first");
	assert_true(draw(&result, ICICLE_TIME, text));
	assert_int_equal(count(text, "hlt"), 0);
	assert_int_equal(count(text, "<title>npf 100.0 %</title>"), 1);
	assert_int_equal(count(text, "<title>memory 0x1000 83.3 %</title>"), 1);
	result_free(&result);
}

static void test_nothing(void **state)
{
	const struct build_repeat none = { { 0 }, { 0 }, 1, 10, false };
	_cleanup_free_ char *text = xcalloc(SIZE, 1);
	struct result result;

	(void)state;
	build_result(&result);
	build_repeat(&result, build_run(&result, "io/a"), &none);
	assert_false(draw(&result, ICICLE_EXITS, text));
	assert_string_equal(text, "");
	result_free(&result);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bars),
		cmocka_unit_test(test_time),
		cmocka_unit_test(test_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
