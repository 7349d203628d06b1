// SPDX-License-Identifier: GPL-2.0-only
/* Tests results that are damaged, of another version, or of odd contents. */
#include "support/rich.h"

#include "base/cleanup.h"
#include "base/file.h"
#include "scratch.h"
#include "store/result_text.h"
#include "store/store.h"

static char *saved_text(struct result *r, char **path)
{
	_cleanup_free_ char *root = xasprintf("%s/damage", scratch_folder);
	struct error err = ERROR_INIT;
	char *text;

	build_rich(r);
	build_folder(root, r);
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

static const struct {
	const char *old, *new, *error;
} sound_json_that_is_no_result_rows[] = {
	{ "exitbench-result", "other", "not a result: its format is 'other'" },
	{ "\"version\": 2,\n", "\"version\": 3,\n", "version 3; this program reads" },
	{ "\"version\": 2,\n", "\"version\": 0,\n", "version 0; this program reads" },
	{ "\"suite\"", "\"siute\"", "at '/': 'suite' is missing" },
	{ "\"complete\": false", "\"complete\": \"no\"", "at '/complete': 'no' is not a boolean" },
	{ "\"native\"", "\"mystery\"", "unknown counters 'mystery'" },
	{ "\"svm\"", "\"arm\"", "at '/counters/isa': 'arm' is not one of 'vmx', 'svm'" },
	{ "\"bits\": 64", "\"bits\": 16", "at '/counters/bits': 16 is not one of 32, 64" },
	{ "\"workloads\": [", "\"workloads\": {}, \"x\": [",
	  "at '/workloads': an object is not an array" },
	{ "\"slots\": [", "\"slots\": 4, \"x\": [", "at '/slots': 4 is not an array" },
	{ "\"environment\": {", "\"environment\": [], \"x\": {",
	  "at '/environment': an array of 0 is not an object" },
	{ "\"empty\": \"\"", "\"empty\": 5", "at '/environment/empty': 5 is not a string" },
	{ "\"repeats\": [", "\"repeats\": 3, \"x\": [",
	  "at '/workloads/0/repeats': 3 is not an array" },
	{ "\"metrics\": [", "\"metrics\": null, \"x\": [", "/0/metrics': null is not an array" },
	{ "\"counters\": [", "\"counters\": \"\", \"x\": [",
	  "/before/counters': '' is not an array" },
	{ "\"windows\": [", "\"windows\": 3, \"x\": [", "at '/idle/windows': 3 is not an array" },
	{ "\"between\"", "\"beside\"", "at '/idle/windows/0/place': 'beside' is not one of" },
	{ "\"seconds\": 1.25", "\"seconds\": \"\"", "at '/idle/seconds': '' is not a number" },
	{ "\"interrupts\": [", "\"interrupts\": 1, \"x\": [",
	  "/activity/interrupts': 1 is not an array" },
	{ "\"steal_ns\"", "\"stolen_ns\"", "'steal_ns' is missing" },
	{ "\"steal_ns\": 40000000", "\"steal_ns\": -1", "steal_ns': -1 is not a count from 0" },
	{ "\"steal_ns\": 40000000", "\"steal_ns\": \"x\"", "steal_ns': 'x' is not a count" },
	{ "\"own_ns\": 12345678", "\"own_ns\": 1.5", "/own_ns': 1.5 is not a count" },
	{ "\"speed\": 123.25", "\"speed\": 0", "/speed': 0 is not above 0" },
	{ "\"speed\": 123.25", "\"speed\": \"fast\"", "/speed': 'fast' is not a number" },
	{ "\"once_more_for\": 1", "\"once_more_for\": 2", "not an earlier repeat" },
	{ "\"once_more_for\": 1", "\"once_more_for\": 0", "/once_more_for': 0 is" },
	{ "\"once_more_for\": 1", "\"once_more_for\": \"1\"", "/once_more_for': '1' is no" },
	{ " 1234,", " -1234,", "-1234 is not a count from 0 to 2^64-1" },
	{ "\"NET_RX\"", "77", "/1/activity/softirqs/0/0': 77 is not a string" },
	{ "\"random:4294967295\"", "5", "at '/order': 5 is not a string" },
	{ "\"limit\"", "\"boredom\"", "/ended_by': 'boredom' is not one of" },
	{ "\"failed\"", "\"flaky\"", "at '/workloads/0/state': 'flaky' is not one of" },
	{ "\"exited\"", "\"escaped\"", "at '/workloads/0/repeats/0/end': 'escaped' is not one of" },
	{ "\"queries\": 45", "\"queries\": 999", "workload 1|repeat 1|CPUID exits" },
	{ "\"queries\": 45", "\"queries\": 1e999", "damaged result|real number overflow" },
	{ "\"epoch\": 7,\n      \"queries\": 45", "\"epoch\": 8, \"queries\": 45",
	  "again from zero" },
	{ "\"queries\": 45", "\"queries\": 45, \"queries\": 46", "duplicate object key" },
	{ "\"details\": [", "\"details\": 1, \"x\": [", "/details': 1 is not an array" },
	{ "\"details\": [", "\"details\": [[0, 1]], \"x\": [",
	  "/details/0': an array of 2, where at least 3 are needed" },
	{ "\"details\": [", "\"details\": [[9, 1, 1]], \"x\": [", "there is no slot 9" },
	{ "\"details\": [", "\"details\": [[0, 1, 1, 1]], \"x\": [",
	  "/details/0/3': 1 is not an array" },
	{ "\"details\": [", "\"details\": [[0, 1, 1, [0.5]]], \"x\": [",
	  "/details/0/3/0': 0.5 is not a count" },
	{ "\"details\": [",
	  "\"details\": [[0, 1, 1, [0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,"
	  "0,0,0,0,1]]], \"x\": [",
	  "an array of 33, where at most 32 are allowed" },
	{ "\"causes\": [", "\"causes\": 1, \"x\": [", "/causes': 1 is not an array" },
	{ "\"causes\": [", "\"causes\": [[0, 1, 1]], \"x\": [",
	  "/causes/0': an array of 3, where at least 4 are needed" },
	{ "\"causes\": [", "\"causes\": [[0, 1, 1, 1]], \"x\": [",
	  "/causes/0/1': 1 is not a string" },
	{ "\"causes\": [", "\"causes\": [[0, \"0x\", 1, 1]], \"x\": [",
	  "/causes/0/1': '0x' is not a key in hexadecimal digits" },
	{ "\"causes\": [", "\"causes\": [[4, \"0x1\", 1, 1]], \"x\": [",
	  "'causes' is 4, where 3 is" },
	{ "\"causes\": [", "\"causes\": [[2, \"0x1\", 1, 1]], \"x\": [",
	  "workload 1|repeat 1|the causes of 'npf' add up to 1 exits and 1 cycles, where 4 and 8000" },
	{ "\"causes\": [", "\"causes\": [[2, null, 4, 8000], [2, \"0x1\", 0, 0]], \"x\": [",
	  "two causes of slot 2 are the same or out of order" },
	{ "\"causes\": [", "\"causes\": [[2, \"0x1\", 4, 8000], [2, \"0x1\", 0, 0]], \"x\": [",
	  "two causes of slot 2 are the same or out of order" },
	{ "\"causes\": [", "\"causes\": [[2, \"0x4\", 4, 8000], [0, \"0x1\", 15, 1500]], \"x\": [",
	  "two causes of slot 0 are the same or out of order" },
	{ "\"causes\": [", "\"causes\": [[0, \"0x1\", 15, 1500]], \"x\": [",
	  "of the reader's exits 5, and 500 cycles of them, are among the causes of no exit" },
	{ "\"causes\": [",
	  "\"causes\": [[2, \"0x1\", \"18446744073709551615\", 0], [2, \"0x2\", 5, 8000]], \"x\": [",
	  "more than 64 bits" },
	{ "\"period\": 7", "\"period\": 0", "/code/period': 0 is less than 1" },
	{ "\"period\": 7", "\"period\": 65536", "/code/period': 65536 is more than 65535" },
	{ "\"lost\": 3", "\"lots\": 3", "/code': 'lost' is missing" },
	{ "\"counts\": [", "\"counts\": 1, \"x\": [", "/code/counts': 1 is not an array" },
	{ "\"counts\": [", "\"counts\": [[1, \"0x0\", \"a\", 1]], \"x\": [",
	  "/code/counts/0': an array of 4, where at least 5 are needed" },
	{ "\"counts\": [", "\"counts\": [[9, \"0x0\", \"a\", 1, 1]], \"x\": [",
	  "'code' is 9, where 3 is the most" },
	{ "\"counts\": [", "\"counts\": [[1, \"0x0\", \"a\", 0, 1]], \"x\": [",
	  "/code/counts/0/3': 0 is less than 1" },
	{ "\"counts\": [", "\"counts\": [[1, \"ff\", \"a\", 1, 1]], \"x\": [",
	  "/code/counts/0/1': 'ff' is not a key in hexadecimal digits" },
	{ "\"regions\": [", "\"regions\": 1, \"x\": [", "at '/regions': 1 is not an array" },
	{ "\"regions\": [", "\"regions\": [[\"disk\", 1, 2, \"a\"]], \"x\": [",
	  "at '/regions/0/0': 'disk' is not one of 'memory', 'ports'" },
	{ "\"regions\": [", "\"regions\": [[\"ports\", 3, 2, \"a\"]], \"x\": [",
	  "region 'a' ends before it begins" },
	{ "\"vcpus\": [", "\"vcpus\": 1, \"x\": [", "/vcpus': 1 is not an array" },
	{ "\"vcpus\": [",
	  "\"vcpus\": [{\"vcpu\": 0, \"epoch\": 0, \"queries\": 0, \"counters\": [], \"vcpus\": []}], "
	  "\"x\": [",
	  "/vcpus/0/vcpus': this must not be here" },
	{ "\"vcpu\": 17", "\"vcpu\": 18", "vCPU 1 has two numbers" },
	{ "\"boot\": 1", "\"boot\": 2", "workload 2|there is no boot 2" },
	{ "\"boot\": 1", "\"boot\": -1", "/boot': -1 is less than 0" },
	{ "\"boots\": [", "\"boots\": 1, \"x\": [", "at '/boots': 1 is not an array" },
	{ "\"plan\": [", "\"plan\": 1, \"x\": [", "at '/plan': 1 is not an array" },
	{ "\"plan\": [", "\"plan\": [1, ", "at '/plan/0': 1 is not a string" },
	{ "[\n        3,\n", "[\n        4,\n", "there is no slot 4" },
	{ "[\n        3,\n", "[\n        -1,\n", "-1 is less than 0" },
	/* Integers that would have become others. */
	{ "\"version\": 2,\n", "\"version\": 4294967298,\n", "version 4294967298; this" },
	{ "\"vcpus\": 2,", "\"vcpus\": -1,", "at '/counters/vcpus': -1 is less than 0" },
	{ "\"tsc_khz\": 1000,", "\"tsc_khz\": 8589934592,",
	  "at '/counters/tsc_khz': 8589934592 is more than 4294967295" },
	{ "\"epoch\": 7,", "\"epoch\": 4294967303,", "is more than 4294967295" },
	{ "\"epoch\": 2147483649,", "\"epoch\": 4294967296,", "/boots/1/epoch'" },
	{ "\"status\": 0,", "\"status\": 4294967296,", "is more than 255" },
	{ "\"status\": 0,", "\"status\": 0.5,", "0.5 is not an integer" },
	{ "\"repeats\": 3,", "\"repeats\": 0,", "at '/repeats': 0 is less than 1" },
	{ "\"repeats\": 3,", "\"repeats\": 4294967299,", "is more than 1000" },
	{ "\"duration_s\": 1.5", "\"duration_s\": -1", "at '/duration_s': -1 is less than 0" },
	{ "\"started\": \"20", "\"started\": \"yesterday, 20", "is not a time in UTC, such as" },
	{ "\"started\": \"20", "\"started\": \"0", "is not a time in UTC, such as" },
	{ "\"ops\": 20.0", "\"ops\": -20.0", "/ops': -20 is less than 0" },
	{ "[\n   114,", "[\n   4294967410,", "at '/slots/0/0': 4294967410 is more" },
	{ "\"wall_ns\": 2500000000", "\"wall_ns\": -2500000000", "is not a count" },
	{ "\"wall_ns\": 2500000000", "\"wall_ns\": 1",
	  "workload 1|repeat 1|a window of 1 ns|measure again" },
	{ "\"queries\": 45", "\"queries\": 39", "repeat 1|made after 39 queries|measure again" },
	{ "\"wall_ns\": 2500000000", "\"wall_ns\": \"0x7000000000000000\"", "is not a count" },
	/* What contradicts itself. */
	{ "\"end\": \"exited\"", "\"end\": \"killed\"",
	  "workload 1|repeat 1|a repeat is ok, although it was killed" },
	{ "\"status\": 0,", "\"status\": 3,", "a repeat is ok, although it exited with" },
	{ "\"state\": \"failed\"", "\"state\": \"ok\"", "the state is ok, with 1 of 2 repeats" },
	{ "\"state\": \"failed\"", "\"state\": \"skipped\"",
	  "the state is skipped, with 2 repeats" },
	/* What is there twice. */
	{ "\"name\": \"cpu/none\"", "\"name\": \"io/randread-4k\"",
	  "the workload 'io/randread-4k' is there twice" },
	{ "\"cpu/none\",", "\"io/randread-4k\",", "in the plan 'io/randread-4k' is there twice" },
	{ "   114,\n", "   120,\n", "two slots of reason 120" },
	{ "[\n        1,\n", "[\n        0,\n", "slot 0 comes twice" },
	/* Names that are also those of folders. */
	{ "\"user/mine\"", "\"../../mine\"", "'../../mine' is not a name of a workload" },
	{ "\"name\": \"cpu/none\"", "\"name\": \"/etc/none\"", "is not a name of a workload" },
	{ "\"name\": \"cpu/none\"", "\"name\": \"cpu/../none\"", "is not a name of a workload" },
	{ "\"name\": \"cpu/none\"", "\"name\": \"\"", "is not a name of a workload" },
	{ "\"name\": \"cpu/none\"", "\"name\": \"cpu/.none\"", "is not a name of a workload" },
};

static void test_sound_json_that_is_no_result(void **state)
{
	_cleanup_free_ char *text = NULL, *path = NULL;
	struct result r;

	(void)state;
	text = saved_text(&r, &path);
	for (size_t i = 0; i < N(sound_json_that_is_no_result_rows); i++) {
		_cleanup_free_ char *bad = NULL;
		struct error err = ERROR_INIT;
		struct result loaded;

		bad = replaced(text, sound_json_that_is_no_result_rows[i].old,
			       sound_json_that_is_no_result_rows[i].new);
		assert_int_equal(file_write_atomic(path, bad, strlen(bad), &err), 0);
		if (!store_load(".", path, &loaded, &err))
			fail_msg("'%s' is taken for sound",
				 sound_json_that_is_no_result_rows[i].new);
		assert_error(&err, EXIT_TROUBLE, sound_json_that_is_no_result_rows[i].error);
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
		{ "{}", "not a valid result|format" },
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
	build_folder(root, &a);
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
	build_folder(root, &a);
	a.runs[0].repeats[0].ops = 1e308 * 10;
	assert_int_equal(store_save(&a, &err), 1);
	assert_error(&err, EXIT_TROUBLE, "cannot put the result into JSON");
	assert_int_equal(store_load(root, a.path, &b, &err), 0);
	assert_int_equal(b.n_runs, 2);
	result_free(&a);
	result_free(&b);
}

/* A text of many empty objects would take a hundred times its length: it is not even parsed. */
static void test_memory_is_bounded(void **state)
{
	const size_t n = 6 << 20;
	_cleanup_free_ char *text = xcalloc(3 * n + 1, 1);
	struct error err = ERROR_INIT;
	struct result loaded;

	(void)state;
	for (size_t i = 0; i < n; i++)
		memcpy(text + 3 * i, i ? ",{}" : "[{}", 3);
	assert_int_equal(result_from_text(text, 3 * n, "many.json", &loaded, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "'many.json': too large: |more than 2 GiB of memory");
	/* What stands in quotes is one value. */
	text[0] = '"';
	assert_int_equal(result_from_text(text, 3 * n, "many.json", &loaded, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "damaged result: 'many.json' line 1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_truncated),
		cmocka_unit_test(test_sound_json_that_is_no_result),
		cmocka_unit_test(test_what_is_no_json),
		cmocka_unit_test(test_text_that_is_not_utf8),
		cmocka_unit_test(test_number_that_is_not_finite),
		cmocka_unit_test(test_memory_is_bounded),
	};

	return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
