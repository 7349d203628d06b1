// SPDX-License-Identifier: GPL-2.0-only
#include "reasons/regions.h"

#include <stdlib.h>

#include "base/memory.h"

void regions_add(struct regions *regions, enum region_space space, uint64_t first, uint64_t last,
		 const char *name)
{
	regions->list = xgrow(regions->list, regions->n, sizeof(*regions->list));
	regions->list[regions->n++] = (struct region){
		.space = space,
		.first = first,
		.last = last,
		.name = xstrdup(name),
	};
}

const struct region *regions_find(const struct regions *regions, enum region_space space,
				  uint64_t first, uint64_t last)
{
	const struct region *found = NULL;

	for (size_t i = 0; regions && i < regions->n; i++) {
		const struct region *region = &regions->list[i];

		if (region->space != space || region->last < first || region->first > last)
			continue;
		if (!found || region->last - region->first <= found->last - found->first)
			found = region;
	}
	return found;
}

const char *region_space_name(enum region_space space)
{
	return space == REGION_PORTS ? "ports" : "memory";
}

void regions_free(struct regions *regions)
{
	for (size_t i = 0; i < regions->n; i++)
		free(regions->list[i].name);
	free(regions->list);
	*regions = (struct regions){ 0 };
}
