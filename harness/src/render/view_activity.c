// SPDX-License-Identifier: GPL-2.0-only
/* What the guest's own kernel counted in a workload's windows: the largest rows. */
#include <stdio.h>

#include "analysis/activity_summary.h"
#include "base/cleanup.h"
#include "base/memory.h"
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

/* Largest first; without those that most repeats do not have. */
static size_t rows_worth_showing(const struct activity_summary *summary)
{
	size_t n = 0;

	while (n < summary->n && n < ROWS_SHOWN && summary->rows[n].n.median > 0)
		n++;
	return n;
}

struct table *view_activity(const struct profiled_run *profiled, bool all)
{
	struct activity_summary summary;
	struct table *table;
	_cleanup_free_ char *title = NULL;
	size_t shown;

	activity_summarize(profiled, &summary);
	if (!summary.n) {
		activity_summary_free(&summary);
		return NULL;
	}
	title = xasprintf("%s: interrupts and softirqs in the guest", profiled->run->name);
	table = table_new(title);
	table_column(table, "kind", "kind", COLUMN_TEXT);
	table_column(table, "name", "name", COLUMN_TEXT);
	number_column(table, "count", "count", USE_ALWAYS);
	number_column(table, "count_spread_percent", "+-%", USE_ALWAYS);
	number_column(table, "per_second", "/s", USE_ALWAYS);
	number_column(table, "per_op", "/op", USE_ALWAYS);
	table_column(table, "what", "what", COLUMN_TEXT);
	shown = all ? summary.n : rows_worth_showing(&summary);
	for (size_t i = 0; i < shown; i++)
		activity_row(table, &summary.rows[i]);
	table_note(table, "Medians over the repeats, read just outside of the window; all vCPUs.");
	if (shown < summary.n)
		table_note(table, "Left out as smaller: %zu; --wide shows them.",
			   summary.n - shown);
	activity_summary_free(&summary);
	return table;
}
