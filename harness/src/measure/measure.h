/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Measures a workload: the tool's preparation, the warm-up, and the repeats.
 */
#ifndef EXITBENCH_MEASURE_MEASURE_H
#define EXITBENCH_MEASURE_MEASURE_H

#include <stdbool.h>
#include <stdint.h>

#include "analysis/profiled.h"
#include "base/error.h"
#include "counters/counters.h"
#include "measure/code_names.h"
#include "model/result.h"
#include "workload/workload.h"

enum measure_phase {
	PHASE_PREPARE,
	PHASE_WARMUP,
	PHASE_REPEAT,
	PHASE_ONCE_MORE, /* a repeat beyond those asked for, as another one stands out */
	PHASE_IDLE,      /* no workload */
};

/* The step that is about to begin. It is only reported between windows. */
struct measure_step {
	const char *workload; /* NULL: none */
	enum measure_phase phase;
	unsigned int number; /* of the warm-up or repeat, from 1 */
};

struct measure_plan {
	struct counters *counters;
	struct read_cost cost;
	struct code_names *names; /* of the code that the guest is in; NULL: it is not asked for */
	unsigned int warmups;
	unsigned int repeats;     /* the least */
	unsigned int max_repeats; /* the most, if the median is not known well enough before */
	double precision;         /* how well: half of its confidence interval, as a share of it */
	double duration_s;        /* of fixed-time workloads; 0: the job files' own */
	uint64_t timeout_ns;      /* for one run of the tool */
	bool timeout_given;       /* by the user; else it is longer for what takes longer */
	const char *raw_folder;   /* where the tools' output is kept, one folder a workload */
	void (*progress)(void *context, const struct measure_step *step);
	void *context;
};

/*
 * Measures one workload and fills in run. If a workload fails, is killed, cannot run here,
 * or its output cannot be kept, this is recorded in run and is not an error; after an
 * interrupt the run is incomplete. Errors are those that every further workload would have
 * as well: counters that cannot be read.
 */
int measure_workload(const struct measure_plan *plan, const struct workload *workload,
		     struct workload_run *run, struct error *err);

/*
 * Whether a run has enough repeats: at least min, then as many as the precision needs (0: no
 * precision is asked for), but at most max. Sets *stop to the reason for the end. After a
 * repeat that failed there are no more than min.
 */
bool measure_is_enough(const struct profiled_run *profiled, unsigned int min, unsigned int max,
		       double precision, enum run_stop *stop);

#endif
