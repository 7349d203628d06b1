// SPDX-License-Identifier: GPL-2.0-only
/* Results that are damaged, of another version, or of odd contents. */
#include "rich_result.h"

#include "base/cleanup.h"
#include "base/file.h"

static char *saved_text(struct result *r, char **path)
{
	_cleanup_free_ char *root = xasprintf("%s/damage", scratch_folder);
	struct error err = ERROR_INIT;
	char *text;

	build_rich(r);
	create(root, r);
	assert_int_equal(store_save(r, &err), 0);
	*path = xasprintf("%s/result.json", r->path);
	assert_int_equal(file_read(*path, 1 << 20, &text, NULL, &err), 0);
	return text;
}

static void test_truncated(void **state)
{
	_cleanup_free_ char *text = NULL, *path = NULL;
	struct result r;
	size_t size;

	(void)state;
	text = saved_text(&r, &path);
	size = strlen(text);
	for (size_t i = 0; i < 16; i++) {
		struct error err = ERROR_INIT;
		struct result loaded;

		assert_int_equal(file_write_atomic(path, text, i * size / 16, &err), 0);
		assert_int_equal(store_load(".", path, &loaded, &err), -1);
		assert_error(&err, EXIT_TROUBLE, "damaged result: '|/result.json' line |raw/");
		/* The line is that where the text ends. */
		assert_true(i == 0 || atoi(strstr(err.text, "' line ") + 7) >= (int)i);
	}
	result_free(&r);
}

/* Replaces the first occurrence. */
static char *replaced(const char *text, const char *old, const char *new)
{
	const char *at = strstr(text, old);

	if (!at)
		fail_msg("no '%s' in the result", old);
	return xasprintf("%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
}

static void test_sound_json_that_is_no_result(void **state)
{
	static const struct {
		const char *old, *new, *error;
	} rows[] = {
		{ "exitbench-result", "other", "not a result: its format is 'other'" },
		{ "\"version\": 2,\n", "\"version\": 3,\n", "version 3; this program reads" },
		{ "\"version\": 2,\n", "\"version\": 0,\n", "version 0; this program reads" },
		{ "\"suite\"", "\"siute\"", "Object item not found: suite" },
		{ "\"complete\": false", "\"complete\": \"no\"", "Expected true or false" },
		{ "\"native\"", "\"mystery\"", "unknown counters 'mystery'" },
		{ "\"svm\"", "\"arm\"", "unknown instruction set 'arm'" },
		{ "\"bits\": 64", "\"bits\": 16", "counters of 16 bits" },
		{ "\"workloads\": [", "\"workloads\": {}, \"x\": [", "'workloads' is no array" },
		{ "\"slots\": [", "\"slots\": 4, \"x\": [", "'slots' is no array" },
		{ "\"environment\": {", "\"environment\": [], \"x\": {",
		  "'environment' is no object" },
		{ "\"empty\": \"\"", "\"empty\": 5", "environment 'empty' is no text" },
		{ "\"repeats\": [", "\"repeats\": 3, \"x\": [", "'repeats' is no array" },
		{ "\"metrics\": [", "\"metrics\": null, \"x\": [", "'metrics' is no array" },
		{ "\"counters\": [", "\"counters\": \"\", \"x\": [", "'counters' is no array" },
		{ "\"windows\": [", "\"windows\": 3, \"x\": [", "'windows' is no array" },
		{ "\"between\"", "\"beside\"", "idle window 1|unknown place 'beside'" },
		{ "\"seconds\": 1.25", "\"seconds\": \"\"", "Expected" },
		{ "\"interrupts\": [", "\"interrupts\": 1, \"x\": [", "'activity' is no array" },
		{ "\"steal_ns\"", "\"stolen_ns\"", "Object item not found: steal_ns" },
		{ "\"steal_ns\": 40000000", "\"steal_ns\": -1", "'steal_ns' is no time" },
		{ "\"steal_ns\": 40000000", "\"steal_ns\": \"0\"", "'steal_ns' is no time" },
		{ "\"own_ns\": 12345678", "\"own_ns\": 1.5", "'own_ns' is no time" },
		{ "\"speed\": 123.25", "\"speed\": 0", "'speed' is no speed" },
		{ "\"speed\": 123.25", "\"speed\": \"fast\"", "'speed' is no speed" },
		{ " 1234,", " -1234,", "less than no 'LOC'" },
		{ "\"NET_RX\"", "77", "repeat 2|Expected string" },
		{ "\"random:4294967295\"", "5", "'order' is no text" },
		{ "\"limit\"", "\"boredom\"", "unknown end of repeats 'boredom'" },
		{ "\"failed\"", "\"flaky\"", "workload 1|unknown state 'flaky'" },
		{ "\"exited\"", "\"escaped\"", "repeat 1|unknown end 'escaped'" },
		{ "\"queries\": 45", "\"queries\": 999", "workload 1|repeat 1|CPUID exits" },
		{ "\"queries\": 45", "\"queries\": 1e999", "damaged result|real number overflow" },
		{ "\"queries\": 45", "\"queries\": 45, \"epoch\": 8", "again from zero" },
		{ "\"details\": [", "\"details\": 1, \"x\": [", "'details' is no array" },
		{ "\"details\": [", "\"details\": [[0, 1]], \"x\": [", "repeat 2|not a sound" },
		{ "\"details\": [", "\"details\": [[9, 1, 1]], \"x\": [", "there is no slot 9" },
		{ "\"details\": [", "\"details\": [[0, 1, 1, 1]], \"x\": [", "is no array" },
		{ "\"details\": [", "\"details\": [[0, 1, 1, [0.5]]], \"x\": [",
		  "'a bucket' is no" },
		{ "\"details\": [",
		  "\"details\": [[0, 1, 1, [0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,"
		  "0,0,0,0,1]]], \"x\": [",
		  "a histogram of 33 buckets" },
		{ "\"vcpus\": [", "\"vcpus\": 1, \"x\": [", "'vcpus' is no array" },
		{ "\"vcpus\": [", "\"vcpus\": [{\"vcpus\": []}], \"x\": [", "vCPUs in a vCPU" },
		{ "\"vcpu\": 17", "\"vcpu\": 18", "vCPU 1 has two numbers" },
		{ "\"boot\": 1", "\"boot\": 2", "workload 2|there is no boot 2" },
		{ "\"boot\": 1", "\"boot\": -1", "there is no boot -1" },
		{ "\"boots\": [", "\"boots\": 1, \"x\": [", "'boots' is no array" },
		{ "\"plan\": [", "\"plan\": 1, \"x\": [", "'plan' is no array" },
		{ "\"plan\": [", "\"plan\": [1, ", "'plan' holds what is no text" },
		{ "[\n        3,\n", "[\n        4,\n", "there is no slot 4" },
		{ "[\n        3,\n", "[\n        -1,\n", "there is no slot -1" },
	};
	_cleanup_free_ char *text = NULL, *path = NULL;
	struct result r;

	(void)state;
	text = saved_text(&r, &path);
	for (size_t i = 0; i < N(rows); i++) {
		_cleanup_free_ char *bad = NULL;
		struct error err = ERROR_INIT;
		struct result loaded;

		bad = replaced(text, rows[i].old, rows[i].new);
		assert_int_equal(file_write_atomic(path, bad, strlen(bad), &err), 0);
		if (!store_load(".", path, &loaded, &err))
			fail_msg("'%s' is taken for sound", rows[i].new);
		assert_error(&err, EXIT_TROUBLE, rows[i].error);
		assert_non_null(strstr(err.text, path));
	}
	result_free(&r);
}

static void test_what_is_no_json(void **state)
{
	static const struct {
		const char *text, *error;
	} rows[] = {
		{ "", "line 1: '[' or '{' expected" },
		{ "garbage", "line 1" },
		{ "[]", "Expected object" },
		{ "{}", "not a sound result|format" },
		{ "\x7f"
		  "ELF\1\2\3",
		  "damaged result" },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct error err = ERROR_INIT;
		struct result loaded;
		const char *path = scratch_write("no.json", rows[i].text, strlen(rows[i].text));

		assert_int_equal(store_load(".", path, &loaded, &err), -1);
		assert_error(&err, EXIT_TROUBLE, rows[i].error);
		assert_non_null(strstr(err.text, "no.json"));
	}
}

/* One that comes from a job file or a kernel's command line must not cost the result. */
static void test_text_that_is_not_utf8(void **state)
{
	_cleanup_free_ char *root = xasprintf("%s/latin", scratch_folder);
	struct error err = ERROR_INIT;
	struct result a, b;

	(void)state;
	build_rich(&a);
	result_add_fact(&a, "kernel.command-line", "name=\xe4\xf6");
	free(a.runs[0].title);
	a.runs[0].title = xstrdup("Gr\xfc\xdf"
				  "e");
	create(root, &a);
	assert_int_equal(store_save(&a, &err), 0);
	assert_int_equal(store_load(root, a.path, &b, &err), 0);
	assert_int_equal(b.n_runs, 2);
	assert_string_equal(b.runs[0].title, "Gr\\xFC\\xDFe");
	assert_string_equal(result_fact(&b, "kernel.command-line"), "name=\\xE4\\xF6");
	result_free(&a);
	result_free(&b);
}

/* JSON has no infinity: an error, rather than a file without the workload. */
static void test_number_that_is_not_finite(void **state)
{
	_cleanup_free_ char *root = xasprintf("%s/infinite", scratch_folder);
	struct error err = ERROR_INIT;
	struct result a, b;

	(void)state;
	build_rich(&a);
	create(root, &a);
	a.runs[0].repeats[0].ops = 1e308 * 10;
	assert_int_equal(store_save(&a, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "cannot put the result into JSON");
	assert_int_equal(store_load(root, a.path, &b, &err), 0);
	assert_int_equal(b.n_runs, 2);
	result_free(&a);
	result_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_truncated),
		cmocka_unit_test(test_sound_json_that_is_no_result),
		cmocka_unit_test(test_what_is_no_json),
		cmocka_unit_test(test_text_that_is_not_utf8),
		cmocka_unit_test(test_number_that_is_not_finite),
	};

	return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
