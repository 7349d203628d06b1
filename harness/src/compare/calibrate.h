/* SPDX-License-Identifier: GPL-2.0-only */
/* Makes a calibration of results between which nothing was changed. Pure functions. */
#ifndef EXITBENCH_COMPARE_CALIBRATE_H
#define EXITBENCH_COMPARE_CALIBRATE_H

#include "base/error.h"
#include "compare/side.h"
#include "model/calibration.h"

/* Fewer results say nothing of how far apart they can lie. */
#define CALIBRATION_LEAST 3

/*
 * The limit of a workload's quantity is the growth from the least to the greatest of the results'
 * medians. If nothing changes, the next pair of results lies farther apart with a probability of at
 * most calibration_risk(), as one of both must then be beyond all others.
 *
 * It is an error if there are fewer than CALIBRATION_LEAST results, if their conditions differ in
 * what is measured, or if they have no workload in common.
 */
int calibrate(const struct comparison_side *results, struct calibration *calibration,
	      struct error *err);

/* 2 / (n + 1), at most 1: each of a pair is beyond the range of n others with 1 / (n + 1). */
double calibration_risk(const struct calibration *calibration);

#endif
