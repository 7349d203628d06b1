// SPDX-License-Identifier: GPL-2.0-only
/* What the guest's own kernel counted in a workload's windows: the largest rows. */
#include <stdio.h>

#include "profile/activity_summary.h"
#include "render/quantity.h"
#include "render/view.h"

#define ROWS_SHOWN 8

static void activity_row(struct table *table, const struct activity_row *row)
{
	table_row(table);
	table_text(table, "%s", row->softirq ? "softirq" : "interrupt");
	table_text(table, "%s", row->name);
	count_cell(table, &row->n, row->n.median);
	spread_cell(table, &row->n);
	median_cell(table, &row->per_second);
	median_cell(table, &row->per_op);
	table_text(table, "%s", row->what);
}

struct table *view_activity(const struct workload_run *run, bool all)
{
	struct activity_summary summary;
	struct table *table;
	char title[256];
	size_t shown;

	activity_summarize(run, &summary);
	if (!summary.n) {
		activity_summary_free(&summary);
		return NULL;
	}
	snprintf(title, sizeof(title), "%s: interrupts and softirqs in the guest", run->name);
	table = table_new(title);
	table_column(table, "kind", "kind", COLUMN_TEXT);
	table_column(table, "name", "name", COLUMN_TEXT);
	number_column(table, "count", "count", USE_ALWAYS);
	number_column(table, "count_spread_percent", "+-%", USE_ALWAYS);
	number_column(table, "per_second", "/s", USE_ALWAYS);
	number_column(table, "per_op", "/op", USE_ALWAYS);
	table_column(table, "what", "what", COLUMN_TEXT);
	shown = all || summary.n < ROWS_SHOWN ? summary.n : ROWS_SHOWN;
	for (size_t i = 0; i < shown; i++)
		activity_row(table, &summary.rows[i]);
	table_note(table, "Medians over the repeats, read just outside of the window; all vCPUs.");
	if (shown < summary.n)
		table_note(table, "%zu smaller ones are left out; --wide shows them.",
			   summary.n - shown);
	activity_summary_free(&summary);
	return table;
}
