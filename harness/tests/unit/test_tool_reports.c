// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests the reading of reports that real runs of the tools left (fixtures/tools), and of damaged
 * ones.
 */
#include "check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "base/memory.h"
#include "scratch.h"
#include "tool_report.h"
#include "workload/tool.h"

static void test_stressng_reports(void **state)
{
	struct tool_report report;

	(void)state;
	parse(&tool_stressng, REPORTS "stress-ng-cpu-switch.yaml", &report);
	assert_float_equal(report.ops, 359 + 189801, 0);
	assert_metric(&report, "cpu.bogo-ops", "", 359);
	assert_metric(&report, "cpu.bogo-ops-per-second-usr-sys-time", "1/s", 1543.521723);
	assert_metric(&report, "switch.bogo-ops", "", 189801);
	assert_metric(&report, "switch.wall-clock-time", "s", 1.000511);
	assert_metric(&report, "switch.cpu-usage-per-instance", "%", 63.416214);
	assert_metric(&report, "switch.max-rss", "KiB", 2412);
	assert_metric(&report, "switch.nanosecs-per-context-switch-pipe-method", "", 5223.577832);
	tool_report_free(&report);
	parse(&tool_stressng, REPORTS "stress-ng-x86cpuid.yaml", &report);
	assert_float_equal(report.ops, 1024, 0);
	tool_report_free(&report);
}

/* Metrics of a stressor's own beside the common ones; two instances are one stressor. */
static void test_stressng_own_metrics(void **state)
{
	struct tool_report report;

	(void)state;
	parse(&tool_stressng, REPORTS "stress-ng-several-metrics.yaml", &report);
	assert_float_equal(report.ops, 38558 + 82817 + 1989, 0);
	assert_metric(&report, "waitcpu.nop-ops-per-sec", "", 237707023.784817);
	assert_metric(&report, "waitcpu.pause-ops-per-sec", "", 20928515.531781);
	assert_metric(&report, "sigio.sigio-signals-per-sec", "", 37016.157824);
	assert_metric(&report, "vecmath.bogo-ops", "", 1989);
	tool_report_free(&report);
}

/* A stressor that failed or gave up is in the report with nothing done; the status says more. */
static void test_stressng_failures(void **state)
{
	struct tool_report report;

	(void)state;
	parse(&tool_stressng, REPORTS "stress-ng-one-failed.yaml", &report);
	assert_float_equal(report.ops, 1092, 0);
	assert_metric(&report, "sock.bogo-ops", "", 0);
	tool_report_free(&report);
	parse(&tool_stressng, REPORTS "stress-ng-ended-early.yaml", &report);
	assert_float_equal(report.ops, 0, 0);
	assert_metric(&report, "rtc.wall-clock-time", "s", 0.000115);
	tool_report_free(&report);
}

#define METRICS "---\nmetrics:\n"

static const struct {
	const struct tool *tool;
	const char *text, *error;
} refused_reports_rows[] = {
	{ &tool_stressng, "", "no metrics" },
	{ &tool_stressng, "---\n...\n", "no metrics" },
	{ &tool_stressng, "---\nmetrics:\n...\n", "no metrics" },
	{ &tool_stressng, "---\nmetrics: 3\n...\n", "no metrics" },
	{ &tool_stressng, "---\n- metrics\n...\n", "no metrics" },
	{ &tool_stressng, "---\nmetrics:\n  - 3\n...\n", "without bogo-ops" },
	{ &tool_stressng, "---\nmetrics:\n  - stressor: cpu\n...\n", "without bogo-ops" },
	{ &tool_stressng, "---\nmetrics:\n  - stressor: cpu\n    bogo-ops: many\n...\n",
	  "without bogo-ops" },
	{ &tool_stressng, "---\nmetrics:\n  - stressor: cpu\n    bogo-ops: -nan\n...\n",
	  "without bogo-ops" },
	{ &tool_stressng, "---\nmetrics:\n  - bogo-ops: 3\n...\n", "without bogo-ops" },
	{ &tool_stressng, "\x01\xff garbage {[", "no metrics" },
	{ &tool_stressng, "---\na: [1\nmetrics: }\n...\n", "not YAML: '|', line 3" },
	{ &tool_stressng, METRICS "    - stressor: cpu\n      bogo-ops: 3\n", "no end mark" },
	{ &tool_stressng, METRICS "    - stressor: cpu\n      bogo-ops: 3\n  x\n...\n",
	  "not YAML: '|', line 5" },
	{ &tool_stressng, METRICS "    - stressor: cpu\n      bogo-ops: 1e19\n...\n",
	  "1e+19 operations" },
	{ &tool_stressng,
	  METRICS "    - stressor: cpu\n      bogo-ops: 1e308\n"
		  "    - stressor: vm\n      bogo-ops: 1e308\n...\n",
	  "reports inf operations" },
	{ &tool_fio, "", "no result" },
	{ &tool_fio, "fio: pid=1, err=5\nand more\n", "fio says 'fio: pid=1, err=5'" },
	{ &tool_fio, "{", "truncated or damaged" },
	{ &tool_fio, "{}", "no jobs" },
	{ &tool_fio, "{\"jobs\": 3}", "no jobs" },
	{ &tool_fio, "{\"jobs\": [3]}", "without a name" },
	{ &tool_fio, "{\"jobs\": [{\"jobname\": 3}]}", "without a name" },
	{ &tool_fio, "{\"jobs\": [{\"jobname\": \"a\", \"error\": 4294967296}]}",
	  ": error 4.29497e+09" },
	{ &tool_fio, "{\"jobs\": [{\"jobname\": \"a\", \"error\": -1}]}", ": error -1" },
	{ &tool_fio,
	  "{\"jobs\": [{\"jobname\": \"a\", \"read\": {\"total_ios\": 1.5e308}, "
	  "\"write\": {\"total_ios\": 1.5e308}}]}",
	  "reports inf operations" },
	{ &tool_fio,
	  "{\"jobs\": [{\"jobname\": \"a\", \"read\": {\"total_ios\": 1e308}},"
	  "{\"jobname\": \"b\", \"read\": {\"total_ios\": 1e308}}]}",
	  "reports inf operations" },
};

static void test_refused_reports(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(refused_reports_rows); i++)
		assert_refused(refused_reports_rows[i].tool,
			       scratch_write("report", refused_reports_rows[i].text,
					     strlen(refused_reports_rows[i].text)),
			       refused_reports_rows[i].error);
	assert_refused(&tool_stressng, scratch_path("missing.yaml"), "its output says why");
	assert_refused(&tool_fio, scratch_path("missing.json"), "its output says why");
	assert_refused(&tool_fio, REPORTS "fio-bad-option.json", "fio says 'Bad option <nope=1>'");
	assert_refused(&tool_fio, REPORTS "fio-disk-full.json", "No space left on device");
	assert_refused(&tool_fio, REPORTS "fio-one-failed.json", "job 'bad' failed");
	assert_refused(&tool_fio, REPORTS "fio-2.1.11.json",
		       "that is fio-2.1.11, and 2.2 or later");
	assert_refused(&tool_fio, REPORTS "fio-2.6-client.json", "without --client");
	assert_refused(&tool_fio, REPORTS "fio-2-nan.json", "line 7: invalid token near '-'");
	assert_refused(&tool_stressng, REPORTS "fio-randread.json", "no metrics");
	assert_refused(&tool_fio, REPORTS "stress-ng-x86cpuid.yaml", "fio says '---'");
}

/* Other versions' formats, and options that change the format; the fixtures' README tells which. */
static void test_versions(void **state)
{
	static const struct {
		const struct tool *tool;
		const char *file;
		double ops;
		const char *metric, *unit;
		double value;
	} rows[] = {
		{ &tool_fio, "fio-2.2.10.json", 1280, "read.iops", "1/s", 512 },
		{ &tool_fio, "fio-2.2.10.json", 1280, "read.bw", "B/s", 2048 * 1024 },
		{ &tool_fio, "fio-2.2.10.json", 1280, "read.clat.mean", "ns", 120250 },
		{ &tool_fio, "fio-2.2.10.json", 1280, "read.clat.p99", "ns", 400000 },
		{ &tool_fio, "fio-2.2.10.json", 1280, "write.ios", "", 256 },
		{ &tool_fio, "fio-3.1.json", 256, "write.clat.mean", "ns", 12345.5 },
		{ &tool_fio, "fio-3.1.json", 256, "write.clat.p50", "ns", 12096 },
		{ &tool_fio, "fio-3.1.json", 256, "write.bw", "B/s", 512 * 1024 },
		{ &tool_fio, "fio-3.16.json", 256, "write.bw", "B/s", 524550 },
		{ &tool_fio, "fio-3.16.json", 256, "sync.ios", "", 255 },
		{ &tool_fio, "fio-3.16.json", 256, "sync.lat.p99", "ns", 741376 },
		{ &tool_fio, "fio-3.39.json", 2801136, "reader.read.ios", "", 132 },
		{ &tool_fio, "fio-3.39.json", 2801136, "reader.write.ios", "", 124 },
		{ &tool_fio, "fio-3.39.json", 2801136, "capped.read.iops", "1/s", 2806492.985972 },
		{ &tool_fio, "fio-3.41.json", 2801136, "reader.write.ios", "", 124 },
		{ &tool_fio, "fio-3.41.json", 2801136, "capped.read.ios", "", 2800880 },
		{ &tool_fio, "fio-mixed.json", 256, "mixed.ios", "", 256 },
		{ &tool_fio, "fio-mixed.json", 256, "mixed.iops", "1/s", 256000 },
		{ &tool_fio, "fio-mixed-both.json", 256, "read.ios", "", 132 },
		{ &tool_fio, "fio-mixed-both.json", 256, "mixed.ios", "", 256 },
		{ &tool_stressng, "stress-ng-0.09.yaml", 1379, "vm-rw.bogo-ops", "", 20 },
		{ &tool_stressng, "stress-ng-0.09.yaml", 1379, "cpu.wall-clock-time", "s",
		  2.000736 },
		{ &tool_stressng, "stress-ng-0.17.yaml", 301359, "switch.max-rss", "KiB", 2432 },
		{ &tool_stressng, "stress-ng-0.17.yaml", 301359,
		  "switch.nanosecs-per-context-switch-pipe-method", "", 6711.409396 },
		{ &tool_stressng, "stress-ng-0.22.yaml", 301359, "cpu.max-rss", "KiB", 6528 },
		{ &tool_stressng, "stress-ng-0.22.yaml", 301359, "switch.wall-clock-time", "s",
		  2.013423 },
		{ &tool_stressng, "stress-ng-0.22.yaml", 301359,
		  "switch.nanosecs-per-context-switch-pipe-method", "", 6711.409396 },
		{ &tool_stressng, "stress-ng-0.19.02.yaml", 240, "cpu.wall-clock-time", "s",
		  1.000617 },
		{ &tool_stressng, "stress-ng-0.19.02.yaml", 240, "cpu.max-rss", "KiB", 3116 },
		{ &tool_stressng, "stress-ng-scientific-times.yaml", 52, "cpu.wall-clock-time", "s",
		  0.1189766 },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		char *path = xasprintf(REPORTS "%s", rows[i].file);
		struct tool_report report;

		parse(rows[i].tool, path, &report);
		assert_float_equal(report.ops, rows[i].ops, 0);
		assert_metric(&report, rows[i].metric, rows[i].unit, rows[i].value);
		tool_report_free(&report);
		free(path);
	}
}

/* Values that a version leaves out are left out, and not made up. */
static void test_what_versions_lack(void **state)
{
	struct tool_report report;

	(void)state;
	parse(&tool_fio, REPORTS "fio-2.2.10.json", &report);
	assert_null(metric(&report, "write.clat.mean"));
	assert_null(metric(&report, "sync.ios"));
	tool_report_free(&report);
	parse(&tool_fio, REPORTS "fio-3.1.json", &report);
	assert_null(metric(&report, "read.ios"));
	assert_null(metric(&report, "sync.ios"));
	tool_report_free(&report);
	parse(&tool_stressng, REPORTS "stress-ng-0.09.yaml", &report);
	assert_null(metric(&report, "cpu.max-rss"));
	tool_report_free(&report);
	parse(&tool_stressng, REPORTS "stress-ng-0.17.yaml", &report);
	assert_null(metric(&report, "switch.a-rate-that-is-not-known"));
	tool_report_free(&report);
}

/* Two metrics of one name: stress-ng cuts the names of its metrics at 39 characters. */
static void test_metrics_of_one_name(void **state)
{
	static const char text[] = METRICS "    - stressor: a\n      bogo-ops: 1\n      x: 5\n"
					   "      x: 3\n    - stressor: a\n      bogo-ops: 2\n"
					   "      x: 4\n...\n";
	struct tool_report report;

	(void)state;
	parse(&tool_stressng, scratch_write("same.yaml", text, sizeof(text) - 1), &report);
	assert_float_equal(report.ops, 3, 0);
	assert_metric(&report, "a.x", "", 5);
	assert_metric(&report, "a.x#2", "", 3);
	assert_metric(&report, "a.x#3", "", 4);
	assert_metric(&report, "a.bogo-ops#2", "", 2);
	tool_report_free(&report);
}

static void fill(char *text, size_t at, const char *with, size_t n)
{
	for (size_t i = 0; i < n; i++)
		memcpy(text + at + i * strlen(with), with, strlen(with));
}

/* Seconds to read a report, whether it is one or not. */
static double seconds_to_parse(const struct tool *tool, const char *text, size_t size)
{
	const char *path = scratch_write("long", text, size);
	struct error err = ERROR_INIT;
	struct tool_report report;
	clock_t begin = clock();

	if (!tool->parse(path, &report, &err))
		tool_report_free(&report);
	return (double)(clock() - begin) / CLOCKS_PER_SEC;
}

/*
 * What takes a time that grows with the square of the length would take hours here, and what is
 * linear takes less than a second, or some under a sanitizer.
 */
static void test_long_reports(void **state)
{
	static const struct {
		const struct tool *tool;
		const char *begin, *repeated, *end;
	} rows[] = {
		{ &tool_stressng, "---\na: ", "[", "\n...\n" },
		{ &tool_stressng, METRICS, "[", "\n...\n" },
		{ &tool_stressng, METRICS " - stressor: a\n   bogo-ops: 1\n   x: ", "[",
		  "\n...\n" },
		{ &tool_stressng,
		  METRICS " - stressor: a\n   bogo-ops: 1\n   x: ", "{a: ", "\n...\n" },
		{ &tool_stressng, METRICS, " - {stressor: a, bogo-ops: 1, x: 2}\n", "...\n" },
		{ &tool_stressng, METRICS " - stressor: a\n", "   bogo-ops: 1\n", "...\n" },
		{ &tool_fio, "{\"jobs\": [{\"jobname\": \"b\"}",
		  ",{\"jobname\":\"a\",\"read\":{\"total_ios\":1}}", "]}" },
		{ &tool_fio, "{\"jobs\": [", "[", "]}" },
		{ &tool_fio, "{\"jobs\": ", "{\"a\":", "}" },
		{ &tool_stressng, METRICS " - stressor: a\n   bogo-ops: 1\n", "   - - - - -",
		  "\n...\n" },
	};
	size_t room = 2 << 20;
	char *text = xcalloc(room, 1);

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		size_t at = strlen(rows[i].begin), length = strlen(rows[i].repeated);
		size_t n = (1 << 20) / length;
		double took;

		memcpy(text, rows[i].begin, at);
		fill(text, at, rows[i].repeated, n);
		at += n * length;
		memcpy(text + at, rows[i].end, strlen(rows[i].end));
		took = seconds_to_parse(rows[i].tool, text, at + strlen(rows[i].end));
		if (took > 20)
			fail_msg("%zu times '%s' took %.1f s", n, rows[i].repeated, took);
	}
	free(text);
}

/* What fio copies from the job file into its report, byte by byte, is no reason to lose it. */
static void test_cosmetic_bytes(void **state)
{
	static const char *const bytes[] = {
		"50% \xe9",     "\x01\x1f\t", "\xc3\xa9 \xe2\x82\xac", "\xff\xfe", "\xc3",
		"\xed\xa0\x80", "\xc0\xaf",   "\xf4\x90\x80\x80"
	};

	(void)state;
	for (size_t i = 0; i < N(bytes); i++) {
		char *text = xasprintf(JOB_BEGIN "\"desc\": \"%s\", \"job options\": {\"name\": "
						 "\"%s\"}, " JOB_READ "}]}\n",
				       bytes[i], bytes[i]);
		struct tool_report report;

		parse_text(&tool_fio, text, &report);
		assert_float_equal(report.ops, 7, 0);
		assert_metric(&report, "read.ios", "", 7);
		tool_report_free(&report);
		free(text);
	}
}

/* A report that was cut short anywhere is an error, never a smaller number. */
static void check_truncations(const struct tool *tool, const char *path, const char *end)
{
	char *text;
	size_t size, whole;
	struct error err = ERROR_INIT;

	assert_int_equal(file_read(path, 1 << 20, &text, &size, &err), 0);
	whole = (size_t)(strstr(text, end) - text) + strlen(end);
	assert_true(whole <= size);
	for (size_t n = 0; n < whole; n += n < whole - 20 ? 7 : 1) {
		const char *cut = scratch_write("cut", text, n);
		struct tool_report report;

		if (!tool->parse(cut, &report, &err))
			fail_msg("'%s' was read when cut to %zu bytes of %zu", path, n, size);
	}
	free(text);
}

static void test_truncated_reports(void **state)
{
	(void)state;
	check_truncations(&tool_stressng, REPORTS "stress-ng-cpu-switch.yaml", "\n...");
	check_truncations(&tool_fio, REPORTS "fio-randread.json", "\n}");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stressng_reports),
		cmocka_unit_test(test_stressng_own_metrics),
		cmocka_unit_test(test_stressng_failures),
		cmocka_unit_test(test_versions),
		cmocka_unit_test(test_what_versions_lack),
		cmocka_unit_test(test_refused_reports),
		cmocka_unit_test(test_metrics_of_one_name),
		cmocka_unit_test(test_long_reports),
		cmocka_unit_test(test_cosmetic_bytes),
		cmocka_unit_test(test_truncated_reports),
	};

	return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
