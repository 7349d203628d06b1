/* SPDX-License-Identifier: GPL-2.0-only */
/* Writes tables to standard output, according to --format, --wide, --columns and --cycles. */
#ifndef EXITBENCH_CLI_OUTPUT_H
#define EXITBENCH_CLI_OUTPUT_H

#include "cli/option.h"
#include "render/table.h"
#include "render/view.h"

/* The tables of a workload and of a result, without rows. */
struct table *empty_run_table(const struct options *options);
struct table *empty_result_table(const struct options *options);

/*
 * Checks --format and --columns with a table without rows, and frees the table. To be called before
 * anything that takes long.
 */
int check_table(const struct options *options, struct table *table, struct error *err);

/* Writes a table to stdout as the options ask, and frees it. */
int show_table(const struct options *options, struct table *table, struct error *err);

/* The wishes for a view that follow from the options. */
struct view_wish wish_of(const struct options *options);

#endif
