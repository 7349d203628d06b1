/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reads the report that fio writes (--output-format=json).
 */
#ifndef EXITBENCH_WORKLOAD_REPORT_FIO_H
#define EXITBENCH_WORKLOAD_REPORT_FIO_H

#include "base/error.h"
#include "workload/tool.h"

/*
 * Reads the metrics of each job into report, and what its options say about the operations.
 * A file that is missing, cut or damaged is an error that names it.
 */
int report_fio_parse(const char *path, struct tool_report *report, struct error *err);

#endif
