// SPDX-License-Identifier: GPL-2.0-only
/* The tools: command lines and derived jobs. */
#include "check.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "scratch.h"
#include "workload/tool.h"

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
		cmocka_unit_test(test_stressng_jobs), cmocka_unit_test(test_stressng_cut_short),
		cmocka_unit_test(test_fio_jobs),      cmocka_unit_test(test_command_lines),
		cmocka_unit_test(test_tool_table),    cmocka_unit_test(test_version),
	};

	return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
