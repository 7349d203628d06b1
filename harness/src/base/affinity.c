// SPDX-License-Identifier: GPL-2.0-only
#include "base/affinity.h"

#include <errno.h>
#include <stdlib.h>

/* The size of a mask is not known before: the kernel refuses one that is too small. */
#define MOST_CPUS (1 << 20)

/* The mask of this thread, in the size that the kernel needs; NULL if it is not known. */
static cpu_set_t *get_mask(size_t *size)
{
	for (size_t cpus = CPU_SETSIZE; cpus <= MOST_CPUS; cpus *= 2) {
		cpu_set_t *mask = CPU_ALLOC(cpus);

		*size = CPU_ALLOC_SIZE(cpus);
		if (!mask)
			return NULL;
		CPU_ZERO_S(*size, mask);
		if (!sched_getaffinity(0, *size, mask))
			return mask;
		CPU_FREE(mask);
		if (errno != EINVAL)
			return NULL;
	}
	return NULL;
}

unsigned int affinity_cpus(void)
{
	size_t size;
	cpu_set_t *mask = get_mask(&size);
	int n = mask ? CPU_COUNT_S(size, mask) : 0;

	CPU_FREE(mask);
	return n > 0 ? (unsigned int)n : 0;
}

void affinity_pin(struct affinity *affinity)
{
	cpu_set_t *here = NULL;
	int cpu = sched_getcpu();

	*affinity = (struct affinity){ 0 };
	affinity->before = cpu < 0 ? NULL : get_mask(&affinity->size);
	if (affinity->before && (size_t)cpu < 8 * affinity->size)
		here = CPU_ALLOC(8 * affinity->size);
	if (!here)
		return;
	CPU_ZERO_S(affinity->size, here);
	CPU_SET_S((size_t)cpu, affinity->size, here);
	affinity->pinned = !sched_setaffinity(0, affinity->size, here);
	CPU_FREE(here);
}

void affinity_restore(struct affinity *affinity)
{
	if (affinity->pinned)
		sched_setaffinity(0, affinity->size, affinity->before);
	CPU_FREE(affinity->before);
	*affinity = (struct affinity){ 0 };
}
