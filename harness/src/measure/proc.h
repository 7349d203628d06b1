/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The guest kernel's own counts, from /proc: read as they are in a moment, and made sense of
 * later, so that next to a window there is nothing but the reading.
 */
#ifndef EXITBENCH_MEASURE_PROC_H
#define EXITBENCH_MEASURE_PROC_H

#include <stdint.h>

#include "model/activity.h"

struct proc_reading {
	char *stat, *interrupts, *softirqs; /* texts of the files; NULL: not there */
};

/* folder: "/proc". What cannot be read is left out. */
struct proc_reading proc_read(const char *folder);
void proc_free(struct proc_reading *reading);

/*
 * What happened between two readings. What either of them lacks, or cannot be made sense of, is
 * not known, and neither are counts if processors went or came in between.
 */
struct activity proc_between(const struct proc_reading *before, const struct proc_reading *after);

#endif
