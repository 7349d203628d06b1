// SPDX-License-Identifier: GPL-2.0-only
#include "compare/history.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "compare/conditions.h"
#include "compare/verdict.h"

void history_init(struct history *history, const struct history_wish *wish)
{
	*history = (struct history){ .wish = *wish };
}

static struct history_series *series_of(struct history *history, const char *workload)
{
	for (size_t i = 0; i < history->n; i++)
		if (!strcmp(history->series[i].workload, workload))
			return &history->series[i];
	history->series = xgrow(history->series, history->n, sizeof(*history->series));
	history->series[history->n] = (struct history_series){ .workload = xstrdup(workload) };
	return &history->series[history->n++];
}

static void add_run(struct history *history, const struct digest_run *run)
{
	const char *reason = history->wish.reason;
	const struct digest_row *total = digest_find(run, NULL), *row;
	struct history_point point = { .result = history->n_results - 1 };
	struct history_series *series;

	if (history->wish.workload && strcmp(run->workload, history->wish.workload) != 0)
		return;
	if (!total) {
		history->n_failed++;
		return;
	}
	/* Of a reason that it never had, each quantity that the workload has in all is 0. */
	row = reason ? digest_find(run, reason) : total;
	for (enum comparison_quantity q = 0; q < COMPARE_N; q++)
		point.values[q] = row ? row->values[q] : isnan(total->values[q]) ? NAN : 0;
	series = series_of(history, run->workload);
	point.op = xstrdup(run->op);
	point.sha256 = run->sha256 ? xstrdup(run->sha256) : NULL;
	series->points = xgrow(series->points, series->n, sizeof(*series->points));
	series->points[series->n++] = point;
}

static bool has_result(const struct history *history, const struct digest *result)
{
	for (size_t i = 0; i < history->n_results; i++)
		if (!strcmp(history->results[i].started, result->started) &&
		    history->results[i].epoch == result->epoch)
			return true;
	return false;
}

static void copy_conditions(const struct digest *from, struct history_result *to)
{
	to->conditions = xcalloc(from->n_conditions, sizeof(*to->conditions));
	for (size_t i = 0; i < from->n_conditions; i++)
		to->conditions[to->n_conditions++] =
			(struct digest_condition){ xstrdup(from->conditions[i].key),
						   xstrdup(from->conditions[i].value) };
}

int history_add(struct history *history, const struct digest *result, const char *name,
		struct error *err)
{
	if (history->n_results && history->isa != result->isa)
		return error_set(
			err,
			"'%s' is of another processor vendor than '%s': their exit reasons "
			"differ; leave one of them out",
			name, history->results[0].name);
	if (has_result(history, result)) {
		history->n_twice++;
		return 0;
	}
	history->isa = result->isa;
	history->results = xgrow(history->results, history->n_results, sizeof(*history->results));
	history->results[history->n_results++] = (struct history_result){
		.name = xstrdup(name),
		.started = xstrdup(result->started),
		.epoch = result->epoch,
		.emulated = result->emulated,
	};
	copy_conditions(result, &history->results[history->n_results - 1]);
	for (size_t i = 0; i < result->n; i++)
		add_run(history, &result->runs[i]);
	return 0;
}

/* A result while its place in time is found. */
struct placed {
	struct history_result result;
	size_t from;
};

static int by_start(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;
	int order = strcmp(x->result.started, y->result.started);

	return order ? order : (x->from > y->from) - (x->from < y->from);
}

static int by_result(const void *a, const void *b)
{
	const struct history_point *x = a, *y = b;

	return (x->result > y->result) - (x->result < y->result);
}

/* Puts the results, and the points of each series, in the order of time. */
static void sort_by_time(struct history *history)
{
	struct placed *placed = xcalloc(history->n_results, sizeof(*placed));
	size_t *to = xcalloc(history->n_results, sizeof(*to));

	for (size_t i = 0; i < history->n_results; i++)
		placed[i] = (struct placed){ history->results[i], i };
	qsort(placed, history->n_results, sizeof(*placed), by_start);
	for (size_t i = 0; i < history->n_results; i++) {
		history->results[i] = placed[i].result;
		to[placed[i].from] = i;
	}
	for (size_t i = 0; i < history->n; i++) {
		struct history_series *series = &history->series[i];

		for (size_t j = 0; j < series->n; j++)
			series->points[j].result = to[series->points[j].result];
		qsort(series->points, series->n, sizeof(*series->points), by_result);
	}
	free(placed);
	free(to);
}

static bool all_know(const struct history_series *series, enum comparison_quantity quantity)
{
	for (size_t i = 0; i < series->n; i++)
		if (isnan(series->points[i].values[quantity]))
			return false;
	return true;
}

static void choose_quantity(const struct history *history, struct history_series *series)
{
	enum comparison_quantity q = history->wish.quantity;

	if (q == COMPARE_N)
		q = all_know(series, COMPARE_EXITS_PER_OP) ? COMPARE_EXITS_PER_OP :
							     COMPARE_EXITS_PER_SECOND;
	series->quantity = all_know(series, q) ? q : COMPARE_N;
}

static void find_new_job(struct history_series *series)
{
	const char *job = NULL;

	for (size_t i = 0; i < series->n; i++) {
		const char *own = series->points[i].sha256;

		if (own && job && strcmp(own, job) != 0)
			series->new_job = i;
		job = own ? own : job;
	}
}

static void find_new_op(struct history_series *series)
{
	const char *op = "";

	for (size_t i = 0; i < series->n; i++) {
		const char *own = series->points[i].op;

		if (*own && *op && strcmp(own, op) != 0) {
			series->old_op = op;
			series->new_op = i;
		}
		op = *own ? own : op;
	}
}

static struct history_break *break_of(struct history *history, const char *key)
{
	for (size_t i = 0; i < history->n_breaks; i++)
		if (!strcmp(history->breaks[i].key, key))
			return &history->breaks[i];
	history->breaks = xgrow(history->breaks, history->n_breaks, sizeof(*history->breaks));
	history->breaks[history->n_breaks] = (struct history_break){ .key = key };
	return &history->breaks[history->n_breaks++];
}

/* Takes in what a result says; a break without a number of times is no break yet. */
static void find_breaks(struct history *history)
{
	size_t n = 0;

	for (size_t i = 0; i < history->n_results; i++)
		for (size_t j = 0; j < history->results[i].n_conditions; j++) {
			const struct digest_condition *own = &history->results[i].conditions[j];
			struct history_break *one = break_of(history, own->key);

			if (one->after && !conditions_same_fact(own->key, one->after, own->value)) {
				one->before = one->after;
				one->at = i;
				one->n++;
			}
			one->after = own->value;
		}
	for (size_t i = 0; i < history->n_breaks; i++)
		if (history->breaks[i].n)
			history->breaks[n++] = history->breaks[i];
	history->n_breaks = n;
}

static void find_changes(const struct history *history, struct history_series *series)
{
	series->values = xcalloc(series->n, sizeof(*series->values));
	for (size_t i = 0; i < series->n; i++)
		series->values[i] = series->points[i].values[series->quantity];
	series->changes = changepoints_find(series->values, series->n, history->p,
					    history->wish.least, &series->n_changes);
}

static bool had_reason(const struct history *history)
{
	for (size_t i = 0; i < history->n; i++)
		for (size_t j = 0; j < history->series[i].n; j++)
			if (history->series[i].points[j].values[COMPARE_EXITS_PER_SECOND] > 0)
				return true;
	return false;
}

int history_finish(struct history *history, struct error *err)
{
	size_t n_known = 0;

	if (!history->n)
		return error_set(err, "%s%s%s in any of the results",
				 history->wish.workload ? "no workload '" : "no usable workload",
				 history->wish.workload ? history->wish.workload : "",
				 history->wish.workload ? "'" : "");
	if (history->wish.reason && !had_reason(history))
		return error_set(err, "no exits of the reason '%s' in any of the results",
				 history->wish.reason);
	sort_by_time(history);
	find_breaks(history);
	for (size_t i = 0; i < history->n; i++) {
		choose_quantity(history, &history->series[i]);
		find_new_job(&history->series[i]);
		find_new_op(&history->series[i]);
		n_known += history->series[i].quantity != COMPARE_N;
	}
	if (!n_known)
		return error_set(err, "no workload has %s in all of its results",
				 quantity_unit(history->wish.quantity));
	history->p = VERDICT_ERROR / (double)n_known;
	history->needs = pettitt_needs(history->p);
	for (size_t i = 0; i < history->n; i++)
		if (history->series[i].quantity != COMPARE_N)
			find_changes(history, &history->series[i]);
	return 0;
}

void history_free(struct history *history)
{
	for (size_t i = 0; i < history->n; i++) {
		struct history_series *series = &history->series[i];

		for (size_t j = 0; j < series->n; j++) {
			free(series->points[j].sha256);
			free(series->points[j].op);
		}
		free(series->workload);
		free(series->points);
		free(series->values);
		free(series->changes);
	}
	for (size_t i = 0; i < history->n_results; i++) {
		for (size_t j = 0; j < history->results[i].n_conditions; j++) {
			free(history->results[i].conditions[j].key);
			free(history->results[i].conditions[j].value);
		}
		free(history->results[i].conditions);
		free(history->results[i].name);
		free(history->results[i].started);
	}
	free(history->breaks);
	free(history->series);
	free(history->results);
	*history = (struct history){ 0 };
}
