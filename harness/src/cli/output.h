/* SPDX-License-Identifier: GPL-2.0-only */
/* Tables on standard output, as --format, --wide, --columns and --cycles ask. */
#ifndef EXITBENCH_CLI_OUTPUT_H
#define EXITBENCH_CLI_OUTPUT_H

#include "cli/option.h"
#include "render/table.h"
#include "render/view.h"

/* The tables of a workload without any runs, and of a result without any workloads. */
struct table *empty_run_table(const struct options *options);
struct table *empty_result_table(const struct options *options);

/*
 * Checks --format and --columns on a table without rows, and frees it: before anything long is
 * done.
 */
int check_table(const struct options *options, struct table *table, struct error *err);

/* Writes a table to stdout as the options ask, and frees it. */
int show_table(const struct options *options, struct table *table, struct error *err);

/* What the options ask of a view. */
struct view_wish wish_of(const struct options *options);

#endif
