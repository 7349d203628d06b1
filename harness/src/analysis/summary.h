/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Summarizes the repeats of one workload: medians and ranges per exit reason. Only
 * repeats that count are included: those that are ok, unless the profiles were
 * computed with other options.
 */
#ifndef EXITBENCH_ANALYSIS_SUMMARY_H
#define EXITBENCH_ANALYSIS_SUMMARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/profiled.h"

/* A quantity over n repeats. n == 0: not known, the values are 0. */
struct spread {
	size_t n;
	double median, min, max;
};

struct summary_row {
	struct reason_key key;         /* whose exits these are; not set in the total */
	struct spread exits;           /* in one repeat */
	struct spread per_second;      /* exits/s of wall time */
	struct spread per_op;          /* exits per operation; n == 0 if ops are unknown */
	struct spread cycles;          /* handling time in one repeat; n == 0 if not known */
	struct spread cycles_per_exit; /* handling time; n == 0 if not known */
	struct spread cycles_per_op;   /* handling time; n == 0 if that or ops are not known */
	struct spread tax; /* handling time / (wall time x vCPUs), 0..1; n == 0 if not known */
	struct spread user_exits;   /* in one repeat; n == 0 if not known */
	struct spread user_share;   /* of the exits, 0..1 */
	struct spread user_cycles;  /* time in the VMM in one repeat */
	struct histogram histogram; /* of all repeats; empty if not known */
};

struct summary {
	enum isa isa;
	size_t n_repeats;         /* how many repeats count */
	struct summary_row *rows; /* largest median of exits first */
	size_t n;
	struct summary_row total; /* of all reasons but HLT's time: see below */
	struct spread idle; /* share of the vCPUs' time in HLT and its like; n == 0 if not known */
	struct spread wall_s;
	struct spread ops;   /* n == 0 if unknown */
	struct spread steal; /* share of the vCPUs' time that the host stole; n == 0: not known */
	struct spread harness_share; /* of the vCPUs' time that exitbench itself ran */
	struct spread harness_ns;
	struct spread speed; /* of the processor, see measure/speed.h; n == 0: not known */
};

/*
 * total.exits, .per_second, .per_op and the user exits include every reason; times and
 * the histogram of the total leave out HLT, whose handling time is idle time.
 */
void summarize(const struct profiled_result *result, const struct profiled_run *run,
	       struct summary *summary);

/*
 * The same for one vCPU, by its index among those that were read. Its times are
 * shares of this vCPU's time, and exits per operation are not known.
 */
void summarize_vcpu(const struct profiled_result *result, const struct profiled_run *run,
		    size_t vcpu, struct summary *summary);

/*
 * Fills in a row from a part of the exits of each repeat that counts, of which get() tells exits
 * and handling time in cycles (0 and 0 if there is none of it). A repeat of which it returns false
 * does not tell, and is left out. User exits and histogram stay unknown.
 */
void summarize_part(const struct profiled_result *result, const struct profiled_run *run,
		    bool (*get)(const void *part, const struct profiled_repeat *repeat,
				uint64_t *exits, uint64_t *cycles),
		    const void *part, struct summary_row *row);

/*
 * How many vCPUs all repeats of the run that count have in common, and the number of the vCPU at
 * index i.
 */
size_t run_vcpus(const struct profiled_run *run);
uint32_t run_vcpu_number(const struct profiled_run *run, size_t i);
void summary_free(struct summary *summary);

/* The row of a reason, or NULL if it had no exits in any repeat. */
const struct summary_row *summary_find(const struct summary *summary, const struct reason_key *key);

/*
 * The share of a row in the exits, 0..1: its median divided by that of the total, so that it agrees
 * with the numbers that are shown. 0 if there were no exits.
 */
double summary_share(const struct summary *summary, const struct summary_row *row);

/*
 * The most frequent reasons, most exits first: those that have a twentieth of the exits, but no
 * more than this many.
 */
#define SUMMARY_TOP 3
#define SUMMARY_TOP_SHARE 0.05
size_t summary_top(const struct summary *summary, const struct summary_row *top[SUMMARY_TOP]);

/* Median, least and greatest of n values; reorders them. */
struct spread spread_of(double *values, size_t n);

/* The same median; the values are not changed. */
double median_of(const double *values, size_t n);

#endif
