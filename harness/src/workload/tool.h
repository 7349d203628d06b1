/* SPDX-License-Identifier: GPL-2.0-only */
/* The interface of a tool, a program that runs job files. Each tool fills in one such table. */
#ifndef EXITBENCH_WORKLOAD_TOOL_H
#define EXITBENCH_WORKLOAD_TOOL_H

#include <stdbool.h>

#include "base/error.h"
#include "workload/tool_report.h"
#include "workload/workload.h"

/* A run that has ended, for cut_short(). */
struct tool_run {
	const char *job;    /* the job file that was run */
	const char *output; /* what the tool printed */
	const struct tool_report *report;
	double wall_s;
};

struct tool {
	const char *name;   /* program, looked up in $PATH: "stress-ng" */
	const char *suffix; /* of its job files: ".stress" */
	const char *op;     /* what one operation is: "bogo-op" */

	/*
	 * Checks that the text has the form of this tool's job files; the error names the
	 * first line that has not. The meaning of the options is not checked.
	 */
	int (*check)(const char *text, const char *path, struct error *err);

	/*
	 * The text of a user's job file as it will be kept and run, in fresh memory, with the
	 * files that it includes. NULL: the tool's files need no expansion.
	 */
	char *(*expand)(const char *text, const char *path, struct error *err);

	/*
	 * Finds out what a user's job file does, by asking the tool. Fills in the sections, the
	 * notes, and those facts that the header leaves out. says_work and says_needs: the header
	 * has these facts.
	 */
	int (*understand)(struct workload *workload, bool says_work, bool says_needs,
			  struct error *err);

	/*
	 * Makes the job file that will be run, in fresh memory: the text with the
	 * duration that is asked for (0: unchanged) and with the folder for disk
	 * workloads. The amount of fixed work is not changed. A job whose duration
	 * or work is not in its text is an error.
	 */
	int (*job)(const struct workload *workload, const char *text, double duration_s, char **job,
		   struct error *err);

	/*
	 * argv: the command line that runs job_path and writes the tool's report
	 * to report_path, a NULL-terminated array (argv_free() releases it).
	 * prepare: a command that creates files and the like if there is no
	 * warm-up that would do so; NULL if none is needed.
	 */
	char **(*argv)(const struct workload *workload, const char *job_path,
		       const char *report_path);
	char **(*prepare)(const struct workload *workload, const char *job_path);

	/* Reads the report that the tool left. Garbage is an error that names the file. */
	int (*parse)(const char *report_path, struct tool_report *report, struct error *err);

	/*
	 * For a run that the tool calls a success: the part of the job that it left undone, as a
	 * clause in fresh memory; NULL if nothing was. A tool whose exit status shows this needs
	 * no such function.
	 */
	char *(*cut_short)(const struct tool_run *run);

	const char *report_suffix; /* ".yaml" */
};

extern const struct tool tool_stressng;
extern const struct tool tool_fio;

#endif
