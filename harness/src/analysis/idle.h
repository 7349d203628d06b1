/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the idle guest exits for, as a rate: the median of the windows in which it was
 * measured, and what is left of the workloads' windows without it.
 */
#ifndef EXITBENCH_ANALYSIS_IDLE_H
#define EXITBENCH_ANALYSIS_IDLE_H

#include "analysis/profiled.h"

/* Exits of all reasons per second in a window; NAN if the window is not usable. */
double idle_rate(const struct profiled_repeat *window);

/* How far apart the usable windows of a result are. */
struct idle_drift {
	size_t n;                /* usable windows */
	double median, min, max; /* of their exits/s */
	double share;            /* of the range in the median; 0 with less than two windows */
	bool is_signal;          /* the range is wide, and more than chance makes of so few exits */
};

struct idle_drift idle_drift(const struct profiled_result *result);

/*
 * Takes from the profile of a repeat, and from those of its single vCPUs, what the idle guest would
 * have had in the same time: for each reason the median rate of the n windows that are usable,
 * times the repeat's wall time, and never more than there is. It applies to exits, times, user
 * exits and histograms, but not to the time of HLT, which is no cost but the guest's idle time.
 */
void idle_subtract(const struct profiled_repeat *windows, size_t n, struct profiled_repeat *repeat);

#endif
