/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Measures the idle guest: a window in which nothing is run and exitbench sleeps. Measured before,
 * between and after the workloads, it shows how many of their exits the guest has anyway, and
 * whether that number stayed the same.
 */
#ifndef EXITBENCH_MEASURE_IDLE_H
#define EXITBENCH_MEASURE_IDLE_H

#include "measure/measure.h"

/*
 * Measures for that many seconds and adds the window to the result, with its last boot. A window
 * that an interrupt cuts short is dropped. Errors are those of the counters.
 */
int measure_idle(const struct measure_plan *plan, struct result *result, enum idle_place place,
		 double seconds, struct error *err);

#endif
