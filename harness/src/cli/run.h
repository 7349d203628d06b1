/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A run of `exitbench run`: what its parts share. It is begun or resumed (run_begin.c), shown
 * beforehand (run_plan.c) and measured (run_measure.c).
 */
#ifndef EXITBENCH_CLI_RUN_H
#define EXITBENCH_CLI_RUN_H

#include "cli/option.h"
#include "cli/progress.h"
#include "cli/selection.h"
#include "cli/session.h"
#include "model/result.h"

/* What is to be run, and where it goes. */
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
 * What is asked for. When a result is resumed, options that were not given keep the values that
 * it was begun with. Times are in seconds.
 */
struct run_repeats wanted_repeats(const struct run *run);
double wanted_duration_s(const struct run *run);
double wanted_idle_s(const struct run *run);

/* Makes a new result: all that can fail early does, such as counters, folder and space. */
int begin_run(struct run *run, struct error *err);

/* Makes a result that an earlier boot began ready for more: what differs too much is an error. */
int resume_run(struct run *run, struct error *err);

/*
 * Windows of the idle guest in a run of so many workloads: before the first one, half-way between
 * them and after the last one.
 */
size_t idle_windows(size_t n_workloads);

/* The progress of a run of n_workloads before it begins. */
struct progress expected_progress(const struct run *run, size_t n_workloads);

/* Prints how many workloads and repeats there are: the beginning of a line. */
void print_extent(const struct run *run, size_t n_workloads);

/* Warns of what is known of the user's job files before they are run. */
void print_notes(const struct run *run);

/* Shows what would be run in this guest. Nothing of it is run, and no counters are needed. */
int show_plan(struct run *run, struct error *err);

/* Measures all that is selected, and keeps what was measured after each workload. */
int measure_run(struct run *run, struct error *err);

#endif
