/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside the analysis: the causes of the exits of a window, without the reader's own. The causes of
 * each exit reason add up to its row.
 */
#ifndef EXITBENCH_ANALYSIS_WINDOW_CAUSES_H
#define EXITBENCH_ANALYSIS_WINDOW_CAUSES_H

#include "analysis/profile.h"

/*
 * Fills in the causes of a profile whose rows were made from the two snapshots, whose shapes were
 * checked. It is an error if the causes of a slot do not add up to it, come twice, or lack the
 * reader's exit.
 */
int window_causes(const struct counters_info *info, const struct snapshot *before,
		  const struct snapshot *after, struct profile *profile, struct error *err);

#endif
