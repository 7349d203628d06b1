/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The order in which workloads are measured: as listed, or at random, so that what drifts with
 * time is not taken for a difference between workloads. A seed names a random order.
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

/* "listed", "random:SEED", or "random" for a seed of chance. */
int order_from_text(const char *text, struct order *order, struct error *err);

/* "listed" or "random:SEED", in fresh memory. */
char *order_text(const struct order *order);

/*
 * Brings the workloads into the order: the same one for the same seed and the same workloads,
 * wherever it is done (a Mersenne Twister of the GNU Scientific Library, and its shuffle).
 */
void order_apply(const struct order *order, const struct workload **workloads, size_t n);

#endif
