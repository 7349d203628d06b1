/* SPDX-License-Identifier: GPL-2.0-only */
/* Makes a result that uses every member, and checks whether two results are the same. */
#ifndef EXITBENCH_TESTS_RICH_H
#define EXITBENCH_TESTS_RICH_H

#include "support/build.h"

/*
 * Fills in everything that a result can hold: facts, plan, jobs, boots, idle windows, and a
 * workload for each way in which one can end.
 */
void build_rich(struct result *r);

/* Makes a fresh result folder below root, which is below the scratch folder, and keeps r there. */
void build_folder(const char *root, struct result *r);

/* Fails the test if anything in the two is not the same. */
void assert_same_result(const struct result *a, const struct result *b);

/* The same of two snapshots. */
void assert_same_snapshot(const struct snapshot *a, const struct snapshot *b);

#endif
