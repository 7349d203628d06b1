// SPDX-License-Identifier: GPL-2.0-only
#include "render/quantity.h"

#include <ctype.h>
#include <math.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "render/colour.h"
#include "render/duration.h"

/* A power of two is shown with enough digits to distinguish it from its neighbours. */
#define BOUND_DIGITS 4

static const void *value_at(const struct column *column, const void *row)
{
	const struct measured *measured = row;

	return (const char *)measured->values + column->of;
}

const struct spread *column_spread(const struct column *column, const void *row)
{
	return value_at(column, row);
}

static int decimals_for(double value)
{
	if (value == 0)
		return 0;
	return value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
}

/* A cell for one of the three values of a spread. */
static struct cell spread_cell(const struct spread *spread, double value)
{
	struct cell cell;

	if (!spread->n)
		return cell_empty();
	cell = cell_real(value, decimals_for(value));
	cell.digits = duration_digits(spread);
	return cell;
}

struct cell value_cell(double value)
{
	const struct spread one = { .n = 1, .median = value };

	return spread_cell(&one, value);
}

struct cell median_cell(const struct column *column, const void *row)
{
	const struct spread *spread = column_spread(column, row);

	return spread_cell(spread, spread->median);
}

struct cell least_cell(const struct column *column, const void *row)
{
	const struct spread *spread = column_spread(column, row);

	return spread_cell(spread, spread->min);
}

struct cell greatest_cell(const struct column *column, const void *row)
{
	const struct spread *spread = column_spread(column, row);

	return spread_cell(spread, spread->max);
}

/* A median of whole numbers is whole, or half-way between two. */
static struct cell whole_cell(const struct spread *spread, double value)
{
	return spread->n ? cell_real(value, value == floor(value) ? 0 : 1) : cell_empty();
}

struct cell count_cell(const struct column *column, const void *row)
{
	const struct spread *spread = column_spread(column, row);

	return whole_cell(spread, spread->median);
}

struct cell least_count_cell(const struct column *column, const void *row)
{
	const struct spread *spread = column_spread(column, row);

	return whole_cell(spread, spread->min);
}

struct cell greatest_count_cell(const struct column *column, const void *row)
{
	const struct spread *spread = column_spread(column, row);

	return whole_cell(spread, spread->max);
}

struct cell percent_cell(const struct column *column, const void *row)
{
	const struct spread *spread = column_spread(column, row);

	return spread->n ? cell_real(100 * spread->median, 2) : cell_empty();
}

struct cell scatter_cell(const struct column *column, const void *row)
{
	const struct spread *spread = column_spread(column, row);
	double half = (spread->max - spread->min) / 2;

	if (spread->n < 2 || !(spread->median > 0))
		return cell_empty();
	return cell_real(100 * half / spread->median,
			 half > 0 && half < 0.1 * spread->median ? 1 : 0);
}

static struct cell bound_cell(const struct column *column, const void *row, double share)
{
	struct cell cell = cell_real(histogram_bound(value_at(column, row), share), 0);

	cell.digits = BOUND_DIGITS;
	return cell;
}

struct cell half_below_cell(const struct column *column, const void *row)
{
	return bound_cell(column, row, 0.5);
}

struct cell most_below_cell(const struct column *column, const void *row)
{
	return bound_cell(column, row, 0.99);
}

struct cell all_below_cell(const struct column *column, const void *row)
{
	return bound_cell(column, row, 1);
}

void bound_note(struct table *table)
{
	table_note_about(table,
			 "cycles_p50_below,cycles_p99_below,cycles_max_below,"
			 "ns_p50_below,ns_p99_below,ns_max_below",
			 "p50, p99, max: half, 99 %% and all of the exits took less. In cycles "
			 "powers of two; -: 2^31 or more.");
}

void user_note(struct table *table)
{
	table_note_about(table, "user_percent",
			 "user %%: share of the exits that went on to the VMM.");
}

void doubts_note(struct table *table, const struct counters_info *info)
{
	if (*info->doubts)
		table_note(table, "%c%s.", toupper((unsigned char)*info->doubts), info->doubts + 1);
}

void emulation_note(struct table *table, const struct emulation *emulation)
{
	_cleanup_free_ char *sentence = emulation_sentence(emulation);

	if (sentence)
		table_note(table, "%s", sentence);
}

void clock_note(struct table *table, const struct counters_info *info, bool cycles)
{
	const char *whose = counters_of_guest_tsc(info) ? "guest" : "host";

	if (!info->has_time)
		return;
	if (!info->tsc_khz)
		table_note(table, "Times are in cycles of the %s's TSC, as its rate is not known.",
			   whose);
	else if (cycles)
		table_note(table, "Cycles are those of the %s's TSC, which runs at %.3f MHz.",
			   whose, info->tsc_khz / 1000.0);
}

static char *value_text(double value)
{
	return real_text(value, decimals_for(value));
}

char *range_text(const struct spread *spread)
{
	_cleanup_free_ char *median = value_text(spread->median), *min = value_text(spread->min);
	_cleanup_free_ char *max = value_text(spread->max);

	if (spread->n < 2)
		return take_ptr(median);
	return xasprintf("%s (%s to %s)", median, min, max);
}

const char *reason_meaning(const struct reason_key *key)
{
	const struct reason *reason = reason_of_key(key);

	if (reason_key_is_catch_all(key))
		return "reasons that the host has no counter for";
	return reason ? reason->meaning : "a reason whose meaning is not known here";
}

void add_reason(struct cell *cell, const struct reason_key *key, const char *text)
{
	cell_add_part(cell, text, reason_meaning(key), colour_of_reason(key));
}
