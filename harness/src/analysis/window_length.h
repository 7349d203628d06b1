/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Whether a window is long enough for the times that were recorded in it. If it is not, the clock
 * was wrong or somebody changed the result, and every share of its time would be nonsense.
 */
#ifndef EXITBENCH_ANALYSIS_WINDOW_LENGTH_H
#define EXITBENCH_ANALYSIS_WINDOW_LENGTH_H

#include "base/error.h"
#include "counters/counters.h"
#include "model/result.h"

/*
 * Checks the handling time of all exits but HLT's, the stolen time and exitbench's CPU time against
 * the length of the window; what is not known is not checked, nor is a repeat that is not ok. The
 * snapshots must have passed window_check(). cost: as in profile_between().
 *
 * An exit that is under way when the window begins puts its whole time into it, so a little too
 * much is no error: up to twice the vCPUs' time, and a second for each vCPU.
 */
int window_check_length(const struct counters_info *info, const struct repeat *repeat,
			const struct read_cost *cost, struct error *err);

#endif
