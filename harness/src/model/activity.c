// SPDX-License-Identifier: GPL-2.0-only
#include "model/activity.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void activity_add(struct activity_counts *counts, const char *name, const char *what, uint64_t n)
{
	counts->rows = xgrow(counts->rows, counts->n, sizeof(*counts->rows));
	counts->rows[counts->n++] = (struct activity_count){ xstrdup(name), xstrdup(what), n };
}

const struct activity_count *activity_find(const struct activity_counts *counts, const char *name)
{
	for (size_t i = 0; i < counts->n; i++)
		if (!strcmp(counts->rows[i].name, name))
			return &counts->rows[i];
	return NULL;
}

static int compare_counts(const void *a, const void *b)
{
	const struct activity_count *x = a, *y = b;

	if (x->n != y->n)
		return x->n < y->n ? 1 : -1;
	return strcmp(x->name, y->name);
}

struct activity_counts activity_between(const struct activity_counts *before,
					const struct activity_counts *after)
{
	struct activity_counts grown = { .known = before->known && after->known };

	for (size_t i = 0; grown.known && i < after->n; i++) {
		const struct activity_count *now = &after->rows[i];
		const struct activity_count *then = activity_find(before, now->name);
		uint64_t n = now->n - (then ? then->n : 0);

		/* A device that went and came back counts from zero. */
		if (then && now->n < then->n)
			n = now->n;
		if (n)
			activity_add(&grown, now->name, now->what, n);
	}
	if (grown.n)
		qsort(grown.rows, grown.n, sizeof(*grown.rows), compare_counts);
	return grown;
}

void activity_counts_free(struct activity_counts *counts)
{
	for (size_t i = 0; i < counts->n; i++) {
		free(counts->rows[i].name);
		free(counts->rows[i].what);
	}
	free(counts->rows);
	*counts = (struct activity_counts){ 0 };
}

void activity_free(struct activity *activity)
{
	activity_counts_free(&activity->interrupts);
	activity_counts_free(&activity->softirqs);
	*activity = (struct activity){ 0 };
}
