// SPDX-License-Identifier: GPL-2.0-only
/* The repeats of a workload one by one, where one of them stands out. */
#include <math.h>
#include <stdio.h>

#include "analysis/outliers.h"
#include "analysis/rates.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "render/quantity.h"
#include "render/view.h"

static void number_cell(struct table *table, double value)
{
	const struct spread one = { .n = !isnan(value), .median = value };

	median_cell(table, &one);
}

static void remark_cell(struct table *table, const struct workload_run *run, size_t i,
			const struct outliers *planned, const struct outliers *all)
{
	const struct repeat *repeat = &run->repeats[i];
	bool out = outliers_find(repeat->once_more_for ? all : planned, i);

	if (!repeat->ok)
		table_text(table, "%s", repeat->trouble ? repeat->trouble : "not sound");
	else if (repeat->once_more_for)
		table_text(table, "once more, for repeat %zu%s", repeat->once_more_for,
			   out ? "; stands out" : "");
	else if (out)
		table_text(table, "stands out");
	else
		table_empty(table);
}

static void repeat_row(struct table *table, const struct profiled_run *run, size_t i)
{
	const struct profiled_repeat *profiled = &run->repeats[i];
	const struct repeat *repeat = profiled->repeat;
	bool per_op = run_knows_ops(run);

	table_row(table);
	table_count(table, i + 1);
	number_cell(table, repeat_wall_s(repeat));
	number_cell(table, repeat->ops > 0 ? repeat->ops : NAN);
	number_cell(table, repeat_exits_per_second(profiled));
	number_cell(table, repeat_exits_per_op(profiled));
	number_cell(table, per_op ? repeat_aspect(run, profiled, ASPECT_TIME) : NAN);
	number_cell(table, 1000 * repeat_aspect(run, profiled, ASPECT_LATENCY));
}

struct table *view_repeats(const struct profiled_run *profiled)
{
	const struct workload_run *run = profiled->run;
	_cleanup_free_ char *title = xasprintf("%s: its repeats", run->name);
	struct outliers planned, all;
	struct table *table = NULL;

	outliers_of_planned(profiled, &planned);
	outliers_of_all(profiled, &all);
	if (planned.n || all.n || run_once_more(run) < run->n_repeats) {
		table = table_new(title);
		number_column(table, "repeat", "repeat", USE_ALWAYS);
		number_column(table, "seconds", "s", USE_ALWAYS);
		number_column(table, "ops", "ops", USE_ALWAYS);
		number_column(table, "exits_per_second", "exits/s", USE_ALWAYS);
		number_column(table, "exits_per_op", "exits/op", USE_ALWAYS);
		number_column(table, "cycles_per_op", "cycles/op*", USE_ALWAYS);
		number_column(table, "slowest_ms", "slowest op, ms", USE_ALWAYS);
		table_column(table, "remark", "remark", COLUMN_TEXT);
		for (size_t i = 0; i < run->n_repeats; i++) {
			repeat_row(table, profiled, i);
			remark_cell(table, run, i, &planned, &all);
		}
		table_note(table, "All sound ones are in the medians and ranges. * without HLT.");
	}
	outliers_free(&planned);
	outliers_free(&all);
	return table;
}
