// SPDX-License-Identifier: GPL-2.0-only
#include "base/affinity.h"

void affinity_pin(struct affinity *affinity)
{
	cpu_set_t here;
	int cpu = sched_getcpu();

	affinity->pinned = false;
	if (cpu < 0 || cpu >= CPU_SETSIZE ||
	    sched_getaffinity(0, sizeof(affinity->before), &affinity->before))
		return;
	CPU_ZERO(&here);
	CPU_SET((unsigned int)cpu, &here);
	affinity->pinned = !sched_setaffinity(0, sizeof(here), &here);
}

void affinity_restore(const struct affinity *affinity)
{
	if (affinity->pinned)
		sched_setaffinity(0, sizeof(affinity->before), &affinity->before);
}
