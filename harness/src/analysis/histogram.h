/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Exits by handling time: bucket b counts those of [2^b, 2^(b+1)) cycles, the
 * first one also those of 0, the last one all above.
 */
#ifndef EXITBENCH_ANALYSIS_HISTOGRAM_H
#define EXITBENCH_ANALYSIS_HISTOGRAM_H

#include <stddef.h>
#include <stdint.h>

#include "counters/counters.h"

struct histogram {
	uint64_t buckets[COUNTER_BUCKETS];
};

/* The bucket of a handling time. */
size_t histogram_bucket(uint64_t cycles);

/* Exits in all buckets. */
uint64_t histogram_total(const struct histogram *histogram);

void histogram_add(struct histogram *sum, const struct histogram *part);

/*
 * The bound in cycles under which that share of the exits (0..1] lies: the upper
 * end of a bucket. INFINITY where that is the last bucket, NAN if there are no exits.
 */
double histogram_bound(const struct histogram *histogram, double share);

#endif
