// SPDX-License-Identifier: GPL-2.0-only
/* The tools: command lines, derived jobs, and reports that real runs left (fixtures/tools). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "scratch.h"
#include "workload/tool.h"

#define REPORTS FIXTURES "/tools/"
#define N(array) (sizeof(array) / sizeof((array)[0]))

static const struct tool_metric *metric(const struct tool_report *report, const char *name)
{
	for (size_t i = 0; i < report->n_metrics; i++)
		if (!strcmp(report->metrics[i].name, name))
			return &report->metrics[i];
	return NULL;
}

static void assert_metric(const struct tool_report *report, const char *name, const char *unit,
			  double value)
{
	const struct tool_metric *found = metric(report, name);

	if (!found) {
		fail_msg("no metric '%s'", name);
		return;
	}
	assert_string_equal(found->unit, unit);
	assert_float_equal(found->value, value, 1e-6);
}

static void parse(const struct tool *tool, const char *path, struct tool_report *report)
{
	struct error err = ERROR_INIT;

	if (tool->parse(path, report, &err))
		fail_msg("%s", err.text);
}

static void assert_refused(const struct tool *tool, const char *path, const char *part)
{
	struct error err = ERROR_INIT;
	struct tool_report report;

	assert_int_equal(tool->parse(path, &report, &err), -1);
	assert_int_equal(report.n_metrics, 0);
	if (!strstr(err.text, part))
		fail_msg("no \"%s\" in \"%s\"", part, err.text);
	if (!strstr(err.text, strrchr(path, '/')))
		fail_msg("\"%s\" does not name '%s'", err.text, path);
}

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

static void test_fio_reports(void **state)
{
	struct tool_report report;

	(void)state;
	parse(&tool_fio, REPORTS "fio-randread.json", &report);
	assert_float_equal(report.ops, 6237, 0);
	assert_metric(&report, "read.ios", "", 6237);
	assert_metric(&report, "read.iops", "1/s", 12449.101796);
	assert_metric(&report, "read.bw", "B/s", 50991520);
	assert_metric(&report, "read.clat.mean", "ns", 14904.824916);
	assert_metric(&report, "read.clat.p50", "ns", 1032);
	assert_metric(&report, "read.clat.p99", "ns", 80384);
	assert_null(metric(&report, "write.iops"));
	assert_null(metric(&report, "sync.ios"));
	tool_report_free(&report);

	parse(&tool_fio, REPORTS "fio-fdatasync.json", &report);
	assert_float_equal(report.ops, 958, 0);
	assert_metric(&report, "write.ios", "", 958);
	assert_metric(&report, "sync.ios", "", 958);
	assert_metric(&report, "sync.lat.mean", "ns", 483027.949896);
	assert_metric(&report, "sync.lat.p50", "ns", 99840);
	assert_metric(&report, "sync.lat.p99", "ns", 5668864);
	tool_report_free(&report);
}

/* Three jobs, two of them of one name, one without percentiles. */
static void test_fio_several_jobs(void **state)
{
	struct tool_report report;

	(void)state;
	parse(&tool_fio, REPORTS "fio-three-jobs.json", &report);
	assert_float_equal(report.ops, 8982 + 6379 + 13953, 0);
	assert_metric(&report, "reader.read.ios", "", 8982);
	assert_metric(&report, "reader#2.read.ios", "", 6379);
	assert_metric(&report, "writer.write.ios", "", 13953);
	assert_non_null(metric(&report, "writer.write.clat.mean"));
	assert_null(metric(&report, "writer.write.clat.p50"));
	tool_report_free(&report);
}

/* One job in two directions with flushes, and one after it. */
static void test_fio_two_directions(void **state)
{
	struct tool_report report;

	(void)state;
	parse(&tool_fio, REPORTS "fio-randrw-fsync.json", &report);
	assert_float_equal(report.ops, 184 + 72 + 256, 0);
	assert_metric(&report, "uring.read.ios", "", 184);
	assert_metric(&report, "uring.read.clat.p50", "ns", 292864);
	assert_metric(&report, "uring.write.ios", "", 72);
	assert_metric(&report, "uring.write.iops", "1/s", 14400);
	assert_metric(&report, "uring.sync.ios", "", 74);
	assert_metric(&report, "second.write.ios", "", 256);
	assert_null(metric(&report, "second.sync.ios"));
	tool_report_free(&report);
}

/* Two processes reported as one job are the only job. */
static void test_fio_grouped(void **state)
{
	struct tool_report report;

	(void)state;
	parse(&tool_fio, REPORTS "fio-grouped.json", &report);
	assert_float_equal(report.ops, 512, 0);
	assert_metric(&report, "read.ios", "", 512);
	tool_report_free(&report);
}

/* What was done until the signal; that it was not all, fio's status says. */
static void test_fio_interrupted(void **state)
{
	struct tool_report report;

	(void)state;
	parse(&tool_fio, REPORTS "fio-interrupted.json", &report);
	assert_float_equal(report.ops, 8509, 0);
	tool_report_free(&report);
}

/* Warnings land in the report file too, in front of the JSON. */
static void test_fio_messages_before_report(void **state)
{
	static const char note[] =
		"note: both iodepth >= 1 and synchronous I/O engine { are selected\n";
	struct error err = ERROR_INIT;
	struct tool_report report;
	char *text, *both;
	size_t size;

	(void)state;
	assert_int_equal(file_read(REPORTS "fio-randread.json", 1 << 20, &text, &size, &err), 0);
	both = xasprintf("%s%s%s", note, text, "and an afterword\n");
	parse(&tool_fio, scratch_write("noted.json", both, strlen(both)), &report);
	assert_float_equal(report.ops, 6237, 0);
	tool_report_free(&report);
	free(both);
	free(text);
}

static void test_refused_reports(void **state)
{
	static const struct {
		const struct tool *tool;
		const char *text, *error;
	} bad[] = {
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
		{ &tool_stressng, "\x01\xff garbage {[", "not YAML" },
		{ &tool_stressng, "---\na: [1\nmetrics: }\n...\n", "not YAML" },
		{ &tool_fio, "", "no result" },
		{ &tool_fio, "fio: pid=1, err=5\nand more\n", "fio says 'fio: pid=1, err=5'" },
		{ &tool_fio, "{", "truncated or damaged" },
		{ &tool_fio, "{}", "no jobs" },
		{ &tool_fio, "{\"jobs\": 3}", "no jobs" },
		{ &tool_fio, "{\"jobs\": [3]}", "without a name" },
		{ &tool_fio, "{\"jobs\": [{\"jobname\": 3}]}", "without a name" },
	};

	(void)state;
	for (size_t i = 0; i < N(bad); i++)
		assert_refused(bad[i].tool,
			       scratch_write("report", bad[i].text, strlen(bad[i].text)),
			       bad[i].error);
	assert_refused(&tool_stressng, scratch_path("missing.yaml"), "its output says why");
	assert_refused(&tool_fio, scratch_path("missing.json"), "its output says why");
	assert_refused(&tool_fio, REPORTS "fio-bad-option.json", "fio says 'Bad option <nope=1>'");
	assert_refused(&tool_fio, REPORTS "fio-disk-full.json", "No space left on device");
	assert_refused(&tool_fio, REPORTS "fio-one-failed.json", "job 'bad' failed");
	assert_refused(&tool_fio, REPORTS "fio-2.1.11.json",
		       "that is fio-2.1.11, and 2.2 or later");
	assert_refused(&tool_fio, REPORTS "fio-2.6-client.json", "without --client");
	assert_refused(&tool_fio, REPORTS "fio-2-nan.json", "line 7: invalid token near '-'");
	assert_refused(&tool_stressng, REPORTS "fio-randread.json", "truncated");
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

static void assert_job(const struct workload *workload, const char *text, double duration_s,
		       const char *wanted)
{
	struct error err = ERROR_INIT;
	char *job = NULL;

	if (workload->tool->job(workload, text, duration_s, &job, &err))
		fail_msg("%s", err.text);
	assert_string_equal(job, wanted);
	free(job);
}

static void test_stressng_jobs(void **state)
{
	struct workload w = { .tool = &tool_stressng, .path = (char *)"w.stress" };
	static const char text[] =
		"# timeout 9s\n timeout 3s # long\r\ncpu 1\ntimeout-like 1\ntimeout 4";
	static const char ops[] = "timeout 60s\ncpu 1\ncpu-ops 5\n";

	(void)state;
	assert_job(&w, text, 0, text);
	assert_job(&w, text, 10, "# timeout 9s\ntimeout 10s\ncpu 1\ntimeout-like 1\ntimeout 10s\n");
	/* Whole seconds, and never the 0 that means for ever. */
	assert_job(&w, "timeout 3s\n", 0.2, "timeout 1s\n");
	assert_job(&w, "timeout 3s\n", 2.5, "timeout 3s\n");
	w.fixed_ops = true;
	assert_job(&w, ops, 10, ops);
}

static void assert_cut_short(const char *job, double ops, double wall_s, const char *wanted)
{
	char *what = tool_stressng.cut_short(job, ops, wall_s);

	if (wanted)
		assert_string_equal(what, wanted);
	else
		assert_null(what);
	free(what);
}

/* Which of its limits a run did not reach. */
static void test_stressng_cut_short(void **state)
{
	static const char ops[] = "cpu 2\ncpu-ops 60 # all\nswitch 1\nswitch-ops=40\n";

	(void)state;
	assert_cut_short(ops, 100, 0.1, NULL);
	assert_cut_short(ops, 99, 0.1, NULL);
	assert_cut_short(ops, 89, 0.1, "89 of 100 operations were done");
	assert_cut_short("timeout 3s\ncpu 1\n", 0, 3.01, NULL);
	assert_cut_short("timeout 3s\ncpu 1\n", 500, 0.52, "it ended after 0.5 s of 3 s");
	assert_cut_short("timeout 2m\ncpu 1\n", 500, 60, "it ended after 60.0 s of 120 s");
	assert_cut_short("timeout 3\ncpu 1\n", 500, 1, "it ended after 1.0 s of 3 s");
	assert_cut_short("timeout 0\ncpu 1\n", 500, 1, NULL);
	assert_cut_short("cpu 1\n", 500, 1, NULL);
	assert_cut_short("timeout 60s\ncpu 1\ncpu-ops 60\n", 10, 0.1, NULL);
	assert_null(tool_fio.cut_short);
}

static void test_fio_jobs(void **state)
{
	struct workload w = { .tool = &tool_fio, .path = (char *)"w.fio" };
	static const char text[] = "[a]\ndirectory=/mnt/exitbench\nruntime = 3\n"
				   "[b]\ndirectory=/mnt/exitbench/b\ntime_based\nruntime=9m\n";
	static const char ops[] = "[a]\nnumber_ios=5\nruntime=60\n";

	(void)state;
	unsetenv("EXITBENCH_DISK");
	assert_job(&w, text, 0, text);
	assert_job(&w, text, 1.5,
		   "[a]\ndirectory=/mnt/exitbench\nruntime=1500ms\n"
		   "[b]\ndirectory=/mnt/exitbench/b\ntime_based\nruntime=1500ms\n");
	/* Only the folder for disk workloads moves; a job's own choice stands. */
	setenv("EXITBENCH_DISK", "/data", 1);
	assert_job(&w, text, 0,
		   "[a]\ndirectory=/data\nruntime = 3\n"
		   "[b]\ndirectory=/mnt/exitbench/b\ntime_based\nruntime=9m\n");
	unsetenv("EXITBENCH_DISK");
	w.fixed_ops = true;
	assert_job(&w, ops, 10, ops);
}

/* The words of a command line with blanks between, as a user would type it. */
static void assert_argv(char **argv, const char *wanted)
{
	char line[512] = "";

	for (size_t i = 0; argv[i]; i++) {
		strcat(line, i ? " " : "");
		strcat(line, argv[i]);
	}
	assert_string_equal(line, wanted);
	tool_free_argv(argv);
}

static void test_command_lines(void **state)
{
	struct workload w = { .tool = &tool_stressng, .need_disk = true };

	(void)state;
	setenv("EXITBENCH_DISK", "/data", 1);
	assert_argv(tool_stressng.argv(&w, "j", "r"),
		    "stress-ng --job j --metrics --yaml r --temp-path /data");
	unsetenv("EXITBENCH_DISK");
	assert_null(tool_stressng.prepare(&w, "j"));
	assert_argv(tool_fio.argv(&w, "j", "r"),
		    "fio --eta=never --output-format=json --output r j");
	assert_argv(tool_fio.prepare(&w, "j"), "fio --eta=never --create_only=1 j");
}

static void test_tool_table(void **state)
{
	size_t n = 0;

	(void)state;
	for (const struct tool *const *tool = tool_list(); *tool; tool++, n++) {
		char file[64];

		snprintf(file, sizeof(file), "a/b.c%s", (*tool)->suffix);
		assert_ptr_equal(tool_for_file(file), *tool);
		assert_true((*tool)->job && (*tool)->argv && (*tool)->prepare && (*tool)->parse);
	}
	assert_int_equal(n, 2);
	assert_null(tool_for_file("fio"));
	assert_null(tool_for_file("a.fio/b"));
}

static void test_version(void **state)
{
	static const char script[] =
		"#!/bin/sh\necho \"$0 $*, version 7\" | sed 's,.*/,,'\necho x\n";
	struct tool tool = tool_fio;
	char name[512], *version;

	(void)state;
	snprintf(name, sizeof(name), "%s",
		 scratch_write("bin/sometool", script, sizeof(script) - 1));
	tool.name = name;
	assert_null(tool_version(&tool));
	assert_int_equal(chmod(name, 0755), 0);
	version = tool_version(&tool);
	assert_non_null(version);
	assert_string_equal(version, "sometool --version, version 7");
	free(version);
	tool.name = "/bin/false";
	assert_null(tool_version(&tool));
	tool.name = "/nonexistent";
	assert_null(tool_version(&tool));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stressng_reports),
		cmocka_unit_test(test_stressng_own_metrics),
		cmocka_unit_test(test_stressng_failures),
		cmocka_unit_test(test_fio_reports),
		cmocka_unit_test(test_fio_several_jobs),
		cmocka_unit_test(test_fio_two_directions),
		cmocka_unit_test(test_fio_grouped),
		cmocka_unit_test(test_fio_interrupted),
		cmocka_unit_test(test_fio_messages_before_report),
		cmocka_unit_test(test_versions),
		cmocka_unit_test(test_what_versions_lack),
		cmocka_unit_test(test_refused_reports),
		cmocka_unit_test(test_truncated_reports),
		cmocka_unit_test(test_stressng_jobs),
		cmocka_unit_test(test_stressng_cut_short),
		cmocka_unit_test(test_fio_jobs),
		cmocka_unit_test(test_command_lines),
		cmocka_unit_test(test_tool_table),
		cmocka_unit_test(test_version),
	};

	return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
