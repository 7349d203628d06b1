// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests the reading of reports that real runs of fio left (fixtures/tools), and how options of fio
 * change the number of operations.
 */
#include "check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "scratch.h"
#include "tool_report.h"
#include "workload/tool.h"

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
	assert_metric(&report, "read.clat.max", "ns", 4692216);
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

/* What the job's options, as the report tells them, mean for its operations. */
static const struct {
	const char *text;
	bool no_ops, ended_by_time;
} spans[] = {
	{ JOB_BEGIN JOB_READ "}]}", false, false },
	{ JOB_BEGIN "\"job options\": {\"ramp_time\": \"3\"}, " JOB_READ "}]}", true, false },
	{ JOB_BEGIN "\"job options\": {\"ramp_time\": \"0\"}, " JOB_READ "}]}", false, false },
	{ "{\"global options\": {\"ramp_time\": \"500ms\"}, \"jobs\": [{\"jobname\": \"a\", " JOB_READ
	  "}]}",
	  true, false },
	{ "{\"global options\": {\"ramp_time\": \"3\"}, \"jobs\": [{\"jobname\": \"a\", "
	  "\"job options\": {\"ramp_time\": \"0\"}, " JOB_READ "}]}",
	  false, false },
	{ JOB_BEGIN "\"job options\": {\"runtime\": \"2\"}, \"job_runtime\": 2000, " JOB_READ "}]}",
	  false, true },
	{ JOB_BEGIN "\"job options\": {\"runtime\": \"2\"}, \"job_runtime\": 900, " JOB_READ "}]}",
	  false, false },
	{ JOB_BEGIN "\"job options\": {\"runtime\": \"2\", \"time_based\": \"1\"}, "
		    "\"job_runtime\": 2000, " JOB_READ "}]}",
	  false, false },
	{ JOB_BEGIN "\"job options\": {\"exec_prerun\": \"true\"}, " JOB_READ "}]}", true, false },
	{ JOB_BEGIN "\"job options\": {\"exec_postrun\": \"true\"}, " JOB_READ "}]}", true, false },
	{ JOB_BEGIN "\"job options\": {\"pre_read\": \"1\"}, " JOB_READ "}]}", true, false },
	{ JOB_BEGIN "\"job options\": {\"pre_read\": \"0\"}, " JOB_READ "}]}", false, false },
	{ JOB_BEGIN "\"job options\": {\"unlink\": \"1\"}, " JOB_READ "}]}", true, false },
	{ JOB_BEGIN "\"job options\": {\"rw\": \"randrw\", \"unlink\": \"1\"}, " JOB_READ "}]}",
	  true, false },
	{ JOB_BEGIN "\"job options\": {\"rw\": \"randwrite\", \"unlink\": \"1\"}, " JOB_READ "}]}",
	  false, false },
	{ JOB_BEGIN "\"job options\": {\"rw\": \"write\", \"overwrite\": \"1\", "
		    "\"unlink_each_loop\": \"1\"}, " JOB_READ "}]}",
	  true, false },
	{ JOB_BEGIN "\"job options\": {\"startdelay\": \"2\"}, " JOB_READ "}]}", true, false },
	{ "{\"jobs\": [{\"jobname\": \"a\", \"job options\": {\"startdelay\": \"2\"}, " JOB_READ
	  "}, {\"jobname\": \"b\"}]}",
	  false, false },
};

static void test_fio_spans(void **state)
{
	struct tool_report report;

	(void)state;
	for (size_t i = 0; i < N(spans); i++) {
		parse_text(&tool_fio, spans[i].text, &report);
		if (!!report.no_ops != spans[i].no_ops ||
		    report.ended_by_time != spans[i].ended_by_time)
			fail_msg("%s: %s, %d", spans[i].text, report.no_ops, report.ended_by_time);
		assert_float_equal(report.ops, 7, 0);
		tool_report_free(&report);
	}
	parse(&tool_fio, REPORTS "fio-3.39.json", &report);
	assert_true(report.ended_by_time);
	tool_report_free(&report);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fio_reports),
		cmocka_unit_test(test_fio_several_jobs),
		cmocka_unit_test(test_fio_two_directions),
		cmocka_unit_test(test_fio_grouped),
		cmocka_unit_test(test_fio_interrupted),
		cmocka_unit_test(test_fio_messages_before_report),
		cmocka_unit_test(test_fio_spans),
	};

	return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
