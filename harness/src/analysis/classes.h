/* SPDX-License-Identifier: GPL-2.0-only */
/* Merges exit reasons into classes, which are the same on every vendor's processors. */
#ifndef EXITBENCH_ANALYSIS_CLASSES_H
#define EXITBENCH_ANALYSIS_CLASSES_H

#include "analysis/profile.h"

/*
 * Turns a profile and those of its vCPUs into profiles of ISA_CLASSES: each row is a class with the
 * sums of its reasons. The host's catch-all remains a separate row.
 */
void profile_merge_classes(struct profile *profile);

#endif
