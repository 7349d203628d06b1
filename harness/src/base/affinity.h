/* SPDX-License-Identifier: GPL-2.0-only */
/* Staying on one processor for a while. */
#ifndef EXITBENCH_BASE_AFFINITY_H
#define EXITBENCH_BASE_AFFINITY_H

#include <sched.h>
#include <stdbool.h>

struct affinity {
	cpu_set_t before;
	bool pinned;
};

/* Keeps this thread on the processor that it runs on, if the system lets it. */
void affinity_pin(struct affinity *affinity);

/* Lets it go where it could go before. */
void affinity_restore(const struct affinity *affinity);

#endif
