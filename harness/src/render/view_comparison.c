// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdio.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "render/quantity.h"
#include "render/view.h"

/* Unless all is asked for: rows that changed, and those that make up a hundredth of the total. */
#define MINOR_SHARE 0.01

/* A chance that is worth more repeats, and one that is not worth its digits. */
#define TOLD_CHANCE 0.02
#define NO_CHANCE 1e-6

static bool worth_showing(const struct comparison *c, const struct comparison_row *row,
			  enum comparison_extent extent)
{
	double total = fmax(c->rows[0].base.median, c->rows[0].new.median);
	double size = fmax(row->base.median, row->new.median);

	if (row->total || extent == COMPARISON_ALL)
		return true;
	if (extent == COMPARISON_TOTALS)
		return false;
	if (row->verdict == VERDICT_APPEARED || row->verdict == VERDICT_VANISHED)
		return true;
	return size >= MINOR_SHARE * total;
}

static int decimals(double a, double b)
{
	double value = fmax(a, b);

	return value >= 100 ? 0 : value >= 1 ? 2 : 4;
}

/* The range is one column for readers and two in data. */
static void side_columns(struct table *table, const char *side)
{
	_cleanup_free_ char *range = xasprintf("%s_range", side);
	_cleanup_free_ char *min = xasprintf("%s_min", side), *max = xasprintf("%s_max", side);

	number_column(table, side, side, USE_ALWAYS);
	number_column(table, range, "range", USE_READER);
	number_column(table, min, "min", USE_DATA);
	number_column(table, max, "max", USE_DATA);
}

static void side_cells(struct table *table, const struct spread *spread, int digits)
{
	_cleanup_free_ char *min = table_real_text(spread->min, digits);
	_cleanup_free_ char *max = table_real_text(spread->max, digits);

	table_real(table, spread->median, digits);
	table_text(table, "%s..%s", min, max);
	table_real(table, spread->min, digits);
	table_real(table, spread->max, digits);
}

static void percent_change(struct table *table, double change)
{
	if (isnan(change))
		table_empty(table);
	else
		table_real_as(table, 100 * change, "%+.1f%%", 100 * change);
}

static void comparison_row_cells(struct table *table, const struct comparison_set *set,
				 const struct comparison *c, const struct comparison_row *row)
{
	static const char *const units[][2] = {
		[COMPARE_EXITS] = { "exits/s", "exits/op" },
		[COMPARE_TIME] = { "time %", "cycles/op" },
	};
	int digits = decimals(row->base.median, row->new.median);
	char label[REASON_LABEL_SIZE];

	table_row(table);
	table_text(table, "%s", c->workload);
	table_text(table, "%s", row->total ? "total" : reason_key_label(&row->key, label));
	table_text(table, "%s", units[set->quantity][c->per_op]);
	side_cells(table, &row->base, digits);
	side_cells(table, &row->new, digits);
	percent_change(table, row->base.median > 0 ? row->change : NAN);
	percent_change(table, row->total ? c->speed_change : NAN);
	table_text(table, "%s", row->verdict == VERDICT_SAME ? "~" : verdict_name(row->verdict));
}

/* Of the workload with the fewest repeats: how far its verdicts can be trusted. */
static void chance_note(struct table *table, const struct comparison_set *set)
{
	const struct comparison_row *worst = NULL;
	double chance = 0;

	for (size_t i = 0; i < set->n; i++) {
		const struct comparison_row *total = &set->workloads[i].rows[0];
		double c = comparison_chance(total->base.n, total->new.n);

		if (total->base.n < 2 || total->new.n < 2 || c <= chance)
			continue;
		worst = total;
		chance = c;
	}
	if (worst)
		table_note(
			table,
			"By chance alone, ranges of %zu and %zu repeats lie apart once in %s%.*f times%s.",
			worst->base.n, worst->new.n, chance < NO_CHANCE ? "more than " : "",
			chance > 0.1 ? 1 : 0, 1 / fmax(chance, NO_CHANCE),
			chance > TOLD_CHANCE ? " (of 5 and 5: once in 126)" : "");
}

static void speed_note(struct table *table, const struct comparison_set *set)
{
	double least = INFINITY, most = -INFINITY;

	for (size_t i = 0; i < set->n; i++) {
		least = fmin(least, set->workloads[i].speed_change);
		most = fmax(most, set->workloads[i].speed_change);
	}
	if (least <= most)
		table_note(
			table,
			"speed of the processor, by a fixed loop beside each repeat: %+.0f %% to "
			"%+.0f %%; a slower one does less in a second and has more ticks in an operation.",
			100 * least, 100 * most);
}

static void agreement_note(struct table *table, const struct comparison_set *set)
{
	struct agreement agreement = comparison_agreement(set);

	if (agreement.n)
		table_note(table,
			   "The ranges of the totals overlap for %zu of %zu workloads; had nothing "
			   "changed, for about %.*f.",
			   agreement.same, agreement.n, agreement.n < 100 ? 1 : 0,
			   agreement.by_chance);
}

struct table *view_comparison(const struct comparison_set *set, enum comparison_extent extent)
{
	static const char *const titles[][2] = {
		[COMPARE_EXITS] = { "Change of VM exits, base to new",
				    "Change of VM exits net of idle, base to new" },
		[COMPARE_TIME] = { "Change of VM exits' handling time, base to new",
				   "Change of VM exits' handling time net of idle, base to new" },
	};
	struct table *table = table_new(titles[set->quantity][set->net_idle]);
	size_t hidden = 0;

	table_column(table, "workload", "workload", COLUMN_TEXT);
	table_column(table, "reason", "reason", COLUMN_TEXT);
	table_column(table, "unit", "unit", COLUMN_TEXT);
	side_columns(table, "base");
	side_columns(table, "new");
	number_column(table, "change_percent", "change", USE_ALWAYS);
	number_column(table, "speed_change_percent", "speed",
		      extent == COMPARISON_TOTALS ? USE_ALWAYS : USE_DATA);
	table_column(table, "verdict", "verdict", COLUMN_TEXT);
	for (size_t i = 0; i < set->n; i++) {
		const struct comparison *c = &set->workloads[i];

		for (size_t j = 0; j < c->n; j++) {
			if (worth_showing(c, &c->rows[j], extent))
				comparison_row_cells(table, set, c, &c->rows[j]);
			else
				hidden++;
		}
	}
	table_note(table, "Medians and ranges of the repeats. ~: the ranges overlap. "
			  "unsure: fewer than two repeats on a side.");
	if (set->quantity == COMPARE_TIME)
		table_note(table, "time %%: of the vCPUs' time; HLT's is idle time and not in the "
				  "totals.");
	if (set->isa == ISA_CLASSES)
		table_note(table,
			   "One result is of VMX and one of SVM: reasons are matched by class, "
			   "'paging' being EPT violations and misconfigurations and nested page "
			   "faults.");
	agreement_note(table, set);
	speed_note(table, set);
	if (hidden && extent == COMPARISON_NOTABLE)
		table_note(table,
			   "%zu rows of less than 1 %% of their workload's total are left "
			   "out; --all shows them.",
			   hidden);
	chance_note(table, set);
	for (size_t i = 0; i < set->differences.n; i++) {
		const struct difference *difference = &set->differences.list[i];

		table_difference(table, difference->what, difference->base, difference->new);
	}
	for (size_t i = 0; i < set->differences.n_warnings; i++)
		table_warning(table, "%s.", set->differences.warnings[i]);
	for (size_t i = 0; i < set->n_remarks; i++)
		table_note(table, "%s", set->remarks[i]);
	return table;
}
