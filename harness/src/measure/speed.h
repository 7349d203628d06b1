/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Measures how fast the processor is at the moment. Its frequency, the load on its sibling thread
 * and, under emulation, the load of the machine below change the speed without any stolen time in
 * the guest. But an operation that takes longer holds more timer ticks, and so more exits.
 */
#ifndef EXITBENCH_MEASURE_SPEED_H
#define EXITBENCH_MEASURE_SPEED_H

/*
 * Steps of a loop that is always the same (a multiplication and an addition, each of which needs
 * the one before), per microsecond of CLOCK_MONOTONIC: the best value in a few milliseconds. Values
 * can only be compared between runs of the same program.
 */
double speed_measure(void);

#endif
