/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The exits of the idle guest as rates: the median over the windows in which it was measured,
 * and its subtraction from the workloads' windows.
 */
#ifndef EXITBENCH_ANALYSIS_IDLE_H
#define EXITBENCH_ANALYSIS_IDLE_H

#include "analysis/profiled.h"

/* Exits of all reasons per second in a window; NAN if the window is not usable. */
double idle_rate(const struct profiled_repeat *window);

/* How far the usable idle windows of a result differ. */
struct idle_drift {
	size_t n;                /* usable windows */
	double median, min, max; /* of their exits/s */
	double share;   /* the range divided by the median; 0 with fewer than two windows */
	bool is_signal; /* the range is wide, and wider than chance would make it */
};

struct idle_drift idle_drift(const struct profiled_result *result);

/*
 * Subtracts from the profile of a repeat, and from those of its single vCPUs, what the idle guest
 * has in the same time: for each reason the median rate of the usable ones of the n windows, times
 * the repeat's wall time, but never more than was counted. Exits, times, user exits and histograms
 * are reduced. The time of HLT is not, because it is not a cost but the guest's idle time.
 */
void idle_subtract(const struct profiled_repeat *windows, size_t n, struct profiled_repeat *repeat);

#endif
