// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/distance.h"

#include <math.h>

/* Medians of single reasons need not add up to that of the total, so their own sum is the whole. */
static double sum_of(const struct summary *summary)
{
	double sum = 0;

	for (size_t i = 0; i < summary->n; i++)
		sum += summary->rows[i].exits.median;
	return sum;
}

static double share_of(const struct summary *summary, double sum, const struct reason_key *key)
{
	const struct summary_row *row = summary_find(summary, key);

	return row ? row->exits.median / sum : 0;
}

static void add(struct distance *distance, const struct reason_key *key, double here, double there)
{
	double difference = fabs(here - there);

	distance->share += difference / 2;
	if (difference > fabs(distance->here - distance->there)) {
		distance->key = *key;
		distance->here = here;
		distance->there = there;
	}
}

struct distance distance_between(const struct summary *here, const struct summary *there)
{
	struct distance distance = { .share = 0 };
	double sum_here = sum_of(here), sum_there = sum_of(there);

	if (!(sum_here > 0) || !(sum_there > 0))
		return (struct distance){ .share = NAN };
	for (size_t i = 0; i < here->n; i++)
		add(&distance, &here->rows[i].key, here->rows[i].exits.median / sum_here,
		    share_of(there, sum_there, &here->rows[i].key));
	for (size_t i = 0; i < there->n; i++)
		if (!summary_find(here, &there->rows[i].key))
			add(&distance, &there->rows[i].key, 0,
			    there->rows[i].exits.median / sum_there);
	return distance;
}
