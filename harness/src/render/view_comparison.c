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

static bool worth_showing(const struct comparison *c, const struct comparison_row *row)
{
	double total = fmax(c->rows[0].base.median, c->rows[0].new.median);
	double size = fmax(row->base.median, row->new.median);

	if (row->total || row->verdict == VERDICT_APPEARED || row->verdict == VERDICT_VANISHED)
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
	table_real(table, spread->median, digits);
	table_text(table, "%.*f..%.*f", digits, spread->min, digits, spread->max);
	table_real(table, spread->min, digits);
	table_real(table, spread->max, digits);
}

static void comparison_row_cells(struct table *table, enum isa isa, const struct comparison *c,
				 const struct comparison_row *row)
{
	int digits = decimals(row->base.median, row->new.median);
	char label[REASON_LABEL_SIZE];

	table_row(table);
	table_text(table, "%s", c->workload);
	table_text(table, "%s",
		   row->total ? "total" : profile_row_label(isa, row->code, row->other, label));
	table_text(table, "%s", c->per_op ? "exits/op" : "exits/s");
	side_cells(table, &row->base, digits);
	side_cells(table, &row->new, digits);
	if (row->base.median > 0)
		table_real_as(table, 100 * row->change, "%+.1f%%", 100 * row->change);
	else
		table_empty(table);
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

struct table *view_comparison(const struct comparison_set *set, bool all)
{
	struct table *table =
		table_new(set->net_idle ? "Change of VM exits net of idle, base to new" :
					  "Change of VM exits, base to new");
	size_t hidden = 0;

	table_column(table, "workload", "workload", COLUMN_TEXT);
	table_column(table, "reason", "reason", COLUMN_TEXT);
	table_column(table, "unit", "unit", COLUMN_TEXT);
	side_columns(table, "base");
	side_columns(table, "new");
	number_column(table, "change_percent", "change", USE_ALWAYS);
	table_column(table, "verdict", "verdict", COLUMN_TEXT);
	for (size_t i = 0; i < set->n; i++) {
		const struct comparison *c = &set->workloads[i];

		for (size_t j = 0; j < c->n; j++) {
			if (all || worth_showing(c, &c->rows[j]))
				comparison_row_cells(table, set->isa, c, &c->rows[j]);
			else
				hidden++;
		}
	}
	table_note(table, "Medians and ranges of the repeats. ~: the ranges overlap. "
			  "unsure: fewer than two repeats on a side.");
	if (set->isa == ISA_CLASSES)
		table_note(table,
			   "One result is of VMX and one of SVM: reasons are matched by class, "
			   "'paging' being EPT violations and misconfigurations and nested page "
			   "faults.");
	if (hidden)
		table_note(table,
			   "%zu rows of less than 1 %% of their workload's exits are left "
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
