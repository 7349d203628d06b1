// SPDX-License-Identifier: GPL-2.0-only
#include "compare/compare.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/idle.h"
#include "analysis/outliers.h"
#include "base/memory.h"

static const char *const verdict_names[] = {
	[VERDICT_SAME] = "same",         [VERDICT_MORE] = "more",
	[VERDICT_LESS] = "less",         [VERDICT_APPEARED] = "appeared",
	[VERDICT_VANISHED] = "vanished", [VERDICT_UNSURE] = "unsure",
};

const char *verdict_name(enum verdict verdict)
{
	return (size_t)verdict < sizeof(verdict_names) / sizeof(verdict_names[0]) ?
		       verdict_names[verdict] :
		       "unknown";
}

static enum verdict judge(const struct spread *base, const struct spread *new)
{
	if (base->n < 2 || new->n < 2)
		return VERDICT_UNSURE;
	if (base->max <= 0 && new->min > 0)
		return VERDICT_APPEARED;
	if (new->max <= 0 && base->min > 0)
		return VERDICT_VANISHED;
	if (new->min > base->max)
		return VERDICT_MORE;
	if (new->max < base->min)
		return VERDICT_LESS;
	return VERDICT_SAME;
}

double comparison_chance(size_t n, size_t m)
{
	double chance = 2;

	for (size_t i = 1; i <= m; i++)
		chance *= (double)i / (double)(n + i);
	return fmin(chance, 1);
}

static struct spread percent(struct spread share)
{
	return (struct spread){ share.n, 100 * share.median, 100 * share.min, 100 * share.max };
}

static struct spread quantity_of_row(const struct summary_row *row,
				     enum comparison_quantity quantity, bool per_op)
{
	switch (quantity) {
	case COMPARE_EXITS:
		return per_op ? row->per_op : row->per_second;
	case COMPARE_TIME:
		return per_op ? row->cycles_per_op : percent(row->tax);
	}
	return (struct spread){ 0 };
}

/*
 * The quantity in the row with the same key. If no repeat had such an exit there is no row; then it
 * is zero in as many repeats as the total is known for.
 */
static struct spread quantity_like(const struct comparison_set *set, const struct comparison *c,
				   const struct summary *summary, const struct summary_row *like)
{
	const struct summary_row *row = summary_find(summary, &like->key);
	struct spread total = quantity_of_row(&summary->total, set->quantity, c->per_op);

	return row ? quantity_of_row(row, set->quantity, c->per_op) :
		     (struct spread){ .n = total.n };
}

static struct comparison_row *add_row(struct comparison *c, struct spread base, struct spread new)
{
	struct comparison_row *row;

	c->rows = xgrow(c->rows, c->n, sizeof(*c->rows));
	row = &c->rows[c->n++];
	row->base = base;
	row->new = new;
	row->change = base.median > 0 ? (new.median - base.median) / base.median : 0;
	row->verdict = judge(&row->base, &row->new);
	return row;
}

static void add_reason(const struct comparison_set *set, struct comparison *c,
		       const struct summary *base, const struct summary *new,
		       const struct summary_row *like)
{
	struct comparison_row *row =
		add_row(c, quantity_like(set, c, base, like), quantity_like(set, c, new, like));

	row->key = like->key;
}

static int compare_rows(const void *a, const void *b)
{
	const struct comparison_row *x = a, *y = b;
	double dx = fabs(x->new.median - x->base.median), dy = fabs(y->new.median - y->base.median);

	if (dx != dy)
		return dx < dy ? 1 : -1;
	return reason_key_compare(&x->key, &y->key);
}

static void compare_workload(const struct comparison_set *set, const struct summary *base,
			     const struct summary *new, struct comparison *c)
{
	struct comparison_row *total;

	total = add_row(c, quantity_of_row(&base->total, set->quantity, c->per_op),
			quantity_of_row(&new->total, set->quantity, c->per_op));
	total->total = true;
	for (size_t i = 0; i < base->n; i++)
		add_reason(set, c, base, new, &base->rows[i]);
	for (size_t i = 0; i < new->n; i++)
		if (!summary_find(base, &new->rows[i].key))
			add_reason(set, c, base, new, &new->rows[i]);
	qsort(c->rows + 1, c->n - 1, sizeof(*c->rows), compare_rows);
}

static void add_remark(struct comparison_set *set, const struct comparison_remark *remark)
{
	set->remarks = xgrow(set->remarks, set->n_remarks, sizeof(*set->remarks));
	set->remarks[set->n_remarks++] = *remark;
}

/* Adds a remark about a workload on one side. */
static void remark_side(struct comparison_set *set, enum comparison_remark_kind kind,
			const struct profiled_run *run, bool new)
{
	const struct comparison_remark remark = { .kind = kind,
						  .workload = run->run->name,
						  .new = new };

	add_remark(set, &remark);
}

/* Adds remarks about outliers: a range that ends with one can hide a change. */
static void remark_outliers(struct comparison_set *set, const struct profiled_run *run, bool new)
{
	struct outliers outliers;

	outliers_of_all(run, &outliers);
	for (size_t i = 0; i < outliers.n; i++)
		add_remark(set, &(struct comparison_remark){
					.kind = COMPARED_STANDS_OUT,
					.workload = run->run->name,
					.new = new,
					.repeat = outliers.list[i].repeat + 1,
				});
	outliers_free(&outliers);
}

static void add_workload(struct comparison_set *set, const struct profiled_result *base,
			 const struct profiled_run *base_run, const struct profiled_result *new,
			 const struct profiled_run *new_run)
{
	const char *name = base_run->run->name;
	struct summary a, b;

	summarize(base, base_run, &a);
	summarize(new, new_run, &b);
	if (!a.n_repeats || !b.n_repeats) {
		remark_side(set, COMPARED_NO_REPEAT, a.n_repeats ? new_run : base_run, a.n_repeats);
	} else {
		struct comparison *c;

		set->workloads = xgrow(set->workloads, set->n, sizeof(*set->workloads));
		c = &set->workloads[set->n++];
		c->workload = name;
		c->per_op = compared_per_op(base_run->run, new_run->run) && a.ops.n && b.ops.n;
		c->speed_change =
			a.speed.n && b.speed.n ? b.speed.median / a.speed.median - 1 : NAN;
		compare_workload(set, &a, &b, c);
		remark_outliers(set, base_run, false);
		remark_outliers(set, new_run, true);
	}
	summary_free(&a);
	summary_free(&b);
}

/* Says how exactly the subtracted idle rate is known, as no range of the repeats shows it. */
static void remark_idle(struct comparison_set *set, const struct profiled_result *base,
			const struct profiled_result *new)
{
	struct idle_drift a = idle_drift(base), b = idle_drift(new);

	if (set->net_idle)
		add_remark(set, &(struct comparison_remark){
					.kind = COMPARED_NET_IDLE,
					.base_min = a.min,
					.base_max = a.max,
					.new_min = b.min,
					.new_max = b.max,
				});
}

static int check_comparable(const struct profiled_result *base, const struct profiled_result *new,
			    enum comparison_quantity quantity, struct error *err)
{
	bool base_time = base->result->counters.has_time, new_time = new->result->counters.has_time;

	if (base->isa != new->isa)
		return error_set(err,
				 "one result is of %s and the other of %s: their exit reasons "
				 "are not the same things",
				 isa_name(base->isa), isa_name(new->isa));
	if (quantity == COMPARE_TIME && !(base_time && new_time))
		return error_set(err,
				 "%s has no handling times, as its host counted exits only; "
				 "compare exits",
				 base_time ? "the new result" : "the base");
	return 0;
}

int compare_results(const struct profiled_result *base, const struct profiled_result *new,
		    enum comparison_quantity quantity, struct comparison_set *set,
		    struct error *err)
{
	*set = (struct comparison_set){
		.isa = base->isa,
		.quantity = quantity,
		.net_idle = base->net_idle && new->net_idle,
		.base_tsc_khz = base->result->counters.tsc_khz,
		.new_tsc_khz = new->result->counters.tsc_khz,
	};
	emulation_of_result(base->result, &set->base_emulation);
	emulation_of_result(new->result, &set->new_emulation);
	if (check_comparable(base, new, quantity, err))
		return -1;
	for (size_t i = 0; i < base->n_runs; i++) {
		const struct profiled_run *run = &base->runs[i];
		const struct profiled_run *other = profiled_find_run(new, run->run->name);

		if (other)
			add_workload(set, base, run, new, other);
		else
			remark_side(set, COMPARED_ONE_SIDE, run, false);
	}
	for (size_t i = 0; i < new->n_runs; i++)
		if (!profiled_find_run(base, new->runs[i].run->name))
			remark_side(set, COMPARED_ONE_SIDE, &new->runs[i], true);
	if (!set->n) {
		comparison_set_free(set);
		return error_set(err, "the two results have no measured workload in common");
	}
	remark_idle(set, base, new);
	differences_find(base->result, new->result, &set->differences);
	return 0;
}

struct agreement comparison_agreement(const struct comparison_set *set)
{
	struct agreement agreement = { 0 };

	for (size_t i = 0; i < set->n; i++) {
		const struct comparison_row *total = &set->workloads[i].rows[0];

		if (total->verdict == VERDICT_UNSURE)
			continue;
		agreement.n++;
		agreement.same += total->verdict == VERDICT_SAME;
		agreement.by_chance += 1 - comparison_chance(total->base.n, total->new.n);
	}
	return agreement;
}

void comparison_set_free(struct comparison_set *set)
{
	for (size_t i = 0; i < set->n; i++)
		free(set->workloads[i].rows);
	free(set->workloads);
	free(set->remarks);
	differences_free(&set->differences);
	*set = (struct comparison_set){ 0 };
}
