// SPDX-License-Identifier: GPL-2.0-only
#include "render/quantity.h"

#include <math.h>

#include "base/cleanup.h"
#include "base/memory.h"

void number_column(struct table *table, const char *key, const char *title, enum column_use use)
{
	table_column(table, key, title, COLUMN_NUMBER);
	table_use(table, use);
}

static int decimals_for(double value)
{
	if (value == 0)
		return 0;
	return value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
}

void count_cell(struct table *table, const struct spread *spread, double value)
{
	if (spread->n)
		table_real(table, value, value == floor(value) ? 0 : 1);
	else
		table_empty(table);
}

void real_cell(struct table *table, const struct spread *spread, double value)
{
	if (spread->n)
		table_real(table, value, decimals_for(value));
	else
		table_empty(table);
}

void median_cell(struct table *table, const struct spread *spread)
{
	real_cell(table, spread, spread->median);
}

static char *real_text(double value)
{
	return table_real_text(value, decimals_for(value));
}

char *range_text(const struct spread *spread)
{
	_cleanup_free_ char *median = real_text(spread->median), *min = real_text(spread->min);
	_cleanup_free_ char *max = real_text(spread->max);

	if (spread->n < 2)
		return take_ptr(median);
	return xasprintf("%s (%s to %s)", median, min, max);
}

void percent_cell(struct table *table, const struct spread *spread)
{
	if (spread->n)
		table_real(table, 100 * spread->median, 2);
	else
		table_empty(table);
}

void spread_cell(struct table *table, const struct spread *spread)
{
	double half = (spread->max - spread->min) / 2;

	if (spread->n > 1 && spread->median > 0)
		table_real(table, 100 * half / spread->median,
			   half > 0 && half < 0.1 * spread->median ? 1 : 0);
	else
		table_empty(table);
}

static const struct {
	double share;
	const char *key, *title;
} bounds[] = {
	{ 0.5, "cycles_p50_below", "p50 <" },
	{ 0.99, "cycles_p99_below", "p99 <" },
	{ 1, "cycles_max_below", "max <" },
};

#define N_BOUNDS (sizeof(bounds) / sizeof(bounds[0]))

void bound_columns(struct table *table, enum column_use use)
{
	for (size_t i = 0; i < N_BOUNDS; i++)
		number_column(table, bounds[i].key, bounds[i].title, use);
	table_use(table, USE_WIDE);
}

void reason_cost_columns(struct table *table)
{
	number_column(table, "cycles_per_exit", "cycles/exit", USE_ALWAYS);
	bound_columns(table, USE_ALWAYS);
	number_column(table, "time_percent", "time %", USE_ALWAYS);
	number_column(table, "cycles", "cycles", USE_WIDE);
	number_column(table, "user_percent", "user %", USE_ALWAYS);
	number_column(table, "user_exits", "user exits", USE_WIDE);
	number_column(table, "vmm_cycles", "VMM cycles", USE_WIDE);
}

void bound_cells(struct table *table, const struct histogram *histogram)
{
	/* What is not finite is left empty. */
	for (size_t i = 0; i < N_BOUNDS; i++)
		table_real(table, histogram_bound(histogram, bounds[i].share), 0);
}

void bound_note(struct table *table)
{
	table_note(table, "p50, p99, max: cycles that half, 99 %% and all of the exits stay below; "
			  "powers of two,");
	table_note(table, "-: 2,147,483,648 or more.");
}
