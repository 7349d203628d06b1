// SPDX-License-Identifier: GPL-2.0-only
#include "model/code.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

const char *code_add(struct code_counts *counts, size_t slot, uint64_t key, const char *name,
		     uint64_t n, uint64_t cycles)
{
	for (size_t i = 0; i < counts->n; i++) {
		struct code_count *count = &counts->list[i];

		if (count->slot != slot || count->key != key || strcmp(count->name, name) != 0)
			continue;
		count->n += n;
		count->cycles += cycles;
		return count->name;
	}
	code_append(counts, slot, key, name, n, cycles);
	return counts->list[counts->n - 1].name;
}

void code_append(struct code_counts *counts, size_t slot, uint64_t key, const char *name,
		 uint64_t n, uint64_t cycles)
{
	counts->list = xgrow(counts->list, counts->n, sizeof(*counts->list));
	counts->list[counts->n++] = (struct code_count){ slot, key, xstrdup(name), n, cycles };
}

void code_free(struct code_counts *counts)
{
	for (size_t i = 0; i < counts->n; i++)
		free(counts->list[i].name);
	free(counts->list);
	free(counts->events);
	*counts = (struct code_counts){ .period = 0 };
}
