/* SPDX-License-Identifier: GPL-2.0-only */
/* What the targets of both tools' reports have in common. */
#ifndef EXITBENCH_TESTS_FUZZ_REPORT_H
#define EXITBENCH_TESTS_FUZZ_REPORT_H

#include "common/input.h"
#include "workload/tool.h"

/* Reads the input as a report of the tool. */
void try_report(const struct tool *tool, const uint8_t *data, size_t size);

#endif
