/* SPDX-License-Identifier: GPL-2.0-only */
/* The parts of the report's page. */
#ifndef EXITBENCH_PLOT_SECTIONS_H
#define EXITBENCH_PLOT_SECTIONS_H

#include <stdio.h>

#include "plot/figures.h"

/* What was asked for, where and when, and what came of it. */
void section_heading(FILE *out, const struct figures *figures);

/* What failed, was skipped or is incomplete, each with its message; nothing if all is well. */
void section_troubles(FILE *out, const struct figures *figures);

/* What is odd about the repeats, with advice; nothing if nothing is. */
void section_warnings(FILE *out, const struct figures *figures);

/* A row per workload. */
void section_workloads(FILE *out, const struct figures *figures);

/* Rows per workload and exit reason. */
void section_reasons(FILE *out, const struct figures *figures);

/*
 * What the workloads' headers expect against what was measured; nothing if none expects anything.
 */
void section_expectations(FILE *out, const struct figures *figures);

/* How the numbers came about and what they mean. */
void section_method(FILE *out, const struct figures *figures);

void section_environment(FILE *out, const struct figures *figures);

/*
 * Links to what lies beside the page in folder; the graphs' further panels have theirs below them.
 */
void section_files(FILE *out, const char *folder, size_t n_panels);

#endif
