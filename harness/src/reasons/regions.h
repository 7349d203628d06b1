/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What lies where in the guest's physical memory and in its I/O ports: devices, mostly. The guest
 * knows this, its host does not tell it (measure/region_files.h reads it).
 */
#ifndef EXITBENCH_REASONS_REGIONS_H
#define EXITBENCH_REASONS_REGIONS_H

#include <stddef.h>
#include <stdint.h>

enum region_space {
	REGION_MEMORY, /* addresses in bytes */
	REGION_PORTS,
};

struct region {
	enum region_space space;
	uint64_t first, last; /* both belong to it */
	char *name;           /* "virtio1: notify" */
};

struct regions {
	struct region *list;
	size_t n;
};

/* Appends a region; the name is copied. */
void regions_add(struct regions *regions, enum region_space space, uint64_t first, uint64_t last,
		 const char *name);

/*
 * The smallest region that shares an address with first to last; of several equal ones the one that
 * was added last. NULL if there is none. regions may be NULL.
 */
const struct region *regions_find(const struct regions *regions, enum region_space space,
				  uint64_t first, uint64_t last);

/* "memory" or "ports". */
const char *region_space_name(enum region_space space);

void regions_free(struct regions *regions);

#endif
