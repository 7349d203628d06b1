/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The programs that run job files. One row and one file per tool.
 */
#ifndef EXITBENCH_WORKLOAD_TOOL_H
#define EXITBENCH_WORKLOAD_TOOL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "workload/workload.h"

/* A number that a tool reported; see struct metric of model/result.h. */
struct tool_metric {
	char *name;
	char *unit;
	double value;
};

struct tool_report {
	double ops; /* operations done; 0 if the tool does not tell */
	/* Why ops are not those of the whole run, and are left out; NULL: they are. */
	char *no_ops;
	bool ended_by_time; /* a limit of time ended work that is not done */
	struct tool_metric *metrics;
	size_t n_metrics;
};

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
	 * Of a job file of the user's own: its text as it is to be kept and run, in fresh memory,
	 * with the files that it includes. NULL: it is as it is.
	 */
	char *(*expand)(const char *text, const char *path, struct error *err);

	/*
	 * What a job file of the user's own does, as the tool itself says: its sections, its
	 * notes, and what its header does not tell.
	 */
	int (*understand)(struct workload *workload, bool work_told, bool needs_told,
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
	 * too (tool_free_argv()). prepare: the command that lays out files and the
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

/*
 * The tool whose job files have the ending of path, or NULL. "FILE.job" is looked into: such a
 * name has stress-ng's own examples, and some of fio's users.
 */
const struct tool *tool_for_file(const char *path);

/* All tools; the array ends with a NULL pointer. */
const struct tool *const *tool_list(void);

/* The tool's own version line ("stress-ng, version 0.15.06 ..."), fresh; NULL if it cannot run. */
char *tool_version(const struct tool *tool);

/* A copy of a NULL-terminated array of strings, each of them copied too. */
char **tool_argv(const char *const *strings);
void tool_free_argv(char **argv);

/*
 * Appends a metric; both strings are copied. One that is not finite, or so large that sums and
 * squares of it would not be (beyond 1e100), is left out.
 */
void tool_report_add(struct tool_report *report, const char *name, const char *unit, double value);

/*
 * The end of reading the report in path: metrics of one name are told apart ("name", "name#2"),
 * and a number of operations that no machine can do is an error.
 */
int tool_report_finish(struct tool_report *report, const char *path, struct error *err);
void tool_report_free(struct tool_report *report);

#endif
