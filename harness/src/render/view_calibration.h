/* SPDX-License-Identifier: GPL-2.0-only */
/* The table of a calibration: a row for each workload and quantity. */
#ifndef EXITBENCH_RENDER_VIEW_CALIBRATION_H
#define EXITBENCH_RENDER_VIEW_CALIBRATION_H

#include "model/calibration.h"
#include "render/table.h"

/* A new table. risk: how often a pair without a change lies farther apart, 0..1. */
struct table *view_calibration(const struct calibration *calibration, double risk);

#endif
