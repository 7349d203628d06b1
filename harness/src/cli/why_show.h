/* SPDX-License-Identifier: GPL-2.0-only */
/* Shows why workloads have their exits, for the commands that can. */
#ifndef EXITBENCH_CLI_WHY_SHOW_H
#define EXITBENCH_CLI_WHY_SHOW_H

#include "analysis/profiled.h"
#include "cli/option.h"

/* The table without rows, for its names of columns. */
struct table; /* render/table.h */

struct table *empty_why_table(const struct options *options);

/*
 * Fails, before anything long is done, if --why is given with options that it cannot be shown with.
 */
int check_why(const struct options *options, struct error *err);

/* Whether the format is one of those of why: "folded" or "trace"; then there is no table. */
bool why_is_export(const struct options *options);

/*
 * Shows the tree of one workload, or of all; those without a usable repeat are named on standard
 * error.
 */
int show_why(const struct options *options, const struct profiled_result *result,
	     const struct profiled_run *run, struct error *err);
int show_why_of_all(const struct options *options, const struct profiled_result *result,
		    struct error *err);

#endif
