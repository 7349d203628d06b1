/* SPDX-License-Identifier: GPL-2.0-only */
/* What --metric names. */
#ifndef EXITBENCH_CLI_METRIC_H
#define EXITBENCH_CLI_METRIC_H

#include "cli/option.h"
#include "compare/quantity.h"

/* The quantity; COMPARE_N if the option was not given: each workload's own. */
enum comparison_quantity wanted_metric(const struct options *options);

#endif
