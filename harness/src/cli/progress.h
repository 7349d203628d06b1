/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Prints how far a run is and how long it will still take, before every window and never inside
 * one. On a terminal one line is rewritten in place; elsewhere each step has a line.
 */
#ifndef EXITBENCH_CLI_PROGRESS_H
#define EXITBENCH_CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "analysis/profiled.h"
#include "measure/measure.h"

struct progress {
	FILE *out;
	bool between;     /* workloads: the current one has ended */
	bool live;        /* out is a terminal that knows how to clear a line */
	size_t workloads; /* in the whole run */
	size_t workload;  /* the current one, from 1 */
	unsigned int warmups;
	unsigned int repeats, max_repeats;
	double guess_s; /* length of a step before one has been seen */
	double idle_s;  /* length of a window of the idle guest */
	size_t idle_left;
	uint64_t start_ns;
	uint64_t idle_ns;  /* when the last such window began; 0: none is open */
	uint64_t spent_ns; /* in the windows before that one */
	size_t done;       /* steps that have begun */
	size_t here;       /* those among them that belong to the current workload */
	size_t ended;      /* workloads that have all their repeats */
	size_t ended_done; /* the steps of those workloads */
};

/* Starts the clock. Live if out is a terminal. The caller sets the numbers of the run. */
void progress_init(struct progress *progress, FILE *out);

/* Prints how long the rest of the run may take: "3 min 20 s". */
void progress_print_left(const struct progress *progress);

/* A measure_plan's progress callback; context is a struct progress. */
void progress_step(void *context, const struct measure_step *step);

/* To be called when the next workload begins. */
void progress_workload(struct progress *progress);

/* To be called when a workload has ended, as planned or not. */
void progress_workload_done(struct progress *progress, const struct profiled_run *profiled);

/* Clears the line for whatever is printed next. */
void progress_end(struct progress *progress);

#endif
