/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reads the report that stress-ng writes (--metrics --yaml).
 */
#ifndef EXITBENCH_WORKLOAD_REPORT_STRESSNG_H
#define EXITBENCH_WORKLOAD_REPORT_STRESSNG_H

#include "base/error.h"
#include "workload/tool.h"

/*
 * Reads the metrics of each stressor into report. A file that is missing, cut or damaged in
 * the part that is read is an error that names it.
 */
int report_stressng_parse(const char *path, struct tool_report *report, struct error *err);

#endif
