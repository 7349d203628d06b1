// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/outlier_rule.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/summary.h"
#include "base/memory.h"

/* Up to this many values, the rule with the gap is used. */
#define MOST_BY_GAP 4

/* A little more than the factor, because logarithms are rounded. */
#define FAR (log(OUTLIER_FACTOR) * (1 + 1e-9))

/* Zero counts as smaller than the least other value by this factor. */
#define NOTHING_FACTOR 1000

void modified_z_scores(const double *values, size_t n, double *z)
{
	double median = median_of(values, n), mean = 0, scale;

	for (size_t i = 0; i < n; i++) {
		z[i] = fabs(values[i] - median);
		mean += z[i] / (double)n;
	}
	/* For a normal distribution both scales are its standard deviation. */
	scale = median_of(z, n) / 0.6745;
	if (scale <= 0)
		scale = 1.2533 * mean;
	for (size_t i = 0; i < n; i++)
		z[i] = scale > 0 ? (values[i] - median) / scale : 0;
}

/* Computes the logarithms; false if all values are zero. */
static bool logarithms(const double *values, size_t n, double *logs)
{
	double least = INFINITY;

	for (size_t i = 0; i < n; i++)
		if (values[i] > 0 && values[i] < least)
			least = values[i];
	for (size_t i = 0; i < n; i++)
		logs[i] = log(values[i] > 0 ? values[i] : least / NOTHING_FACTOR);
	return least < INFINITY;
}

/* How far the value at i is from the nearest of the others, and how far these lie apart. */
static void look_from(const double *logs, size_t n, size_t i, double *gap, double *apart)
{
	double low = INFINITY, high = -INFINITY;

	*gap = INFINITY;
	for (size_t j = 0; j < n; j++) {
		if (j == i)
			continue;
		low = fmin(low, logs[j]);
		high = fmax(high, logs[j]);
		*gap = fmin(*gap, fabs(logs[j] - logs[i]));
	}
	*apart = high - low;
}

static void by_gap(const double *logs, size_t n, bool *out)
{
	for (size_t i = 0; i < n; i++) {
		double gap, apart;

		look_from(logs, n, i, &gap, &apart);
		out[i] = gap > FAR && gap > OUTLIER_GAP * apart;
	}
}

static void by_score(const double *logs, size_t n, bool *out)
{
	double *z = xcalloc(n, sizeof(*z)), median = median_of(logs, n);

	modified_z_scores(logs, n, z);
	for (size_t i = 0; i < n; i++)
		out[i] = fabs(z[i]) > OUTLIER_Z && fabs(logs[i] - median) > FAR;
	free(z);
}

void outlier_rule(const double *values, size_t n, bool *out)
{
	double *logs = xcalloc(n, sizeof(*logs));

	memset(out, 0, n * sizeof(*out));
	if (n >= 3 && logarithms(values, n, logs)) {
		if (n <= MOST_BY_GAP)
			by_gap(logs, n, out);
		else
			by_score(logs, n, out);
	}
	free(logs);
}
