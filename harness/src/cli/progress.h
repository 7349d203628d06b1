/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where a run is and how long it will still take, printed before every window and never inside
 * one: on a terminal one line that is rewritten in place, elsewhere a line each.
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
	uint64_t spent_ns; /* in those before */
	size_t done;       /* steps that have begun */
	size_t here;       /* of them, the current workload's */
	size_t ended;      /* workloads that have all their repeats */
	size_t ended_done; /* steps of these */
};

/* Begins now. Live if out is a terminal. The numbers of the run are the caller's to set. */
void progress_init(struct progress *progress, FILE *out);

/* How long what is not behind us may take: "3 min 20 s". */
void progress_print_left(const struct progress *progress);

/* A measure_plan's progress callback; context is a struct progress. */
void progress_step(void *context, const struct measure_step *step);

/* The next workload begins. */
void progress_workload(struct progress *progress);

/* A workload has ended, as planned or not. */
void progress_workload_done(struct progress *progress, const struct profiled_run *profiled);

/* Leaves an empty line for what comes next. */
void progress_end(struct progress *progress);

#endif
