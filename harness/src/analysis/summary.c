// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/summary.h"

#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/rates.h"
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

double median_of(const double *values, size_t n)
{
	double *copy = xcalloc(n, sizeof(*copy)), median;

	memcpy(copy, values, n * sizeof(*copy));
	median = spread_of(copy, n).median;
	free(copy);
	return median;
}

/* What is summarized: the repeats that count, all vCPUs or one of them. */
struct scope {
	const struct profiled_result *profiled;
	const struct result *result; /* the same, as it was recorded */
	const struct profiled_repeat **profiles;
	const struct repeat **repeats; /* likewise */
	size_t n;
	bool one;    /* only one vCPU is summarized */
	size_t vcpu; /* the index of that vCPU */
};

static const struct profile *profile_of(const struct scope *scope, size_t repeat)
{
	const struct profile *profile = &scope->profiles[repeat]->profile;

	return scope->one ? &profile->vcpus[scope->vcpu] : profile;
}

/* One row in one repeat. */
struct amount {
	double exits, cycles, user_exits, user_cycles;
};

static struct amount amount_of(const struct profile_row *row)
{
	return (struct amount){ (double)row->exits, (double)row->cycles, (double)row->user_exits,
				(double)row->user_cycles };
}

static void add_amount(struct amount *sum, const struct profile_row *row)
{
	struct amount amount = amount_of(row);

	sum->exits += amount.exits;
	sum->cycles += amount.cycles;
	sum->user_exits += amount.user_exits;
	sum->user_cycles += amount.user_cycles;
}

/* The whole time that shares of time refer to, in TSC cycles. */
static double vcpu_cycles(const struct scope *scope, size_t i)
{
	return repeat_vcpu_cycles(scope->result, scope->repeats[i],
				  scope->one ? 1 : scope->result->counters.n_vcpus);
}

static struct spread share_of_time(const struct scope *scope, const struct amount *amounts,
				   double *v)
{
	size_t n = scope->result->counters.has_time ? scope->n : 0, k = 0;

	for (size_t i = 0; i < n; i++)
		if (vcpu_cycles(scope, i) > 0)
			v[k++] = amounts[i].cycles / vcpu_cycles(scope, i);
	return spread_of(v, k);
}

/* Adds what each operation took. Next to no operations would make more than a number can tell. */
static size_t add_per_op(double *v, size_t n, double amount, const struct repeat *repeat)
{
	if (!(repeat->ops > 0) || !isfinite(amount / repeat->ops))
		return n;
	v[n] = amount / repeat->ops;
	return n + 1;
}

static void fill_counts(const struct scope *scope, const struct amount *all, double *v,
			struct summary_row *row)
{
	size_t n = scope->n, k;

	for (size_t i = 0; i < n; i++)
		v[i] = all[i].exits;
	row->exits = spread_of(v, n);
	for (size_t i = k = 0; i < n; i++)
		if (scope->repeats[i]->child.wall_ns)
			v[k++] = all[i].exits / repeat_wall_s(scope->repeats[i]);
	row->per_second = spread_of(v, k);
	for (size_t i = k = 0; i < n && !scope->one; i++)
		k = add_per_op(v, k, all[i].exits, scope->repeats[i]);
	row->per_op = spread_of(v, k);
}

static void fill_times(const struct scope *scope, const struct amount *timed, double *v,
		       struct summary_row *row)
{
	size_t n = scope->result->counters.has_time ? scope->n : 0, k;

	for (size_t i = 0; i < n; i++)
		v[i] = timed[i].cycles;
	row->cycles = spread_of(v, n);
	for (size_t i = k = 0; i < n; i++)
		if (timed[i].exits > 0)
			v[k++] = timed[i].cycles / timed[i].exits;
	row->cycles_per_exit = spread_of(v, k);
	for (size_t i = k = 0; i < n && !scope->one; i++)
		k = add_per_op(v, k, timed[i].cycles, scope->repeats[i]);
	row->cycles_per_op = spread_of(v, k);
	row->tax = share_of_time(scope, timed, v);
}

static void fill_user(const struct scope *scope, const struct amount *all,
		      const struct amount *timed, double *v, struct summary_row *row)
{
	size_t k;

	for (size_t i = k = 0; i < scope->n; i++)
		if (profile_of(scope, i)->has_user)
			v[k++] = all[i].user_exits;
	row->user_exits = spread_of(v, k);
	for (size_t i = k = 0; i < scope->n; i++)
		if (profile_of(scope, i)->has_user && all[i].exits > 0)
			v[k++] = all[i].user_exits / all[i].exits;
	row->user_share = spread_of(v, k);
	for (size_t i = k = 0; i < scope->n; i++)
		if (profile_of(scope, i)->has_user)
			v[k++] = timed[i].user_cycles;
	row->user_cycles = spread_of(v, k);
}

/*
 * Fills in one row from its amounts in every repeat. The columns of times come from
 * timed, because for the total they leave HLT out; the others come from all.
 */
static void fill_row(const struct scope *scope, const struct amount *all,
		     const struct amount *timed, struct summary_row *row)
{
	double *v = xcalloc(scope->n, sizeof(*v));

	fill_counts(scope, all, v, row);
	fill_times(scope, timed, v, row);
	fill_user(scope, all, timed, v, row);
	free(v);
}

static int compare_summary_rows(const void *a, const void *b)
{
	const struct summary_row *x = a, *y = b;

	if (x->exits.median < y->exits.median)
		return 1;
	if (x->exits.median > y->exits.median)
		return -1;
	return reason_key_compare(&x->key, &y->key);
}

const struct summary_row *summary_find(const struct summary *summary, const struct reason_key *key)
{
	for (size_t i = 0; i < summary->n; i++)
		if (reason_key_equal(&summary->rows[i].key, key))
			return &summary->rows[i];
	return NULL;
}

double summary_share(const struct summary *summary, const struct summary_row *row)
{
	double all = summary->total.exits.median;

	return all > 0 ? row->exits.median / all : 0;
}

size_t summary_top(const struct summary *summary, const struct summary_row *top[SUMMARY_TOP])
{
	size_t n = 0;

	while (n < summary->n && n < SUMMARY_TOP &&
	       summary_share(summary, &summary->rows[n]) >= SUMMARY_TOP_SHARE) {
		top[n] = &summary->rows[n];
		n++;
	}
	return n;
}

static void collect_reasons(const struct scope *scope, struct summary *summary)
{
	for (size_t i = 0; i < scope->n; i++) {
		const struct profile *profile = profile_of(scope, i);

		for (size_t j = 0; j < profile->n; j++) {
			const struct profile_row *row = &profile->rows[j];

			if (summary_find(summary, &row->key))
				continue;
			summary->rows = xgrow(summary->rows, summary->n, sizeof(*summary->rows));
			summary->rows[summary->n++].key = row->key;
		}
	}
}

static void fill_total(const struct scope *scope, struct summary *summary)
{
	struct amount *all = xcalloc(scope->n, sizeof(*all));
	struct amount *busy = xcalloc(scope->n, sizeof(*busy));
	struct amount *idle = xcalloc(scope->n, sizeof(*idle));
	double *v = xcalloc(scope->n, sizeof(*v));

	for (size_t i = 0; i < scope->n; i++) {
		const struct profile *p = profile_of(scope, i);

		for (size_t j = 0; j < p->n; j++) {
			add_amount(&all[i], &p->rows[j]);
			if (reason_key_is_idle(&p->rows[j].key)) {
				add_amount(&idle[i], &p->rows[j]);
				continue;
			}
			add_amount(&busy[i], &p->rows[j]);
			histogram_add(&summary->total.histogram, &p->rows[j].histogram);
		}
	}
	fill_row(scope, all, busy, &summary->total);
	summary->idle = share_of_time(scope, idle, v);
	free(all);
	free(busy);
	free(idle);
	free(v);
}

static void fill_reason(const struct scope *scope, struct summary_row *row)
{
	struct amount *amounts = xcalloc(scope->n, sizeof(*amounts));

	for (size_t i = 0; i < scope->n; i++) {
		const struct profile_row *p = profile_find(profile_of(scope, i), &row->key);

		if (!p)
			continue;
		amounts[i] = amount_of(p);
		histogram_add(&row->histogram, &p->histogram);
	}
	fill_row(scope, amounts, amounts, row);
	free(amounts);
}

static void fill_window(const struct scope *scope, struct summary *summary)
{
	double *v = xcalloc(scope->n, sizeof(*v));
	size_t k = 0;

	for (size_t i = 0; i < scope->n; i++)
		v[i] = repeat_wall_s(scope->repeats[i]);
	summary->wall_s = spread_of(v, scope->n);
	for (size_t i = 0; i < scope->n; i++)
		if (scope->repeats[i]->ops > 0)
			v[k++] = scope->repeats[i]->ops;
	summary->ops = spread_of(v, k);
	free(v);
}

/* Fills in what was recorded besides the counters, as shares of the vCPUs' time. */
static void fill_surroundings(const struct scope *scope, struct summary *summary)
{
	double *steal = xcalloc(4 * scope->n, sizeof(*steal));
	double *harness = steal + scope->n, *harness_ns = harness + scope->n,
	       *speed = harness_ns + scope->n;
	size_t n_steal = 0, n_harness = 0, n_speed = 0;

	for (size_t i = 0; i < scope->n; i++)
		if (scope->repeats[i]->speed > 0)
			speed[n_speed++] = scope->repeats[i]->speed;
	summary->speed = spread_of(speed, n_speed);
	for (size_t i = 0; i < scope->n; i++) {
		const struct repeat *repeat = scope->repeats[i];

		steal[n_steal] = repeat_steal_share(scope->result, repeat);
		n_steal += !isnan(steal[n_steal]);
		harness_ns[n_harness] = (double)repeat->harness_ns;
		harness[n_harness] = repeat_harness_share(scope->result, repeat);
		n_harness += !isnan(harness[n_harness]);
	}
	summary->steal = spread_of(steal, n_steal);
	summary->harness_share = spread_of(harness, n_harness);
	summary->harness_ns = spread_of(harness_ns, n_harness);
	free(steal);
}

/* Fills in the repeats that count. */
static void open_scope(struct scope *scope, const struct profiled_run *run)
{
	scope->result = scope->profiled->result;
	scope->profiles = xcalloc(run->n_repeats, sizeof(*scope->profiles));
	scope->repeats = xcalloc(run->n_repeats, sizeof(*scope->repeats));
	for (size_t i = 0; i < run->n_repeats; i++) {
		if (!run->repeats[i].counts)
			continue;
		scope->profiles[scope->n] = &run->repeats[i];
		scope->repeats[scope->n++] = run->repeats[i].repeat;
	}
}

static void close_scope(struct scope *scope)
{
	free(scope->profiles);
	free(scope->repeats);
}

static void summarize_scope(struct scope *scope, const struct profiled_run *run,
			    struct summary *summary)
{
	open_scope(scope, run);
	*summary = (struct summary){ .isa = scope->profiled->isa };
	summary->n_repeats = scope->n;
	collect_reasons(scope, summary);
	for (size_t i = 0; i < summary->n; i++)
		fill_reason(scope, &summary->rows[i]);
	/* qsort() must not get NULL, even for an empty array. */
	if (summary->n)
		qsort(summary->rows, summary->n, sizeof(*summary->rows), compare_summary_rows);
	fill_total(scope, summary);
	fill_window(scope, summary);
	if (!scope->one)
		fill_surroundings(scope, summary);
	close_scope(scope);
}

void summarize_part(const struct profiled_result *result, const struct profiled_run *run,
		    bool (*get)(const void *part, const struct profiled_repeat *repeat,
				uint64_t *exits, uint64_t *cycles),
		    const void *part, struct summary_row *row)
{
	struct scope scope = { .profiled = result };
	struct amount *amounts;
	size_t n = 0;
	double *v;

	open_scope(&scope, run);
	amounts = xcalloc(scope.n, sizeof(*amounts));
	v = xcalloc(scope.n, sizeof(*v));
	for (size_t i = 0; i < scope.n; i++) {
		uint64_t exits = 0, cycles = 0;

		if (!get(part, scope.profiles[i], &exits, &cycles))
			continue;
		scope.profiles[n] = scope.profiles[i];
		scope.repeats[n] = scope.repeats[i];
		amounts[n].exits = (double)exits;
		amounts[n++].cycles = (double)cycles;
	}
	scope.n = n;
	fill_counts(&scope, amounts, v, row);
	fill_times(&scope, amounts, v, row);
	free(amounts);
	free(v);
	close_scope(&scope);
}

void summarize(const struct profiled_result *result, const struct profiled_run *run,
	       struct summary *summary)
{
	struct scope scope = { .profiled = result };

	summarize_scope(&scope, run, summary);
}

void summarize_vcpu(const struct profiled_result *result, const struct profiled_run *run,
		    size_t vcpu, struct summary *summary)
{
	struct scope scope = { .profiled = result, .one = true, .vcpu = vcpu };

	summarize_scope(&scope, run, summary);
}

size_t run_vcpus(const struct profiled_run *run)
{
	size_t n = SIZE_MAX;

	for (size_t i = 0; i < run->n_repeats; i++)
		if (run->repeats[i].counts && run->repeats[i].profile.n_vcpus < n)
			n = run->repeats[i].profile.n_vcpus;
	return n == SIZE_MAX ? 0 : n;
}

uint32_t run_vcpu_number(const struct profiled_run *run, size_t i)
{
	for (size_t j = 0; j < run->n_repeats; j++)
		if (run->repeats[j].counts)
			return run->repeats[j].profile.vcpus[i].vcpu;
	return 0;
}

void summary_free(struct summary *summary)
{
	free(summary->rows);
	*summary = (struct summary){ 0 };
}
