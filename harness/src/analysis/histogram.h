/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Histograms of exits by handling time. Bucket b counts the exits that took [2^b, 2^(b+1))
 * cycles; the first one also counts those of 0 cycles, and the last one all longer ones.
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

/* The number of exits in all buckets. */
uint64_t histogram_total(const struct histogram *histogram);

void histogram_add(struct histogram *sum, const struct histogram *part);

/*
 * The bound in cycles below which that share (0..1] of the exits lies: the upper
 * end of a bucket. INFINITY if that is the last bucket, NAN if there are no exits.
 */
double histogram_bound(const struct histogram *histogram, double share);

#endif
