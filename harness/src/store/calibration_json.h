/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A calibration in a file, JSON of the format "exitbench-calibration", version 1: "cpu"; whether it
 * is of exits "net_idle", false if that is not there; the number of "results" that it was made
 * from; and "limits", rows of [workload, unit, limit], where the limit is a share of 0 or more.
 */
#ifndef EXITBENCH_STORE_CALIBRATION_JSON_H
#define EXITBENCH_STORE_CALIBRATION_JSON_H

#include "base/error.h"
#include "model/calibration.h"

/* Replaces the file, completely or not at all. One that is not empty and no calibration is kept. */
int calibration_write(const struct calibration *calibration, const char *path, struct error *err);

/* A file that is no calibration, or a damaged or a newer one, is an error that names it. */
int calibration_read(const char *path, struct calibration *calibration, struct error *err);

#endif
