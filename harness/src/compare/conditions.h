/* SPDX-License-Identifier: GPL-2.0-only */
/* Whether a run may go on with a result that an earlier boot of the guest began. */
#ifndef EXITBENCH_COMPARE_CONDITIONS_H
#define EXITBENCH_COMPARE_CONDITIONS_H

#include <stdbool.h>

#include "model/result.h"

/*
 * Compares what was with what is now: the counters, what was asked for (suite, repeats and
 * their precision, duration, the order where now tells one), the facts of the environment, and the
 * exit reasons of slots, a snapshot made now. The epoch and the available clocksources may differ,
 * and memory and the TSC's rate may by a hundredth, as they do from boot to boot. The error names
 * the first thing that differs, both ways.
 */
int conditions_same(const struct result *then, const struct result *now,
		    const struct snapshot *slots, struct error *err);

/*
 * Whether two numbers of any unit differ by a hundredth of the greater at most, as the memory and
 * the TSC's rate of one machine do from boot to boot.
 */
bool conditions_nearly_same(double a, double b);

#endif
