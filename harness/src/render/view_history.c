// SPDX-License-Identifier: GPL-2.0-only
#include "render/view_history.h"

#include <math.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "render/verdict_line.h"

/* A change of a workload's level, or a workload without one. */
struct history_line {
	const struct history *history;
	const struct history_series *series;
	const struct change_point *change; /* NULL: it did not change */
};

static struct cell workload_cell(const struct column *column, const void *row)
{
	(void)column;
	return cell_text("%s", ((const struct history_line *)row)->series->workload);
}

static struct cell unit_cell(const struct column *column, const void *row)
{
	const struct history_series *series = ((const struct history_line *)row)->series;

	(void)column;
	return series->quantity == COMPARE_N ? cell_empty() :
					       cell_text("%s", quantity_unit(series->quantity));
}

static struct cell results_cell(const struct column *column, const void *row)
{
	(void)column;
	return cell_count(((const struct history_line *)row)->series->n);
}

static double level(const struct history_line *line, bool before)
{
	if (line->change)
		return before ? line->change->before : line->change->after;
	return line->series->quantity == COMPARE_N ?
		       NAN :
		       median_of(line->series->values, line->series->n);
}

static struct cell level_cell(const struct history_line *line, bool before)
{
	double value = level(line, before);
	_cleanup_free_ char *text =
		compared_text(value, fmax(level(line, true), level(line, false)));

	return cell_real_as(value, "%s", text);
}

static struct cell before_cell(const struct column *column, const void *row)
{
	(void)column;
	return level_cell(row, true);
}

static struct cell after_cell(const struct column *column, const void *row)
{
	(void)column;
	return level_cell(row, false);
}

static struct cell change_cell(const struct column *column, const void *row)
{
	const struct change_point *change = ((const struct history_line *)row)->change;
	double percent;

	(void)column;
	if (!change || !(change->before > 0))
		return cell_empty();
	percent = 100 * (change->after - change->before) / change->before;
	return cell_real_as(percent, "%+.1f%%", percent);
}

static const struct history_result *first_after(const struct history_line *line)
{
	return &line->history->results[line->series->points[line->change->at].result];
}

static struct cell since_cell(const struct column *column, const void *row)
{
	const struct history_line *line = row;

	(void)column;
	return line->change ? cell_text("%s", first_after(line)->started) : cell_empty();
}

static struct cell result_cell(const struct column *column, const void *row)
{
	const struct history_line *line = row;

	(void)column;
	return line->change ? cell_text("%s", first_after(line)->name) : cell_empty();
}

static struct cell p_cell(const struct column *column, const void *row)
{
	const struct change_point *change = ((const struct history_line *)row)->change;
	_cleanup_free_ char *text = probability_text(change ? change->p : 1);

	(void)column;
	return change ? cell_real_as(change->p, "%s", text) : cell_empty();
}

static const struct column columns[] = {
	{ "workload", "workload", UNIT_TEXT, USE_ALWAYS, 0, .cell = workload_cell },
	{ "unit", "unit", UNIT_TEXT, USE_ALWAYS, 1, .cell = unit_cell },
	{ "results", "results", UNIT_NUMBER, USE_ROOM, 5, .cell = results_cell },
	{ "before", "before", UNIT_NUMBER, USE_ALWAYS, 1, .cell = before_cell },
	{ "after", "after", UNIT_NUMBER, USE_ALWAYS, 1, .cell = after_cell },
	{ "change_percent", "change", UNIT_NUMBER, USE_ALWAYS, 1, .cell = change_cell },
	{ "p", "p", UNIT_NUMBER, USE_ALWAYS, 4, .cell = p_cell },
	{ "since", "since", UNIT_TEXT, USE_ALWAYS, 2, .cell = since_cell },
	{ "first_result", "first result", UNIT_TEXT, USE_ROOM, 3, .cell = result_cell },
};

static size_t n_changed(const struct history *history)
{
	size_t n = 0;

	for (size_t i = 0; i < history->n; i++)
		n += history->series[i].n_changes > 0;
	return n;
}

static char *title_of(const struct history *history)
{
	const char *from = history->n_results ? history->results[0].started : "";
	const char *to = history->n_results ? history->results[history->n_results - 1].started : "";

	return xasprintf("%zu of %zu workload%s changed in %zu result%s, %.10s to %.10s",
			 n_changed(history), history->n, history->n == 1 ? "" : "s",
			 history->n_results, history->n_results == 1 ? "" : "s", from, to);
}

/* A change and the size by which it is sorted. */
struct sized {
	struct history_line line;
	double size;
};

static int by_size(const void *a, const void *b)
{
	const struct sized *x = a, *y = b;

	if (x->size != y->size)
		return x->size < y->size ? 1 : -1;
	return (x->line.series > y->line.series) - (x->line.series < y->line.series);
}

static void add_changes(struct table *table, const struct history *history)
{
	struct sized *changes = NULL;
	size_t n = 0;

	for (size_t i = 0; i < history->n; i++)
		for (size_t j = 0; j < history->series[i].n_changes; j++) {
			const struct history_series *series = &history->series[i];

			changes = xgrow(changes, n, sizeof(*changes));
			changes[n++] = (struct sized){ { history, series, &series->changes[j] },
						       change_size(&series->changes[j]) };
		}
	if (n)
		qsort(changes, n, sizeof(*changes), by_size);
	for (size_t i = 0; i < n; i++)
		table_add(table, &changes[i].line);
	free(changes);
}

static void add_unchanged(struct table *table, const struct history *history)
{
	for (size_t i = 0; i < history->n; i++) {
		const struct history_line line = { history, &history->series[i], NULL };

		if (history->series[i].n_changes)
			continue;
		table_add(table, &line);
		table_emphasize(table, EMPHASIS_NOISE);
	}
}

static void few_note(struct table *table, const struct history *history)
{
	size_t n = 0;

	for (size_t i = 0; i < history->n; i++)
		n += history->series[i].n < history->needs;
	if (n)
		table_note(table,
			   "%zu of %zu workloads have fewer than %zu results, with which no change "
			   "can be told from chance.",
			   n, history->n, history->needs);
}

static void unknown_note(struct table *table, const struct history *history)
{
	size_t n = 0;

	for (size_t i = 0; i < history->n; i++)
		n += history->series[i].quantity == COMPARE_N;
	if (n)
		table_note(table, "%zu of %zu workloads do not have %s in all of their results.", n,
			   history->n, quantity_unit(history->wish.quantity));
}

static void job_warnings(struct table *table, const struct history *history)
{
	for (size_t i = 0; i < history->n; i++) {
		const struct history_series *series = &history->series[i];

		if (series->new_job)
			table_warning(
				table,
				"%s has another job file since %s: before that it measured "
				"something else",
				series->workload,
				history->results[series->points[series->new_job].result].name);
	}
}

/* Only of what is told per operation. */
static void op_warnings(struct table *table, const struct history *history)
{
	for (size_t i = 0; i < history->n; i++) {
		const struct history_series *series = &history->series[i];
		const struct history_point *first = &series->points[series->new_op];

		if (series->new_op && series->quantity != COMPARE_N &&
		    quantity_is_per_op(series->quantity))
			table_warning(table,
				      "%s has other operations since %s: '%s', and '%s' before",
				      series->workload, history->results[first->result].name,
				      first->op, series->old_op);
	}
}

static void condition_warnings(struct table *table, const struct history *history)
{
	for (size_t i = 0; i < history->n_breaks; i++) {
		const struct history_break *one = &history->breaks[i];

		table_warning(table,
			      "%s is '%s' since %s, and '%s' before, which may change exits by "
			      "itself%s",
			      one->key, one->after, history->results[one->at].name, one->before,
			      one->n > 1 ? "; it changed earlier, too" : "");
	}
}

static void emulation_warning(struct table *table, const struct history *history)
{
	size_t n = 0;

	for (size_t i = 0; i < history->n_results; i++)
		n += history->results[i].emulated;
	if (n && n < history->n_results)
		table_warning(
			table,
			"the hosts of %zu of %zu results are emulated and those of the others "
			"are not: their rates cannot be compared",
			n, history->n_results);
	else if (n && history->wish.quantity < COMPARE_N &&
		 quantity_is_time(history->wish.quantity))
		table_note(table, "The hosts are emulated; their times are not those of hardware.");
}

struct table *view_history(const struct history *history, bool all)
{
	_cleanup_free_ char *title = title_of(history);
	struct table *table = table_new(title, columns, sizeof(columns) / sizeof(columns[0]), 0);

	add_changes(table, history);
	if (all)
		add_unchanged(table, history);
	table_note(
		table,
		"A change is where Pettitt's rank test (1979) splits a series with a probability "
		"of at most %.2g by chance, so that of all workloads together one is wrongly told "
		"in at most one history of 20.",
		history->p);
	few_note(table, history);
	unknown_note(table, history);
	if (history->n_failed)
		table_note(table, "%zu measurement%s without a usable repeat %s left out.",
			   history->n_failed, history->n_failed == 1 ? "" : "s",
			   history->n_failed == 1 ? "is" : "are");
	if (history->n_twice)
		table_note(table, "%zu result%s named twice %s counted once.", history->n_twice,
			   history->n_twice == 1 ? "" : "s", history->n_twice == 1 ? "is" : "are");
	job_warnings(table, history);
	op_warnings(table, history);
	condition_warnings(table, history);
	emulation_warning(table, history);
	return table;
}
