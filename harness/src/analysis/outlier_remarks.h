/* SPDX-License-Identifier: GPL-2.0-only */
/* Remarks about repeats that stand out. */
#ifndef EXITBENCH_ANALYSIS_OUTLIER_REMARKS_H
#define EXITBENCH_ANALYSIS_OUTLIER_REMARKS_H

#include "analysis/profiled.h"
#include "analysis/remark.h"

/*
 * Appends a remark for each repeat of the run that stands out. It says which number stands out, its
 * values in the other repeats, and the outcome of the repeat that was added because of it.
 */
void remarks_of_outliers(const struct profiled_run *run, struct remarks *remarks);

#endif
