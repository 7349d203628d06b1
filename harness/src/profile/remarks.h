/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is odd about the repeats of a workload, and what can be done about it: sentences for
 * readers. Only sound repeats are looked at.
 */
#ifndef EXITBENCH_PROFILE_REMARKS_H
#define EXITBENCH_PROFILE_REMARKS_H

#include "profile/result.h"

struct remarks {
	char **texts; /* "cpu/int64, repeat 1: what is odd; what to do" */
	size_t n;
};

/*
 * Appends what there is to say of a run:
 * - its notes;
 * - a repeat whose exits/op (exits/s without operations) stand out: by a modified Z score of more
 *   than 3.5 and a twentieth of the median, among five repeats or more; a first one also among
 *   fewer, if it is off by a fifth and the others agree;
 * - stolen time of more than a hundredth of the vCPUs' time, and more than one tick;
 * - a processor that was more than a quarter slower in one repeat than in another;
 * - operations that differ where their number is fixed;
 * - port I/O that the workload is not about: a serial console, most likely;
 * - processes that the tool left running.
 */
void remarks_of_run(const struct result *result, const struct workload_run *run,
		    struct remarks *remarks);

/*
 * What there is to say of a whole result: that the idle guest drifts, and the same as above of all
 * its runs, but stolen time and speed only once: they are about the host.
 */
void remarks_of_result(const struct result *result, struct remarks *remarks);

/*
 * The modified Z scores of n values, into z: how many times further from the median than usual
 * (Iglewicz and Hoaglin, by the median absolute deviation; by the mean one if that is 0).
 */
void modified_z_scores(const double *values, size_t n, double *z);

void remarks_free(struct remarks *remarks);

#endif
