// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/classes.h"

static struct profile_row *row_of(struct profile *profile, size_t n, uint32_t class, bool other)
{
	for (size_t i = 0; i < n; i++)
		if (profile->rows[i].code == class && profile->rows[i].other == other)
			return &profile->rows[i];
	return NULL;
}

static void add_row(struct profile_row *sum, const struct profile_row *part)
{
	sum->exits += part->exits;
	sum->cycles += part->cycles;
	sum->user_exits += part->user_exits;
	sum->user_cycles += part->user_cycles;
	histogram_add(&sum->histogram, &part->histogram);
}

/* In place: rows become fewer, so each sum lies at or before what is added to it. */
void profile_merge_classes(struct profile *profile)
{
	size_t n = 0;

	for (size_t i = 0; i < profile->n; i++) {
		struct profile_row row = profile->rows[i], *sum;

		row.code = row.other ? 0 : (uint32_t)reason_class_of(profile->isa, row.code);
		sum = row_of(profile, n, row.code, row.other);
		if (sum)
			add_row(sum, &row);
		else
			profile->rows[n++] = row;
	}
	profile->n = n;
	profile->isa = ISA_CLASSES;
	profile_sort(profile);
	for (size_t i = 0; i < profile->n_vcpus; i++)
		profile_merge_classes(&profile->vcpus[i]);
}
