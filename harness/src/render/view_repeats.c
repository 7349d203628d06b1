// SPDX-License-Identifier: GPL-2.0-only
/* The table of a workload's repeats, which is shown if one of them stands out. */
#include <math.h>
#include <stdio.h>

#include "analysis/outliers.h"
#include "analysis/rates.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "render/quantity.h"
#include "render/view.h"

struct repeat_line {
	const struct profiled_run *run;
	const struct profiled_repeat *profiled;
	const struct repeat *repeat; /* the same, as it was recorded */
	size_t place;
	bool stands_out;
};

static struct cell repeat_cell(const struct column *column, const void *row)
{
	const struct repeat_line *line = row;

	(void)column;
	return cell_count(line->place + 1);
}

static struct cell seconds_cell(const struct column *column, const void *row)
{
	const struct repeat_line *line = row;

	(void)column;
	return value_cell(repeat_wall_s(line->repeat));
}

static struct cell ops_cell(const struct column *column, const void *row)
{
	const struct repeat_line *line = row;

	(void)column;
	return line->repeat->ops > 0 ? value_cell(line->repeat->ops) : cell_empty();
}

static struct cell exits_per_second_cell(const struct column *column, const void *row)
{
	const struct repeat_line *line = row;

	(void)column;
	return value_cell(repeat_exits_per_second(line->profiled));
}

static struct cell exits_per_op_cell(const struct column *column, const void *row)
{
	const struct repeat_line *line = row;

	(void)column;
	return value_cell(repeat_exits_per_op(line->profiled));
}

static struct cell cycles_per_op_cell(const struct column *column, const void *row)
{
	const struct repeat_line *line = row;

	(void)column;
	if (!run_knows_ops(line->run))
		return cell_empty();
	return value_cell(repeat_aspect(line->run, line->profiled, ASPECT_TIME));
}

static struct cell slowest_cell(const struct column *column, const void *row)
{
	const struct repeat_line *line = row;

	(void)column;
	return value_cell(1000 * repeat_aspect(line->run, line->profiled, ASPECT_LATENCY));
}

static struct cell remark_cell(const struct column *column, const void *row)
{
	const struct repeat_line *line = row;
	const struct repeat *repeat = line->repeat;

	(void)column;
	if (!repeat->ok)
		return cell_text("%s", repeat->trouble ? repeat->trouble : "not usable");
	if (repeat->once_more_for)
		return cell_text("once more, for repeat %zu%s", repeat->once_more_for,
				 line->stands_out ? "; stands out" : "");
	return line->stands_out ? cell_text("stands out") : cell_empty();
}

static const struct column columns[] = {
	{ "repeat", "repeat", UNIT_NUMBER, USE_ALWAYS, 1, .cell = repeat_cell },
	{ "seconds", "s", UNIT_NUMBER, USE_ALWAYS, 2, .cell = seconds_cell },
	{ "ops", "ops", UNIT_NUMBER, USE_ALWAYS, 2, .cell = ops_cell },
	{ "exits_per_second", "exits/s", UNIT_NUMBER, USE_ALWAYS, 3,
	  .cell = exits_per_second_cell },
	{ "exits_per_op", "exits/op", UNIT_NUMBER, USE_ALWAYS, 2, .cell = exits_per_op_cell },
	{ "cycles_per_op", "cycles/op*", UNIT_CYCLES, USE_ALWAYS, 2, .cell = cycles_per_op_cell },
	{ "ns_per_op", "time/op*", UNIT_TIME, USE_READER, 2, .cell = cycles_per_op_cell },
	{ "slowest_ms", "slowest op, ms", UNIT_NUMBER, USE_ALWAYS, 4, .cell = slowest_cell },
	{ "remark", "remark", UNIT_PROSE, USE_ALWAYS, 0, .cell = remark_cell },
};

static struct table *table_of_repeats(const struct profiled_result *result,
				      const struct profiled_run *run,
				      const struct outliers *planned, const struct outliers *all)
{
	_cleanup_free_ char *title = xasprintf("%s: its repeats", run->run->name);
	struct table *table = table_new(title, columns, sizeof(columns) / sizeof(columns[0]), 0);

	table_clock(table, result->result->counters.tsc_khz);
	for (size_t i = 0; i < run->n_repeats; i++) {
		const struct profiled_repeat *profiled = &run->repeats[i];
		const struct repeat *repeat = profiled->repeat;
		const struct repeat_line line = {
			.run = run,
			.profiled = profiled,
			.repeat = repeat,
			.place = i,
			.stands_out = outliers_find(repeat->once_more_for ? all : planned, i),
		};

		table_add(table, &line);
		if (line.stands_out)
			table_emphasize(table, EMPHASIS_FINDING);
	}
	table_note(table, "All usable repeats are part of the medians and ranges.");
	table_note_about(table, "cycles_per_op,ns_per_op", "*: without HLT.");
	return table;
}

struct table *view_repeats(const struct profiled_result *result, const struct profiled_run *run)
{
	struct outliers planned, all;
	struct table *table = NULL;

	outliers_of_planned(run, &planned);
	outliers_of_all(run, &all);
	if (planned.n || all.n || run_once_more(run->run) < run->n_repeats)
		table = table_of_repeats(result, run, &planned, &all);
	outliers_free(&planned);
	outliers_free(&all);
	return table;
}
