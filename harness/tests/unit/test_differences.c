// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests which differences of two results are found, which of them are doubtful, and how readers
 * see them.
 */
#include "support/build.h"

#include "base/cleanup.h"
#include "compare/differences.h"
#include "given_table.h"
#include "render/format.h"

static void build(struct result *result, const char *tool, const char *name, bool fixed_ops,
		  const char *sha256)
{
	struct workload_run *run = build_run(result, name);

	free(run->tool);
	run->tool = xstrdup(tool);
	run->fixed_ops = fixed_ops;
	run->sha256 = sha256 ? xstrdup(sha256) : NULL;
}

static void assert_difference(const struct differences *differences, size_t i, const char *what,
			      const char *base, const char *new)
{
	assert_true(i < differences->conditions.n);
	assert_string_equal(differences->conditions.rows[i].what, what);
	assert_string_equal(differences->conditions.rows[i].base, base);
	assert_string_equal(differences->conditions.rows[i].new, new);
}

static void assert_warning(const struct differences *differences, size_t i, const char *text)
{
	assert_true(i < differences->n_warnings);
	assert_string_equal(differences->warnings[i].text, text);
}

static void end(struct result *a, struct result *b, struct differences *differences)
{
	differences_free(differences);
	result_free(a);
	result_free(b);
}

static void test_nothing(void **state)
{
	struct differences differences;
	struct result a, b;

	(void)state;
	build_result(&a);
	build_result(&b);
	build(&a, "fio", "io/x", true, "abc");
	build(&b, "fio", "io/x", true, "abc");
	result_add_fact(&a, "kernel", "6.12");
	result_add_fact(&b, "kernel", "6.12");
	/*
	 * What is different by itself: the boot, a little memory, the kernel in a tool's version.
	 */
	result_add_fact(&a, "memory", "2000 MiB");
	result_add_fact(&b, "memory", "1999 MiB");
	result_add_fact(&a, "tool.stress-ng",
			"stress-ng, version 0.15.06 (gcc 12.2, x86_64 Linux 6.1)");
	result_add_fact(&b, "tool.stress-ng",
			"stress-ng, version 0.15.06 (gcc 12.2, x86_64 Linux 6.12)");
	result_add_fact(&a, "empty", "");
	b.counters.epoch = 99;
	b.counters.tsc_khz = 1001;
	differences_find(&a, &b, &differences);
	assert_int_equal(differences.conditions.n, 0);
	assert_int_equal(differences.n_warnings, 0);
	end(&a, &b, &differences);
}

static void test_facts(void **state)
{
	struct differences d;
	struct result a, b;

	(void)state;
	build_result(&a);
	build_result(&b);
	result_add_fact(&a, "kernel", "6.12");
	result_add_fact(&b, "kernel", "6.1");
	result_add_fact(&a, "gone", "x");
	result_add_fact(&b, "added", "y");
	result_add_fact(&a, "memory", "2000 MiB");
	result_add_fact(&b, "memory", "1000 MiB");
	b.repeats = 5;
	b.duration_s = 2.5;
	b.counters.tsc_khz = 2000;
	differences_find(&a, &b, &d);
	assert_int_equal(d.conditions.n, 7);
	assert_difference(&d, 0, "kernel", "6.12", "6.1");
	assert_difference(&d, 1, "gone", "x", "");
	assert_difference(&d, 2, "memory", "2000 MiB", "1000 MiB");
	assert_difference(&d, 3, "added", "", "y");
	assert_difference(&d, 4, "host TSC in kHz", "1000", "2000");
	assert_difference(&d, 5, "--repeat", "3", "5");
	assert_difference(&d, 6, "--duration", "0", "2.5");
	assert_int_equal(d.n_warnings, 0);
	end(&a, &b, &d);
}

static void test_counters(void **state)
{
	struct differences d;
	struct result a, b;

	(void)state;
	build_result(&a);
	build_result(&b);
	b.counters.abi = COUNTERS_COURSE_B;
	b.counters.n_vcpus = 4;
	b.counters.n_marks = 7;
	differences_find(&a, &b, &d);
	assert_int_equal(d.conditions.n, 3);
	assert_difference(&d, 0, "counters", "native", "course-b");
	assert_difference(&d, 1, "counters.marks", "0", "7");
	assert_difference(&d, 2, "counters.vcpus", "2", "4");
	assert_int_equal(d.n_warnings, 2);
	assert_warning(&d, 1, "exits/s are of all vCPUs together, and there were 2 and 4 of them");
	end(&a, &b, &d);
}

/* Another version of a tool matters where its operations are counted. */
static void test_tools(void **state)
{
	struct differences d;
	struct result a, b;

	(void)state;
	build_result(&a);
	build_result(&b);
	build(&a, "fio", "io/a", true, NULL);
	build(&b, "fio", "io/a", true, NULL);
	build(&a, "stress-ng", "cpu/a", true, NULL);
	build(&b, "stress-ng", "cpu/a", false, NULL);
	result_add_fact(&a, "tool.fio", "fio-3.33");
	result_add_fact(&b, "tool.fio", "fio-3.28");
	result_add_fact(&a, "tool.stress-ng", "stress-ng, version 0.15.06");
	result_add_fact(&b, "tool.stress-ng", "stress-ng, version 0.17");
	differences_find(&a, &b, &d);
	assert_int_equal(d.conditions.n, 2);
	assert_int_equal(d.n_warnings, 1);
	assert_warning(&d, 0,
		       "'io/a' is compared per operation, and in another version of fio an "
		       "operation may be something else");
	differences_free(&d);
	build(&a, "fio", "io/b", true, NULL);
	build(&b, "fio", "io/b", true, NULL);
	build(&a, "fio", "io/c", true, NULL);
	build(&b, "fio", "io/c", true, NULL);
	differences_find(&a, &b, &d);
	assert_int_equal(d.n_warnings, 1);
	assert_memory_equal(d.warnings[0].text, "'io/a' and 2 more are compared", 30);
	end(&a, &b, &d);
}

static void test_jobs(void **state)
{
	struct differences d;
	struct result a, b;

	(void)state;
	build_result(&a);
	build_result(&b);
	build(&a, "fio", "io/same", true, "abc");
	build(&b, "fio", "io/same", true, "abc");
	build(&a, "fio", "io/other", true, "abc");
	build(&b, "fio", "io/other", true, "def");
	build(&a, "fio", "io/untold", true, NULL);
	build(&b, "fio", "io/untold", true, "def");
	a.complete = false;
	differences_find(&a, &b, &d);
	assert_int_equal(d.conditions.n, 1);
	assert_difference(&d, 0, "job file of io/other", "abc", "def");
	assert_int_equal(d.n_warnings, 2);
	assert_warning(&d, 0, "'io/other' was another job: its files differ");
	assert_warning(&d, 1, "the base is incomplete");
	assert_ptr_equal(differences_doubt(&d, NULL), &d.warnings[0]);
	assert_ptr_equal(differences_doubt(&d, "io/other"), &d.warnings[0]);
	assert_ptr_equal(differences_doubt(&d, "io/same"), &d.warnings[1]);
	differences_free(&d);
	a.complete = true;
	differences_find(&a, &b, &d);
	assert_null(differences_doubt(&d, "io/same"));
	end(&a, &b, &d);
}

/* How the runs were to be made. */
static void test_wishes(void **state)
{
	struct differences d;
	struct result a, b;

	(void)state;
	build_result(&a);
	build_result(&b);
	a.order = xstrdup("listed");
	differences_find(&a, &b, &d);
	assert_int_equal(d.conditions.n, 0);
	differences_free(&d);
	b.order = xstrdup("random:7");
	b.precision = 0.02;
	b.max_repeats = 9;
	b.idle_s = 2;
	differences_find(&a, &b, &d);
	assert_int_equal(d.conditions.n, 4);
	assert_difference(&d, 0, "--order", "listed", "random:7");
	assert_difference(&d, 1, "--precision", "0", "2");
	assert_difference(&d, 2, "the limit of --repeat", "3", "9");
	assert_difference(&d, 3, "--idle", "0", "2");
	for (size_t i = 0; i < d.conditions.n; i++)
		assert_true(d.conditions.rows[i].matters & MATTERS_TO_COMPARE);
	end(&a, &b, &d);
}

static void test_operations(void **state)
{
	struct differences d;
	struct result a, b;

	(void)state;
	build_result(&a);
	build_result(&b);
	for (int fixed = 0; fixed < 2; fixed++) {
		const char *name = fixed ? "io/fixed" : "io/timed";

		build(&a, "fio", name, fixed, NULL);
		build(&b, "fio", name, fixed, NULL);
		free(b.runs[fixed].op);
		b.runs[fixed].op = xstrdup("I/O");
	}
	differences_find(&a, &b, &d);
	assert_int_equal(d.conditions.n, 2);
	assert_difference(&d, 0, "operation of io/timed", "bogo-op", "I/O");
	assert_difference(&d, 1, "operation of io/fixed", "bogo-op", "I/O");
	assert_int_equal(d.n_warnings, 1);
	assert_warning(
		&d, 0,
		"'io/fixed' is not compared per operation, as its operations are not the same");
	end(&a, &b, &d);
}

#define TEN "123456789 "
#define FIFTY TEN TEN TEN TEN TEN

static void test_readable(void **state)
{
	static const struct {
		const char *base, *new, *line;
	} rows[] = {
		{ "a", "b", "k: a -> b" },
		{ "", "b", "k: (not known) -> b" },
		{ "a", "", "k: a -> (not known)" },
		{ "quiet a=1 ro", "quiet a=2 ro", "k: quiet a=1 ro -> quiet a=2 ro" },
		/* Long ones: the words that differ. */
		{ FIFTY "a=1 ro", FIFTY "a=2 ro", "k: ... a=1 ... -> ... a=2 ..." },
		{ FIFTY "a=1", FIFTY "a=2", "k: ... a=1 -> ... a=2" },
		{ "a=1 " FIFTY "x", "a=2 " FIFTY "x", "k: a=1 ... -> a=2 ..." },
		{ FIFTY "x y", FIFTY "x", "k: ... y -> ..." },
		{ FIFTY "x", FIFTY "x y", "k: ... -> ... y" },
		{ FIFTY "x", FIFTY "w x", "k: ... x -> ... w x" },
		{ FIFTY "alpha", FIFTY "alpine", "k: ... alpha -> ... alpine" },
		{ FIFTY "tail", FIFTY "snail", "k: ... tail -> ... snail" },
		{ "x", FIFTY FIFTY, "k: x -> " FIFTY TEN "..." },
		{ "x", FIFTY "123456789\xc3\xa4xyz", "k: x -> " FIFTY "123456789..." },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		const struct table_difference difference = { (char *)"k", (char *)rows[i].base,
							     (char *)rows[i].new };
		_cleanup_free_ char *line = differing_readable(&difference);

		assert_string_equal(line, rows[i].line);
	}
}

static const struct column column_a[] = { GIVEN("a", UNIT_TEXT, USE_ALWAYS, 0) };

static char *written(struct table *table, enum table_format format)
{
	char *text = given_text(table, &(struct table_choice){ .format = format });

	table_free(table);
	return text;
}

static void assert_written(enum table_format format, const char *wanted)
{
	struct table *table = table_new("t", column_a, 1, 0);
	_cleanup_free_ char *text = NULL;

	table_difference(table, "k_1", "a\x1b", "\xff");
	text = written(table, format);
	assert_string_equal(text, wanted);
}

static void test_formats(void **state)
{
	_cleanup_free_ char *plain = written(table_new(NULL, column_a, 1, 0), FORMAT_JSON);

	(void)state;
	assert_null(strstr(plain, "differences"));
	assert_written(FORMAT_TABLE, "t\n\nThese differ:\n\n  k_1: a\\x1B -> \\xFF\n\n");
	assert_written(FORMAT_MARKDOWN, "**t**\n\nThese differ:\n\n- k\\_1: a\\\\x1B -\\> \\\\xFF\n"
					"\n");
	assert_written(FORMAT_CSV, "a\n");
	assert_written(FORMAT_JSON,
		       "{\n\"title\": \"t\",\n\"differences\": [\n{\"what\": \"k_1\", \"base\": "
		       "\"a\\u001B\", \"new\": \"\\\\xFF\"}\n],\n"
		       "\"rows\": [],\n\"notes\": [],\n\"warnings\": []\n}\n");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing),    cmocka_unit_test(test_facts),
		cmocka_unit_test(test_counters),   cmocka_unit_test(test_tools),
		cmocka_unit_test(test_jobs),       cmocka_unit_test(test_wishes),
		cmocka_unit_test(test_operations), cmocka_unit_test(test_readable),
		cmocka_unit_test(test_formats),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
