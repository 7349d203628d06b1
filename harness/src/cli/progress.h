/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where a run is and how long it will still take: a line on stderr before
 * every window, never inside one.
 */
#ifndef EXITBENCH_CLI_PROGRESS_H
#define EXITBENCH_CLI_PROGRESS_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "measure/measure.h"

struct progress {
	size_t workloads;   /* in the whole run */
	size_t workload;    /* the current one, from 1 */
	unsigned int steps; /* windows of one workload, warm-up included */
	uint64_t start_ns;
	double guess_s; /* length of a step before one has been seen */
	size_t done;    /* steps behind us */
	size_t skipped; /* steps that will not be made: failed and skipped workloads */
};

/* How long what is not behind us may take: "3 min 20 s". */
void progress_print_left(FILE *out, const struct progress *progress);

/* A measure_plan's progress callback; context is a struct progress. */
void progress_step(void *context, const struct measure_step *step);

/* A workload has ended, with fewer steps than planned if it failed. */
void progress_workload_done(struct progress *progress, const struct workload_run *run);

#endif
