/* SPDX-License-Identifier: GPL-2.0-only */
/* What a run is to run: names of suites and workloads, and the user's job files. */
#ifndef EXITBENCH_CLI_SELECTION_H
#define EXITBENCH_CLI_SELECTION_H

#include "cli/option.h"
#include "model/result.h"
#include "workload/catalog.h"

struct run_selection {
	struct catalog catalog;
	const struct workload **workloads; /* into the catalog, in the order of the run */
	size_t n;
	char *title; /* what was asked for, in one line; NULL: nothing but to go on */
};

/*
 * What the command line names: its arguments, then its job files. An argument after
 * --jobs that ends as a job file does is one, so that the shell may expand "*.fio".
 * Without any it is the suite "default". old: the result to go on with, else NULL; then
 * it is what that has not measured yet, as it was planned. selection_free() releases it.
 */
int selection_make(struct run_selection *selection, const struct options *options,
		   const struct result *old, struct error *err);

/* Writes what is selected into a new result: its plan, and where the user's job files are. */
void selection_plan(const struct run_selection *selection, struct result *result);

void selection_free(struct run_selection *selection);

#endif
