/* SPDX-License-Identifier: GPL-2.0-only */
/* The parts of the report's page. */
#ifndef EXITBENCH_PLOT_SECTIONS_H
#define EXITBENCH_PLOT_SECTIONS_H

#include <stdio.h>

#include "plot/figures.h"

/* The heading: what was run, where and when, and how many workloads were measured. */
void section_heading(FILE *out, const struct figures *figures);

/* Workloads that failed, were skipped or are incomplete, with their messages, if there are any. */
void section_troubles(FILE *out, const struct figures *figures);

/* What is odd about the repeats, with advice; writes nothing if all is well. */
void section_warnings(FILE *out, const struct figures *figures);

/* The table with a row per workload. */
void section_workloads(FILE *out, const struct figures *figures);

/* The tables with a row per exit reason, one for each workload. */
void section_reasons(FILE *out, const struct figures *figures);

/*
 * What is behind the exits of each workload: one sentence, a picture and a table. Writes nothing if
 * the result does not tell.
 */
void section_why(FILE *out, const struct figures *figures);

/*
 * Compares what the workloads' headers expect with what was measured; writes nothing if none of
 * them expects anything.
 */
void section_expectations(FILE *out, const struct figures *figures);

/* How the numbers were measured, and what they mean. */
void section_method(FILE *out, const struct figures *figures);

void section_environment(FILE *out, const struct figures *figures);

/*
 * Links to the files beside the page in folder. Links to further panels stand below the graphs.
 */
void section_files(FILE *out, const char *folder, size_t n_panels);

#endif
