/* SPDX-License-Identifier: GPL-2.0-only */
/* Exit reasons merged into classes, which are the same on every vendor's processors. */
#ifndef EXITBENCH_ANALYSIS_CLASSES_H
#define EXITBENCH_ANALYSIS_CLASSES_H

#include "analysis/profile.h"

/*
 * Makes of a profile, and of its vCPUs', one of ISA_CLASSES: a row a class with the sums of its
 * reasons. The host's catch-all stays a row of its own.
 */
void profile_merge_classes(struct profile *profile);

#endif
