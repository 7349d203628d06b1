/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How fast the processor is at the moment. Its frequency, what runs on its sibling, and, under
 * emulation, the load of the machine below change that without a trace in the guest: no time is
 * stolen. But an operation that takes longer has more ticks in it, and so more exits.
 */
#ifndef EXITBENCH_MEASURE_SPEED_H
#define EXITBENCH_MEASURE_SPEED_H

/*
 * Steps of a loop that is always the same (a multiplication and an addition, each of which needs
 * the one before), per microsecond of CLOCK_MONOTONIC: the best of a few milliseconds, which it
 * takes. Comparable only with itself: between runs of the same program.
 */
double speed_measure(void);

#endif
