// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/histogram.h"

#include <math.h>

size_t histogram_bucket(uint64_t cycles)
{
	size_t bucket = 0;

	while (bucket + 1 < COUNTER_BUCKETS && cycles >> (bucket + 1))
		bucket++;
	return bucket;
}

static uint64_t add(uint64_t a, uint64_t b)
{
	uint64_t sum;

	return __builtin_add_overflow(a, b, &sum) ? UINT64_MAX : sum;
}

uint64_t histogram_total(const struct histogram *histogram)
{
	uint64_t total = 0;

	for (size_t i = 0; i < COUNTER_BUCKETS; i++)
		total = add(total, histogram->buckets[i]);
	return total;
}

void histogram_add(struct histogram *sum, const struct histogram *part)
{
	for (size_t i = 0; i < COUNTER_BUCKETS; i++)
		sum->buckets[i] = add(sum->buckets[i], part->buckets[i]);
}

double histogram_bound(const struct histogram *histogram, double share)
{
	double wanted = ceil(share * (double)histogram_total(histogram));
	double seen = 0;

	if (wanted <= 0)
		return NAN;
	for (size_t i = 0; i + 1 < COUNTER_BUCKETS; i++) {
		seen += (double)histogram->buckets[i];
		if (seen >= wanted)
			return ldexp(1, (int)i + 1);
	}
	return INFINITY;
}
