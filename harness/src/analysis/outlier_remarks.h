/* SPDX-License-Identifier: GPL-2.0-only */
/* Sentences about repeats that stand out. */
#ifndef EXITBENCH_ANALYSIS_OUTLIER_REMARKS_H
#define EXITBENCH_ANALYSIS_OUTLIER_REMARKS_H

#include "analysis/profiled.h"
#include "analysis/remark.h"

/*
 * Appends a remark for each repeat of the run that stands out: by what, beside what the others
 * are, and what another one did that was made because of it.
 */
void remarks_of_outliers(const struct profiled_run *run, struct remarks *remarks);

#endif
