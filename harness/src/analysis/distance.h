/* SPDX-License-Identifier: GPL-2.0-only */
/* How unlike two profiles are, by the shares that exit reasons have in them. Pure functions. */
#ifndef EXITBENCH_ANALYSIS_DISTANCE_H
#define EXITBENCH_ANALYSIS_DISTANCE_H

#include "analysis/summary.h"

/*
 * The total variation distance: half the sum of all differences of shares. It is the share of the
 * exits of one profile that would have to be of other reasons for it to be the other one: 0 for the
 * same shares, 1 if they have no reason in common. How many exits there are is of no account.
 */
struct distance {
	double share;          /* 0..1; NAN if a profile has no exits */
	struct reason_key key; /* the reason whose shares differ most; not set if none does */
	double here, there;    /* its share in both, 0..1 */
};

/* Both summaries must be of the same ISA, or of classes. */
struct distance distance_between(const struct summary *here, const struct summary *there);

#endif
