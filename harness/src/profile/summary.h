/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What several repeats of one workload say together: medians and ranges per
 * exit reason. Only repeats that are ok count.
 */
#ifndef EXITBENCH_PROFILE_SUMMARY_H
#define EXITBENCH_PROFILE_SUMMARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "profile/result.h"

/* A quantity over n repeats. n == 0: not known, the values are 0. */
struct spread {
	size_t n;
	double median, min, max;
};

struct summary_row {
	uint32_t code;
	bool other;
	struct spread exits;           /* in one repeat */
	struct spread per_second;      /* exits/s of wall time */
	struct spread per_op;          /* exits per operation; n == 0 if ops are unknown */
	struct spread cycles_per_exit; /* handling time; n == 0 if not told */
	struct spread tax; /* handling time / (wall time x vCPUs), 0..1; n == 0 if not told */
};

struct summary {
	enum isa isa;
	size_t n_repeats;         /* that count */
	struct summary_row *rows; /* largest median of exits first */
	size_t n;
	struct summary_row total; /* of all reasons but HLT's time: see below */
	struct spread wall_s;
	struct spread ops; /* n == 0 if unknown */
};

/*
 * total.exits, .per_second and .per_op take in every reason; total.tax and
 * total.cycles_per_exit leave HLT out, whose handling time is idle time.
 */
void summarize(const struct result *result, const struct workload_run *run,
	       struct summary *summary);
void summary_free(struct summary *summary);

/* Median, least and greatest of n values; reorders them. */
struct spread spread_of(double *values, size_t n);

#endif
