/* SPDX-License-Identifier: GPL-2.0-only */
/* Which processors this thread may use, and staying on one of them for a while. */
#ifndef EXITBENCH_BASE_AFFINITY_H
#define EXITBENCH_BASE_AFFINITY_H

#include <sched.h>
#include <stdbool.h>
#include <stddef.h>

struct affinity {
	cpu_set_t *before; /* size bytes, owned until affinity_restore(); NULL: not known */
	size_t size;
	bool pinned;
};

/*
 * How many processors this thread may run on: those of its affinity mask, which taskset,
 * cpusets and container limits narrow. 0 if the system does not say.
 */
unsigned int affinity_cpus(void);

/* Keeps this thread on the processor that it runs on, if the system lets it. */
void affinity_pin(struct affinity *affinity);

/*
 * Lets the thread run again wherever it could before. Does nothing for a struct of zeros, or when
 * called again.
 */
void affinity_restore(struct affinity *affinity);

#endif
