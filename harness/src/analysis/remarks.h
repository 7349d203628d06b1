/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Finds what is odd about the repeats of a workload, and says what can be done about it. Only
 * repeats that count are examined.
 */
#ifndef EXITBENCH_ANALYSIS_REMARKS_H
#define EXITBENCH_ANALYSIS_REMARKS_H

#include "analysis/profiled.h"
#include "analysis/remark.h"

/*
 * Appends remarks about a run:
 * - its notes;
 * - a repeat that stands out from the others, in which number, and the outcome of the repeat that
 *   was added because of it;
 * - otherwise, a repeat whose exits/op (exits/s without operations) are off: by a modified Z score
 *   of more than 3.5 and a twentieth of the median, among five repeats or more; a first repeat also
 *   among fewer, if it is off by a fifth and the others agree;
 * - stolen time of more than a hundredth of the vCPUs' time, and more than one tick;
 * - a processor that was more than a quarter slower in one repeat than in another;
 * - operations that differ where their number is fixed;
 * - port I/O that the workload is not about: a serial console, most likely;
 * - processes that the tool left running.
 */
void remarks_of_run(const struct profiled_result *result, const struct profiled_run *run,
		    struct remarks *remarks);

/*
 * Appends remarks about a whole result: a drift of the idle guest, and the above for each run, but
 * stolen time and speed only once, as they concern the host.
 */
void remarks_of_result(const struct profiled_result *result, struct remarks *remarks);

#endif
