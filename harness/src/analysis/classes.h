/* SPDX-License-Identifier: GPL-2.0-only */
/* Exit reasons merged into classes, which are the same on every vendor's processors. */
#ifndef EXITBENCH_ANALYSIS_CLASSES_H
#define EXITBENCH_ANALYSIS_CLASSES_H

#include "model/result.h"

/*
 * Makes of every repeat's profile, and of its vCPUs', one of ISA_CLASSES: a row a class with
 * the sums of its reasons. The host's catch-all stays a row of its own. The raw snapshots stay as
 * they are.
 */
void result_merge_classes(struct result *result);

#endif
