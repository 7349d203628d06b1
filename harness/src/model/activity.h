/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the guest's kernel counted around a window: another view of the workload besides the
 * exits. It is read before the first mark and after the second one, so it covers slightly more
 * than the window.
 */
#ifndef EXITBENCH_MODEL_ACTIVITY_H
#define EXITBENCH_MODEL_ACTIVITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct activity_count {
	char *name; /* as the kernel has it: "LOC", "24", "NET_RX" */
	char *what; /* the kernel's description: "Local timer interrupts"; "" if it has none */
	uint64_t n; /* on all vCPUs together */
};

struct activity_counts {
	bool known; /* they could be read; if there are no rows, all counts were 0 */
	struct activity_count *rows;
	size_t n;
};

struct activity {
	bool steal_known;
	uint64_t steal_ns; /* how long runnable vCPUs waited for the host (ticks of about 10 ms) */
	struct activity_counts interrupts; /* those that occurred, most frequent first */
	struct activity_counts softirqs;
};

/* Appends a row; the strings are copied. */
void activity_add(struct activity_counts *counts, const char *name, const char *what, uint64_t n);

/* The row of that name, or NULL. */
const struct activity_count *activity_find(const struct activity_counts *counts, const char *name);

/* The difference of two counts: the rows that grew, most first. Known only if both are. */
struct activity_counts activity_between(const struct activity_counts *before,
					const struct activity_counts *after);

void activity_counts_free(struct activity_counts *counts);
void activity_free(struct activity *activity);

#endif
