// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/activity_summary.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/rates.h"
#include "base/memory.h"

static const struct activity_counts *counts_of(const struct repeat *repeat, bool softirq)
{
	return softirq ? &repeat->activity.softirqs : &repeat->activity.interrupts;
}

static bool counts(const struct profiled_repeat *profiled, bool softirq)
{
	const struct repeat *repeat = profiled->repeat;

	return profiled->counts && repeat->child.wall_ns && counts_of(repeat, softirq)->known;
}

static bool has_row(const struct activity_summary *summary, bool softirq, const char *name)
{
	for (size_t i = 0; i < summary->n; i++)
		if (summary->rows[i].softirq == softirq && !strcmp(summary->rows[i].name, name))
			return true;
	return false;
}

static void collect(const struct profiled_repeat *repeat, bool softirq,
		    struct activity_summary *summary)
{
	const struct activity_counts *from = counts_of(repeat->repeat, softirq);

	for (size_t i = 0; counts(repeat, softirq) && i < from->n; i++) {
		if (has_row(summary, softirq, from->rows[i].name))
			continue;
		summary->rows = xgrow(summary->rows, summary->n, sizeof(*summary->rows));
		summary->rows[summary->n++] = (struct activity_row){
			.softirq = softirq,
			.name = from->rows[i].name,
			.what = from->rows[i].what,
		};
	}
}

/* Fills in one row. v: an array with room for a value of each repeat. */
static void fill(const struct profiled_run *run, struct activity_row *row, double *v[3])
{
	size_t n = 0, n_ops = 0;

	for (size_t i = 0; i < run->n_repeats; i++) {
		const struct repeat *repeat = run->repeats[i].repeat;
		const struct activity_count *count;

		if (!counts(&run->repeats[i], row->softirq))
			continue;
		count = activity_find(counts_of(repeat, row->softirq), row->name);
		v[0][n] = count ? (double)count->n : 0;
		v[1][n] = v[0][n] / repeat_wall_s(repeat);
		if (repeat->ops > 0)
			v[2][n_ops++] = v[0][n] / repeat->ops;
		n++;
	}
	row->n = spread_of(v[0], n);
	row->per_second = spread_of(v[1], n);
	row->per_op = spread_of(v[2], n_ops);
}

static int compare_rows(const void *a, const void *b)
{
	const struct activity_row *x = a, *y = b;

	if (x->n.median != y->n.median)
		return x->n.median < y->n.median ? 1 : -1;
	return strcmp(x->name, y->name);
}

void activity_summarize(const struct profiled_run *run, struct activity_summary *summary)
{
	double *values = xcalloc(3 * run->n_repeats, sizeof(*values));
	double *v[3] = { values, values + run->n_repeats, values + 2 * run->n_repeats };

	*summary = (struct activity_summary){ 0 };
	for (size_t i = 0; i < run->n_repeats; i++) {
		collect(&run->repeats[i], false, summary);
		collect(&run->repeats[i], true, summary);
	}
	for (size_t i = 0; i < summary->n; i++)
		fill(run, &summary->rows[i], v);
	if (summary->n)
		qsort(summary->rows, summary->n, sizeof(*summary->rows), compare_rows);
	free(values);
}

void activity_summary_free(struct activity_summary *summary)
{
	free(summary->rows);
	*summary = (struct activity_summary){ 0 };
}
