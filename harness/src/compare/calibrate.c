// SPDX-License-Identifier: GPL-2.0-only
#include "compare/calibrate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/summary.h"
#include "base/memory.h"
#include "compare/differences.h"
#include "compare/quantity.h"

/* The medians of all results, or NULL if one of them does not have it. */
static double *medians(const struct comparison_side *results, const struct side_wish *wish)
{
	double *values = xcalloc(results->n, sizeof(*values));

	for (size_t i = 0; i < results->n; i++) {
		const struct comparison_side one = { &results->results[i], 1 };
		struct side_values of_one = side_values_of(&one, wish);
		bool complete = of_one.complete;

		values[i] = complete ? median_of(of_one.values, of_one.n) : NAN;
		side_values_free(&of_one);
		if (complete)
			continue;
		free(values);
		return NULL;
	}
	return values;
}

static void add_limit(struct calibration *calibration, const struct comparison_side *results,
		      const char *workload, enum comparison_quantity quantity)
{
	const struct side_wish wish = { .workload = workload,
					.quantity = quantity,
					.value = side_quantity };
	double *values = medians(results, &wish);
	struct spread spread;

	if (!values)
		return;
	spread = spread_of(values, results->n);
	if (spread.min > 0)
		calibration_add(calibration, workload, quantity_unit(quantity),
				(spread.max - spread.min) / spread.min);
	free(values);
}

static int check_alike(const struct comparison_side *results, struct error *err)
{
	for (size_t i = 1; i < results->n; i++) {
		const struct result *first = results->results[0].result;
		const struct result *other = results->results[i].result;
		struct differences differences;
		int rc = 0;

		differences_find(first, other, &differences);
		differences_within(first, other, "a calibration", &differences);
		if (differences.n_warnings)
			rc = error_set(err, "no calibration: %s; measure all alike",
				       differences.warnings[0].text);
		differences_free(&differences);
		if (rc)
			return rc;
	}
	return 0;
}

int calibrate(const struct comparison_side *results, struct calibration *calibration,
	      struct error *err)
{
	const struct profiled_result *first = results->results;

	*calibration = (struct calibration){ .n_results = results->n };
	if (results->n < CALIBRATION_LEAST)
		return error_set(err, "a calibration needs %d results or more, and there %s %zu",
				 CALIBRATION_LEAST, results->n == 1 ? "is" : "are", results->n);
	if (check_alike(results, err))
		return -1;
	for (size_t i = 0; i < first->n_runs; i++)
		for (enum comparison_quantity q = 0; q < COMPARE_N; q++)
			add_limit(calibration, results, first->runs[i].run->name, q);
	if (!calibration->n)
		return error_set(err, "the results have no workload in common that was measured "
				      "in all of them");
	calibration->cpu = xstrdup(result_fact(first->result, "cpu"));
	calibration->net_idle = first->net_idle;
	return 0;
}

double calibration_risk(const struct calibration *calibration)
{
	return fmin(1, 2 / (double)(calibration->n_results + 1));
}
