/* SPDX-License-Identifier: GPL-2.0-only */
/* Selects the workloads of a run: names of suites and workloads, and the user's job files. */
#ifndef EXITBENCH_CLI_SELECTION_H
#define EXITBENCH_CLI_SELECTION_H

#include "cli/option.h"
#include "model/result.h"
#include "workload/catalog.h"

struct run_selection {
	struct catalog catalog;
	const struct workload **workloads; /* into the catalog, in the order of the run */
	size_t n;
	char *title; /* the arguments in one line; NULL: none, a result is resumed */
};

/*
 * Selects what the command line names: its arguments, then its job files. An argument after
 * --jobs that has the ending of a job file is one, so that the shell may expand "*.fio".
 * Without arguments the suite "default" is selected. old: the result to resume, or NULL; if
 * there is one, those of its planned workloads are selected that it has not measured yet.
 * selection_free() releases the selection.
 */
int selection_make(struct run_selection *selection, const struct options *options,
		   const struct result *old, struct error *err);

/* Writes the selection into a new result: its plan and the paths of the user's job files. */
void selection_plan(const struct run_selection *selection, struct result *result);

void selection_free(struct run_selection *selection);

/* Whether an argument is one more file of --jobs. */
bool selection_is_job_file(const struct options *options, const char *argument);

#endif
