// SPDX-License-Identifier: GPL-2.0-only
/* Tests the command lines of the tools, and the jobs that are made of job files. */
#include "check.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/argv.h"
#include "scratch.h"
#include "workload/stressng_understand.h"
#include "workload/tool.h"
#include "workload/tools.h"

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

/* words: of stress-ng's output; report: "cpu 5, vm 7", the stressors and what they did. */
static void assert_cut_short(const char *job, const char *words, const char *report_text,
			     double wall_s, const char *wanted)
{
	struct tool_report report = { 0 };
	const struct tool_run run = { job, words, &report, wall_s };
	char *copy = xstrdup(report_text), *rest = copy, *part, *what;

	while ((part = strsep(&rest, ","))) {
		char *name = part + strspn(part, " "), *ops = strrchr(part, ' ');
		char *metric = xasprintf("%.*s.bogo-ops", (int)(ops - name), name);

		tool_report_add(&report, metric, "", strtod(ops, NULL));
		free(metric);
	}
	what = tool_stressng.cut_short(&run);
	if (wanted && what)
		assert_string_equal(what, wanted);
	else if (wanted || what)
		fail_msg("%s: '%s', not '%s'", job, what, wanted);
	free(what);
	free(copy);
	tool_report_free(&report);
}

#define DAY "defaulting to a 86400 second (1 day, 0.00 secs) run per stressor\n"
#define SETTING(words) "stress-ng: info:  [1] setting to a " words " run per stressor\n"

/* Which of its limits a run did not reach. */
static void test_stressng_cut_short(void **state)
{
	static const char ops[] = "cpu 2\ncpu-ops 60 # all\nswitch 1\nswitch-ops=40\n";

	(void)state;
	assert_cut_short(ops, DAY, "cpu 60, switch 40", 0.1, NULL);
	assert_cut_short(ops, DAY, "cpu 60, switch 39", 0.1, NULL);
	assert_cut_short(ops, DAY, "cpu 60, switch 29", 0.1, "89 of 100 operations were done");
	assert_cut_short("cpu 1\ncpu-ops 1000000\ncpu-ops 20\n", DAY, "cpu 21", 0.1, NULL);
	assert_cut_short("cpu 1\ncpu-ops 1000000\ncpu-ops 20\n", DAY, "cpu 9", 0.1,
			 "9 of 20 operations were done");
	assert_cut_short("cpu 1\n", SETTING("3 second"), "cpu 0", 3.01, NULL);
	assert_cut_short("cpu 1\n", SETTING("3 secs"), "cpu 5", 0.52,
			 "it ended after 0.5 s of 3 s");
	assert_cut_short("cpu 1\n", SETTING("120 second (2 mins, 0.00 secs)"), "cpu 5", 60,
			 "it ended after 60.0 s of 120 s");
	assert_cut_short("cpu 1\n", SETTING("1 min, 30 secs"), "cpu 5", 60,
			 "it ended after 60.0 s of 90 s");
	/* "timeout 1.5s" is one second to it. */
	assert_cut_short("cpu 1\ntimeout 1.5s\n", SETTING("1 second"), "cpu 5", 1.01, NULL);
	assert_cut_short("cpu 1\n", SETTING("0 second"), "cpu 5", 1, NULL);
	assert_cut_short("cpu 1\n", SETTING("infinite"), "cpu 5", 1, NULL);
	assert_cut_short("cpu 1\n", "", "cpu 5", 1, NULL);
	assert_cut_short("cpu 1\ncpu-ops 60\n", SETTING("60 second"), "cpu 10", 0.1, NULL);
	/* One after the other, and one of them ends by itself. */
	assert_cut_short("run sequential\nzero-ops 9\n", SETTING("1 sec"), "cpu 1, zero 9, vm 3",
			 2.1, NULL);
	assert_cut_short("run sequential\nzero-ops 9\n", SETTING("1 sec"), "cpu 1, zero 9, vm 3",
			 1.1, "it ended after 1.1 s of 2 s");
	assert_null(tool_fio.cut_short);
}

/* What stress-ng says of how long it runs, in the words of its versions. */
static void test_stressng_words(void **state)
{
	static const struct {
		const char *words;
		double s;
	} rows[] = {
		{ SETTING("1 second"), 1 },
		{ SETTING("86400 second (1 day, 0.00 secs)"), 86400 },
		{ SETTING("50 secs"), 50 },
		{ SETTING("1 min, 30 secs"), 90 },
		{ SETTING("2 hours, 5 secs"), 7205 },
		{ SETTING("1 hour, 1 min, 1 sec"), 3661 },
		{ SETTING("1 day"), 86400 },
		{ SETTING("infinite"), 0 },
		{ SETTING("long"), -1 },
		{ "run per stressor", -1 },
		{ "", -1 },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++)
		if (stressng_said_s(rows[i].words, NULL) != rows[i].s)
			fail_msg("%s: %g", rows[i].words, stressng_said_s(rows[i].words, NULL));
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
	/* A job file cannot tell of such a folder: fio is started in it. */
	setenv("EXITBENCH_DISK", "/da:ta#1", 1);
	assert_job(&w, "[a]\ndirectory=/mnt/exitbench\nruntime=3\ntime_based\n", 0,
		   "[a]\ndirectory=.\nruntime=3\ntime_based\n");
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
	argv_free(argv);
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
		cmocka_unit_test(test_stressng_jobs),  cmocka_unit_test(test_stressng_cut_short),
		cmocka_unit_test(test_stressng_words), cmocka_unit_test(test_fio_jobs),
		cmocka_unit_test(test_command_lines),  cmocka_unit_test(test_tool_table),
		cmocka_unit_test(test_version),
	};

	return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
