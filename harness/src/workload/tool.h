/* SPDX-License-Identifier: GPL-2.0-only */
/* What a program that runs job files can do: each tool fills in one such table, in its own file. */
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
	 * Whether the text has the form of this tool's job files; the error names the
	 * line that has not. It is not asked what the options mean.
	 */
	int (*check)(const char *text, const char *path, struct error *err);

	/*
	 * Of a user's job file: its text as it is to be kept and run, in fresh memory,
	 * with the files that it includes. NULL: it is as it is.
	 */
	char *(*expand)(const char *text, const char *path, struct error *err);

	/*
	 * What a user's job file does, as the tool itself says: its sections, its
	 * notes, and what its header does not say. says_work and says_needs: that it does say this.
	 */
	int (*understand)(struct workload *workload, bool says_work, bool says_needs,
			  struct error *err);

	/*
	 * The job file as it is to be run, in fresh memory: text with its
	 * duration replaced where one is asked for (0: as it is) and with the
	 * folder for disk workloads in use. Fixed work keeps its work. A job
	 * whose duration or work is not in its text is an error.
	 */
	int (*job)(const struct workload *workload, const char *text, double duration_s, char **job,
		   struct error *err);

	/*
	 * The command line that runs job_path and leaves the tool's own report
	 * in report_path: a NULL-terminated array in fresh memory, each string
	 * too (argv_free()). prepare: the command that lays out files and the
	 * like where no warm-up does, NULL if none is needed.
	 */
	char **(*argv)(const struct workload *workload, const char *job_path,
		       const char *report_path);
	char **(*prepare)(const struct workload *workload, const char *job_path);

	/* Reads the report that the tool left. Garbage is an error that names the file. */
	int (*parse)(const char *report_path, struct tool_report *report, struct error *err);

	/*
	 * Of a run that the tool calls a success: what of the job it left undone, a clause in
	 * fresh memory; NULL if nothing. No such function: the tool's exit status tells.
	 */
	char *(*cut_short)(const struct tool_run *run);

	const char *report_suffix; /* ".yaml" */
};

extern const struct tool tool_stressng;
extern const struct tool tool_fio;

#endif
