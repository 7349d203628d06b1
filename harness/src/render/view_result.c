// SPDX-License-Identifier: GPL-2.0-only
/* Views of results: all workloads of a run, and one workload by reason. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "profile/summary.h"
#include "render/view.h"

/* Few digits for large numbers, more for small ones. */
static int decimals_for(double value)
{
	return value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
}

static void real_cell(struct table *table, const struct spread *spread, double value)
{
	if (spread->n)
		table_real(table, value, value > 0 ? decimals_for(value) : 0);
	else
		table_empty(table);
}

static void median_cell(struct table *table, const struct spread *spread)
{
	real_cell(table, spread, spread->median);
}

/* "npf 62%, msr 30%": what at least every twentieth exit is about. */
#define TOP_REASONS 3
#define TOP_SHARE 0.05

static void top_cell(struct table *table, const struct summary *summary)
{
	char text[3 * (REASON_LABEL_SIZE + 8)] = "", label[REASON_LABEL_SIZE];
	double all = summary->total.exits.median;

	for (size_t i = 0; i < summary->n && i < TOP_REASONS; i++) {
		const struct summary_row *row = &summary->rows[i];
		size_t used = strlen(text);

		if (all <= 0 || row->exits.median < TOP_SHARE * all)
			break;
		snprintf(text + used, sizeof(text) - used, "%s%s %.0f%%", used ? ", " : "",
			 profile_row_label(summary->isa, row->code, row->other, label),
			 100 * row->exits.median / all);
	}
	table_text(table, "%s", text);
}

static void result_row(struct table *table, const struct result *result,
		       const struct workload_run *run)
{
	struct summary summary;

	summarize(result, run, &summary);
	table_row(table);
	table_text(table, "%s", run->name);
	table_text(table, "%s", run_state_name(run->state));
	table_count(table, summary.n_repeats);
	median_cell(table, &summary.total.per_second);
	real_cell(table, &summary.total.per_second, summary.total.per_second.min);
	real_cell(table, &summary.total.per_second, summary.total.per_second.max);
	median_cell(table, &summary.ops);
	median_cell(table, &summary.total.per_op);
	median_cell(table, &summary.total.cycles_per_exit);
	if (summary.total.tax.n)
		table_real(table, 100 * summary.total.tax.median, 2);
	else
		table_empty(table);
	top_cell(table, &summary);
	summary_free(&summary);
}

struct table *view_result(const struct result *result)
{
	struct table *table = table_new("VM exits per workload, net of the reader's own");

	table_column(table, "workload", "workload", COLUMN_TEXT);
	table_column(table, "state", "state", COLUMN_TEXT);
	table_column(table, "repeats", "repeats", COLUMN_NUMBER);
	table_column(table, "exits_per_second", "exits/s", COLUMN_NUMBER);
	table_column(table, "exits_per_second_min", "min", COLUMN_NUMBER);
	table_column(table, "exits_per_second_max", "max", COLUMN_NUMBER);
	table_column(table, "ops", "ops", COLUMN_NUMBER);
	table_column(table, "exits_per_op", "exits/op", COLUMN_NUMBER);
	table_column(table, "cycles_per_exit", "cycles/exit*", COLUMN_NUMBER);
	table_column(table, "tax_percent", "tax %*", COLUMN_NUMBER);
	table_column(table, "top_reasons", "top reasons", COLUMN_TEXT);
	for (size_t i = 0; i < result->n_runs; i++)
		result_row(table, result, &result->runs[i]);
	table_note(table, "Medians and ranges over the repeats, all vCPUs together. "
			  "* without HLT, whose time is idle time;");
	table_note(table, "tax: the share of all vCPUs' time that the host spent on exits.");
	for (size_t i = 0; i < result->n_runs; i++)
		if (result->runs[i].message)
			table_note(table, "%s %s: %s", result->runs[i].name,
				   run_state_name(result->runs[i].state), result->runs[i].message);
	if (result->n_boots > 1)
		table_note(table, "Measured in %zu boots of the guest.", result->n_boots);
	if (!result->complete)
		table_note(table, "Incomplete: the run ended before its last workload.");
	return table;
}

static void run_row(struct table *table, const struct summary *summary,
		    const struct summary_row *row, bool total)
{
	char label[REASON_LABEL_SIZE];

	table_row(table);
	table_text(table, "%s",
		   total ? "total" : profile_row_label(summary->isa, row->code, row->other, label));
	median_cell(table, &row->exits);
	real_cell(table, &row->exits, row->exits.min);
	real_cell(table, &row->exits, row->exits.max);
	median_cell(table, &row->per_second);
	median_cell(table, &row->per_op);
	median_cell(table, &row->cycles_per_exit);
	if (row->tax.n)
		table_real(table, 100 * row->tax.median, 2);
	else
		table_empty(table);
}

struct table *view_run(const struct result *result, const struct workload_run *run)
{
	struct table *table;
	struct summary summary;
	char title[256];

	snprintf(title, sizeof(title), "%s: %s", run->name, run->title);
	table = table_new(title);
	table_column(table, "reason", "reason", COLUMN_TEXT);
	table_column(table, "exits", "exits", COLUMN_NUMBER);
	table_column(table, "exits_min", "min", COLUMN_NUMBER);
	table_column(table, "exits_max", "max", COLUMN_NUMBER);
	table_column(table, "exits_per_second", "exits/s", COLUMN_NUMBER);
	table_column(table, "exits_per_op", "exits/op", COLUMN_NUMBER);
	table_column(table, "cycles_per_exit", "cycles/exit", COLUMN_NUMBER);
	table_column(table, "time_percent", "time %", COLUMN_NUMBER);
	summarize(result, run, &summary);
	for (size_t i = 0; i < summary.n; i++)
		run_row(table, &summary, &summary.rows[i], false);
	run_row(table, &summary, &summary.total, true);
	table_note(table, "%zu repeat%s of %.2f s (%.2f to %.2f)%s%s.", summary.n_repeats,
		   summary.n_repeats == 1 ? "" : "s", summary.wall_s.median, summary.wall_s.min,
		   summary.wall_s.max, *run->op ? ", op: " : "", run->op);
	table_note(table,
		   "time %%: of all vCPUs' time; HLT's is idle time and not in the total's.");
	if (*run->expects)
		table_note(table, "Expected: %s.", run->expects);
	if (run->message)
		table_note(table, "%s: %s.", run_state_name(run->state), run->message);
	summary_free(&summary);
	return table;
}
