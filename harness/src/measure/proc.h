/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the guest's kernel counts, from /proc. The files are only read next to a window, and
 * parsed later, so that this takes as little time as possible.
 */
#ifndef EXITBENCH_MEASURE_PROC_H
#define EXITBENCH_MEASURE_PROC_H

#include <stdint.h>

#include "model/activity.h"

struct proc_reading {
	char *stat, *interrupts, *softirqs; /* texts of the files; NULL: not there */
};

/* Reads the files in folder, usually "/proc". Files that cannot be read are left out. */
struct proc_reading proc_read(const char *folder);
void proc_free(struct proc_reading *reading);

/*
 * What happened between two readings. Numbers that one of them lacks, or that cannot be parsed, are
 * not known; counts are not known either if processors were added or removed in between.
 */
struct activity proc_between(const struct proc_reading *before, const struct proc_reading *after);

#endif
