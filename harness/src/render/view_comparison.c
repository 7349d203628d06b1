// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdio.h>

#include "render/view.h"

/* Unless all is asked for: rows that changed, and those that make up a hundredth of the total. */
#define MINOR_SHARE 0.01

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

static void range_cell(struct table *table, const struct spread *spread, int digits)
{
	table_text(table, "%.*f..%.*f", digits, spread->min, digits, spread->max);
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
	table_real(table, row->base.median, digits);
	range_cell(table, &row->base, digits);
	table_real(table, row->new.median, digits);
	range_cell(table, &row->new, digits);
	if (row->base.median > 0)
		table_text(table, "%+.1f%%", 100 * row->change);
	else
		table_empty(table);
	table_text(table, "%s", row->verdict == VERDICT_SAME ? "~" : verdict_name(row->verdict));
}

struct table *view_comparison(const struct comparison_set *set, bool all)
{
	struct table *table = table_new("Change of VM exits, base to new");
	size_t hidden = 0;

	table_column(table, "workload", "workload", COLUMN_TEXT);
	table_column(table, "reason", "reason", COLUMN_TEXT);
	table_column(table, "unit", "unit", COLUMN_TEXT);
	table_column(table, "base", "base", COLUMN_NUMBER);
	table_column(table, "base_range", "range", COLUMN_NUMBER);
	table_column(table, "new", "new", COLUMN_NUMBER);
	table_column(table, "new_range", "range", COLUMN_NUMBER);
	table_column(table, "change", "change", COLUMN_NUMBER);
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
	if (hidden)
		table_note(table,
			   "%zu rows of less than 1 %% of their workload's exits are left "
			   "out; --all shows them.",
			   hidden);
	for (size_t i = 0; i < set->n_remarks; i++)
		table_note(table, "%s", set->remarks[i]);
	return table;
}
