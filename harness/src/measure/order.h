/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The order in which workloads are measured: as listed, or random. In a random order, a drift over
 * time does not look like a difference between workloads. A seed stands for one random order.
 */
#ifndef EXITBENCH_MEASURE_ORDER_H
#define EXITBENCH_MEASURE_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "workload/workload.h"

struct order {
	bool random;
	uint32_t seed;
};

/* Reads "listed", "random:SEED", or "random", for which a seed is chosen at random. */
int order_from_text(const char *text, struct order *order, struct error *err);

/* "listed" or "random:SEED", in fresh memory. */
char *order_text(const struct order *order);

/*
 * Puts the workloads into the order. The same seed and workloads give the same order on every
 * machine (by the Mersenne Twister and the shuffle of the GNU Scientific Library).
 */
void order_apply(const struct order *order, const struct workload **workloads, size_t n);

#endif
