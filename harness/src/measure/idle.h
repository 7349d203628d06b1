/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The idle guest: what a window shows in which nothing is run and the harness sleeps. Measured
 * before, between and after the workloads it says how much of their exits is the guest's own,
 * and whether that stayed the same.
 */
#ifndef EXITBENCH_MEASURE_IDLE_H
#define EXITBENCH_MEASURE_IDLE_H

#include "measure/measure.h"

/*
 * Measures for that many seconds and adds the window to the result, as of its last boot. One
 * that an interrupt cuts short is dropped. Errors are those of the counters.
 */
int measure_idle(const struct measure_plan *plan, struct result *result, enum idle_place place,
		 double seconds, struct error *err);

#endif
