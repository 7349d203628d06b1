/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the parts of `exitbench run` share. A run is begun or resumed (run_begin.c), shown as a plan
 * (run_plan.c) and measured (run_measure.c).
 */
#ifndef EXITBENCH_CLI_RUN_H
#define EXITBENCH_CLI_RUN_H

#include "cli/option.h"
#include "cli/progress.h"
#include "cli/selection.h"
#include "cli/session.h"
#include "model/result.h"

/* What will be run, and the result that it is written to. */
struct run {
	const struct options *options;
	struct session session;
	struct run_selection selection;
	struct result result;
	int lock; /* on the result; -1: none */
};

/* How often each workload is repeated. */
struct run_repeats {
	unsigned int min, max;
	double precision;
};

/*
 * The options of the run. When a result is resumed, options that were not given keep the values
 * that it was begun with. Times are in seconds.
 */
struct run_repeats wanted_repeats(const struct run *run);
double wanted_duration_s(const struct run *run);
double wanted_idle_s(const struct run *run);

/* Makes a new result. Anything that can fail early does so here: counters, folder, space. */
int begin_run(struct run *run, struct error *err);

/* Prepares an earlier result for more. It is an error if the conditions differ too much. */
int resume_run(struct run *run, struct error *err);

/*
 * How many windows of the idle guest there are in a run with that many workloads: before the first
 * one, half-way and after the last one.
 */
size_t idle_windows(size_t n_workloads);

/* The progress of a run of n_workloads before it begins. */
struct progress expected_progress(const struct run *run, size_t n_workloads);

/* Prints how many workloads and repeats there are: the beginning of a line. */
void print_extent(const struct run *run, size_t n_workloads);

/* Prints warnings about the user's job files before they are run. */
void print_notes(const struct run *run);

/* Shows what would be run in this guest. Nothing is run, and no counters are needed. */
int show_plan(struct run *run, struct error *err);

/* The command run: measures what the options say, keeps it and shows it. */
int run_workloads(const struct options *options, struct error *err);

/* Measures all selected workloads, and saves the result after each of them. */
int measure_run(struct run *run, struct error *err);

#endif
