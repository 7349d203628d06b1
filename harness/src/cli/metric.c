// SPDX-License-Identifier: GPL-2.0-only
#include "cli/metric.h"

#include <string.h>

enum comparison_quantity wanted_metric(const struct options *options)
{
	enum comparison_quantity q = 0;

	if (!options->metric)
		return COMPARE_N;
	if (!strcmp(options->metric, "tax"))
		return COMPARE_TAX;
	while (q < COMPARE_N && strcmp(options->metric, quantity_unit(q)) != 0)
		q++;
	return q;
}
