// SPDX-License-Identifier: GPL-2.0-only
/* The table of what the guest's kernel counted in a workload's windows: the largest rows. */
#include <stdio.h>

#include "analysis/activity_summary.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "render/quantity.h"
#include "render/view.h"

#define ROWS_SHOWN 8

struct activity_line {
	struct measured measured; /* the row */
	const struct activity_row *row;
};

static struct cell kind_cell(const struct column *column, const void *row)
{
	const struct activity_line *line = row;

	(void)column;
	return cell_text("%s", line->row->softirq ? "softirq" : "interrupt");
}

static struct cell name_cell(const struct column *column, const void *row)
{
	const struct activity_line *line = row;

	(void)column;
	return cell_text("%s", line->row->name);
}

static struct cell what_cell(const struct column *column, const void *row)
{
	const struct activity_line *line = row;

	(void)column;
	return cell_text("%s", line->row->what);
}

#define OF(field) offsetof(struct activity_row, field)

static const struct column columns[] = {
	{ "kind", "kind", UNIT_TEXT, USE_ALWAYS, 2, .cell = kind_cell },
	{ "name", "name", UNIT_TEXT, USE_ALWAYS, 0, .cell = name_cell },
	{ "count", "count", UNIT_NUMBER, USE_ALWAYS, 1, .cell = count_cell, .of = OF(n) },
	{ "count_spread_percent", "+-%", UNIT_NUMBER, USE_ALWAYS, 3, .cell = scatter_cell,
	  .of = OF(n) },
	{ "per_second", "/s", UNIT_NUMBER, USE_ALWAYS, 2, .cell = median_cell,
	  .of = OF(per_second) },
	{ "per_op", "/op", UNIT_NUMBER, USE_ALWAYS, 1, .cell = median_cell, .of = OF(per_op) },
	{ "what", "what", UNIT_PROSE, USE_ALWAYS, 2, .cell = what_cell },
};

/* The number of rows worth showing: the largest, without those that most repeats lack. */
static size_t rows_worth_showing(const struct activity_summary *summary)
{
	size_t n = 0;

	while (n < summary->n && n < ROWS_SHOWN && summary->rows[n].n.median > 0)
		n++;
	return n;
}

struct table *view_activity(const struct profiled_run *profiled, const struct view_wish *wish)
{
	_cleanup_free_ char *title =
		xasprintf("%s: interrupts and softirqs in the guest", profiled->run->name);
	struct activity_summary summary;
	struct table *table;
	size_t shown;

	activity_summarize(profiled, &summary);
	if (!summary.n) {
		activity_summary_free(&summary);
		return NULL;
	}
	table = table_new(title, columns, sizeof(columns) / sizeof(columns[0]), 0);
	shown = wish->all ? summary.n : rows_worth_showing(&summary);
	for (size_t i = 0; i < shown; i++) {
		const struct activity_line line = { { &summary.rows[i] }, &summary.rows[i] };

		table_add(table, &line);
	}
	table_note(
		table,
		"Medians over the repeats, all vCPUs together, read just before and just after the window.");
	if (shown < summary.n)
		table_note(table, "Smaller ones that are left out: %zu; --wide shows them.",
			   summary.n - shown);
	activity_summary_free(&summary);
	return table;
}
