// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/classes.h"

static struct reason_key key_of_class(const struct reason_key *key)
{
	return reason_key_is_catch_all(key) ?
		       reason_key_catch_all(ISA_CLASSES) :
		       reason_key(ISA_CLASSES, (uint32_t)reason_key_class(key));
}

static struct profile_row *row_of(struct profile *profile, size_t n, const struct reason_key *key)
{
	for (size_t i = 0; i < n; i++)
		if (reason_key_equal(&profile->rows[i].key, key))
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

/* Works in place: there are fewer rows afterwards, so each sum is at or before its parts. */
void profile_merge_classes(struct profile *profile)
{
	size_t n = 0;

	for (size_t i = 0; i < profile->n; i++) {
		struct profile_row row = profile->rows[i], *sum;

		row.key = key_of_class(&row.key);
		sum = row_of(profile, n, &row.key);
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
