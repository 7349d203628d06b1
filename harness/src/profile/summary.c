// SPDX-License-Identifier: GPL-2.0-only
#include "profile/summary.h"

#include <gsl/gsl_statistics_double.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/memory.h"

struct spread spread_of(double *values, size_t n)
{
	struct spread s = { .n = n };

	if (!n)
		return s;
	gsl_stats_minmax(&s.min, &s.max, values, 1, n);
	s.median = gsl_stats_median(values, 1, n);
	return s;
}

/* Exits and handling time of one row in one repeat. */
struct amount {
	double exits, cycles;
};

static double wall_s(const struct repeat *repeat)
{
	return (double)repeat->child.wall_ns / (double)NS_PER_S;
}

/* TSC cycles that all vCPUs together had in the window; 0 if the TSC's rate is unknown. */
static double vcpu_cycles(const struct result *result, const struct repeat *repeat)
{
	return wall_s(repeat) * (double)result->counters.tsc_khz * 1000 *
	       (double)result->counters.n_vcpus;
}

/*
 * Fills in one row from its amounts in every repeat. timed tells the time
 * columns from those without: for the total they leave HLT out.
 */
static void fill_row(const struct result *result, const struct repeat *const *repeats, size_t n,
		     const struct amount *all, const struct amount *timed, struct summary_row *row)
{
	bool has_time = result->counters.has_time;
	double *v = xcalloc(n, sizeof(*v));
	size_t k;

	for (size_t i = 0; i < n; i++)
		v[i] = all[i].exits;
	row->exits = spread_of(v, n);
	for (size_t i = k = 0; i < n; i++)
		if (repeats[i]->child.wall_ns)
			v[k++] = all[i].exits / wall_s(repeats[i]);
	row->per_second = spread_of(v, k);
	for (size_t i = k = 0; i < n; i++)
		if (repeats[i]->ops > 0)
			v[k++] = all[i].exits / repeats[i]->ops;
	row->per_op = spread_of(v, k);
	for (size_t i = k = 0; i < n && has_time; i++)
		if (timed[i].exits > 0)
			v[k++] = timed[i].cycles / timed[i].exits;
	row->cycles_per_exit = spread_of(v, k);
	for (size_t i = k = 0; i < n && has_time; i++)
		if (vcpu_cycles(result, repeats[i]) > 0)
			v[k++] = timed[i].cycles / vcpu_cycles(result, repeats[i]);
	row->tax = spread_of(v, k);
	free(v);
}

static int compare_summary_rows(const void *a, const void *b)
{
	const struct summary_row *x = a, *y = b;

	if (x->exits.median < y->exits.median)
		return 1;
	if (x->exits.median > y->exits.median)
		return -1;
	return x->code < y->code ? -1 : x->code > y->code;
}

static bool has_row(const struct summary *summary, const struct profile_row *row)
{
	for (size_t i = 0; i < summary->n; i++)
		if (summary->rows[i].code == row->code && summary->rows[i].other == row->other)
			return true;
	return false;
}

static void collect_reasons(const struct repeat *const *repeats, size_t n, struct summary *summary)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j < repeats[i]->profile.n; j++) {
			const struct profile_row *row = &repeats[i]->profile.rows[j];

			if (has_row(summary, row))
				continue;
			summary->rows = xgrow(summary->rows, summary->n, sizeof(*summary->rows));
			summary->rows[summary->n].code = row->code;
			summary->rows[summary->n++].other = row->other;
		}
	}
}

static void fill_total(const struct result *result, const struct repeat *const *repeats, size_t n,
		       struct summary *summary)
{
	struct amount *all = xcalloc(n, sizeof(*all)), *busy = xcalloc(n, sizeof(*busy));

	for (size_t i = 0; i < n; i++) {
		const struct profile *p = &repeats[i]->profile;

		for (size_t j = 0; j < p->n; j++) {
			all[i].exits += (double)p->rows[j].exits;
			if (!p->rows[j].other &&
			    reason_class_of(p->isa, p->rows[j].code) == REASON_HLT)
				continue;
			busy[i].exits += (double)p->rows[j].exits;
			busy[i].cycles += (double)p->rows[j].cycles;
		}
	}
	fill_row(result, repeats, n, all, busy, &summary->total);
	free(all);
	free(busy);
}

static void fill_reason(const struct result *result, const struct repeat *const *repeats, size_t n,
			struct summary_row *row)
{
	struct amount *amounts = xcalloc(n, sizeof(*amounts));

	for (size_t i = 0; i < n; i++) {
		const struct profile_row *p =
			profile_find(&repeats[i]->profile, row->code, row->other);

		if (p)
			amounts[i] = (struct amount){ (double)p->exits, (double)p->cycles };
	}
	fill_row(result, repeats, n, amounts, amounts, row);
	free(amounts);
}

static void fill_window(const struct repeat *const *repeats, size_t n, struct summary *summary)
{
	double *v = xcalloc(n, sizeof(*v));
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		v[i] = wall_s(repeats[i]);
	summary->wall_s = spread_of(v, n);
	for (size_t i = 0; i < n; i++)
		if (repeats[i]->ops > 0)
			v[k++] = repeats[i]->ops;
	summary->ops = spread_of(v, k);
	free(v);
}

void summarize(const struct result *result, const struct workload_run *run, struct summary *summary)
{
	const struct repeat **ok = xcalloc(run->n_repeats, sizeof(*ok));
	size_t n = 0;

	*summary = (struct summary){ .isa = result->counters.isa };
	for (size_t i = 0; i < run->n_repeats; i++)
		if (run->repeats[i].ok)
			ok[n++] = &run->repeats[i];
	summary->n_repeats = n;
	collect_reasons(ok, n, summary);
	for (size_t i = 0; i < summary->n; i++)
		fill_reason(result, ok, n, &summary->rows[i]);
	/* qsort() takes no NULL, even for nothing. */
	if (summary->n)
		qsort(summary->rows, summary->n, sizeof(*summary->rows), compare_summary_rows);
	fill_total(result, ok, n, summary);
	fill_window(ok, n, summary);
	free(ok);
}

void summary_free(struct summary *summary)
{
	free(summary->rows);
	*summary = (struct summary){ 0 };
}
