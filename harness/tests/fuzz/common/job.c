// SPDX-License-Identifier: GPL-2.0-only
#include "common/job.h"

#include <stdlib.h>
#include <string.h>

#include "base/argv.h"
#include "base/cleanup.h"
#include "workload/jobfile.h"
#include "workload/tool.h"
#include "workload/workload.h"

static void make_job(const struct workload *workload, double duration_s)
{
	_cleanup_free_ char *job = NULL;
	_cleanup_free_ char *why = NULL;
	struct tool_report report = { .ops = 7 };
	struct error err = ERROR_INIT;

	if (workload->tool->job(workload, workload->text, duration_s, &job, &err)) {
		must_explain(&err);
		return;
	}
	MUST(job);
	if (workload->tool->cut_short) {
		const struct tool_run run = { job, workload->text, &report, 1.5 };

		tool_report_add(&report, "cpu.bogo-ops", "", 7);
		why = workload->tool->cut_short(&run);
		tool_report_free(&report);
	}
}

static void make_commands(const struct workload *workload)
{
	char **argv = workload->tool->argv(workload, "job", "report");

	MUST(argv && argv[0]);
	argv_free(argv);
	argv_free(workload->tool->prepare(workload, "job"));
}

void try_job_file(const char *name, const uint8_t *data, size_t size)
{
	static int (*const readers[])(
		struct workload * workload, const char *name, const char *path,
		struct error *err) = { workload_read, workload_read_user_job };
	const char *path = input_file(name, data, size);

	/* The tools are not asked: that is a process for each input, and it is their parser. */
	setenv("PATH", "/nonexistent", 1);
	for (size_t i = 0; i < sizeof(readers) / sizeof(readers[0]); i++) {
		struct error err = ERROR_INIT;
		struct workload workload;

		if (readers[i](&workload, "io/fuzz", path, &err)) {
			must_explain(&err);
			continue;
		}
		MUST(workload.title && workload.class && workload.why);
		make_job(&workload, 0);
		make_job(&workload, 1.5);
		make_commands(&workload);
		workload_free(&workload);
	}
}
