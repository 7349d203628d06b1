// SPDX-License-Identifier: GPL-2.0-only
#include "compare/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/idle.h"
#include "analysis/outliers.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "compare/verdict.h"

#define CONFIDENCE 0.95

double comparison_chance(size_t n, size_t m)
{
	double chance = 2;

	for (size_t i = 1; i <= m; i++)
		chance *= (double)i / (double)(n + i);
	return fmin(chance, 1);
}

static struct spread spread_of_values(const struct side_values *v)
{
	_cleanup_free_ double *copy = xcalloc(v->n, sizeof(*copy));

	for (size_t i = 0; i < v->n; i++)
		copy[i] = v->values[i];
	return spread_of(copy, v->n);
}

/* Whether every boot of a side gave the same; one boot alone does. */
static bool is_alike(const struct side_values *v)
{
	for (size_t i = 1; v->by_boot && i < v->n; i++)
		if (v->values[i] != v->values[0])
			return false;
	return true;
}

/* Two medians that are not the same differ. */
static void compare_exactly(struct change *change)
{
	double delta = change->new.median - change->base.median;
	double superiority = delta > 0 ? 1 : delta < 0 ? 0 : 0.5;

	change->repeats_exactly = true;
	change->test = (struct rank_test){
		.superiority = superiority,
		.p = delta != 0 ? 0 : 1,
		.exact = true,
	};
	change->shift = (struct shift){ delta, delta, delta };
}

/* Compares one number of a workload on both sides. Returns whether boots were compared. */
static bool compare_values(const struct comparison_set *set, const struct comparison_side *base,
			   const struct comparison_side *new, const struct side_wish *wish,
			   bool tested, struct change *change)
{
	bool exact = set->base_emulation.repeats_exactly && set->new_emulation.repeats_exactly;
	struct side_values a = side_values_of(base, wish), b = side_values_of(new, wish);
	bool by_boot = a.by_boot || b.by_boot;

	*change = (struct change){ .known = a.complete && b.complete,
				   .p = NAN,
				   .test = { .superiority = 0.5, .p = 1 },
				   .shift = { NAN, NAN, NAN } };
	if (change->known) {
		change->base = spread_of_values(&a);
		change->new = spread_of_values(&b);
		if (change->base.median > 0)
			change->relative = change->new.median / change->base.median - 1;
	}
	if (change->known && tested && exact && is_alike(&a) && is_alike(&b)) {
		compare_exactly(change);
	} else if (change->known && tested) {
		change->test = rank_test(a.values, a.n, b.values, b.n);
		change->shift = shift_of(a.values, a.n, b.values, b.n, CONFIDENCE);
	}
	side_values_free(&a);
	side_values_free(&b);
	return by_boot;
}

static void add_row(const struct comparison_set *set, const struct comparison_side *base,
		    const struct comparison_side *new, unsigned int possible,
		    const struct reason_key *key, struct comparison *c)
{
	struct comparison_row *row;

	c->rows = xgrow(c->rows, c->n, sizeof(*c->rows));
	row = &c->rows[c->n++];
	row->total = !key;
	if (key)
		row->key = *key;
	for (enum comparison_quantity q = 0; q < COMPARE_N; q++) {
		const struct side_wish wish = { c->workload, key, q, side_quantity };
		/* Of a total also what is not asked for, as the verdict tells it beside. */
		bool tested = !key || (set->wish.quantities & COMPARE_BIT(q));

		if (possible & COMPARE_BIT(q))
			c->by_boot |=
				compare_values(set, base, new, &wish, tested, &row->changes[q]);
	}
}

static bool has_row(const struct comparison *c, const struct reason_key *key)
{
	for (size_t i = 1; i < c->n; i++)
		if (reason_key_equal(&c->rows[i].key, key))
			return true;
	return false;
}

/* Adds a row for each reason that the side has and that has none yet. */
static void add_reasons(const struct comparison_set *set, const struct comparison_side *from,
			const struct comparison_side *base, const struct comparison_side *new,
			unsigned int possible, struct comparison *c)
{
	for (size_t i = 0; i < from->n; i++) {
		const struct profiled_run *run = profiled_find_run(&from->results[i], c->workload);

		for (size_t j = 0; run && j < run->n_repeats; j++) {
			const struct profile *profile = &run->repeats[j].profile;

			for (size_t k = 0; run->repeats[j].counts && k < profile->n; k++)
				if (!has_row(c, &profile->rows[k].key))
					add_row(set, base, new, possible, &profile->rows[k].key, c);
		}
	}
}

static void add_remark(struct comparison_set *set, const struct comparison_remark *remark)
{
	set->remarks = xgrow(set->remarks, set->n_remarks, sizeof(*set->remarks));
	set->remarks[set->n_remarks++] = *remark;
}

/* Adds a remark about a workload on one side. */
static void remark_side(struct comparison_set *set, enum comparison_remark_kind kind,
			const char *workload, bool new)
{
	const struct comparison_remark remark = { .kind = kind, .workload = workload, .new = new };

	add_remark(set, &remark);
}

/* Adds remarks about outliers: the medians hardly see them, but a reader should know. */
static void remark_outliers(struct comparison_set *set, const struct comparison_side *side,
			    const char *name, bool new)
{
	for (size_t i = 0; i < side->n; i++) {
		const struct profiled_run *run = profiled_find_run(&side->results[i], name);
		struct outliers outliers;

		if (!run)
			continue;
		outliers_of_all(run, &outliers);
		for (size_t j = 0; j < outliers.n; j++)
			add_remark(set, &(struct comparison_remark){
						.kind = COMPARED_STANDS_OUT,
						.workload = name,
						.new = new,
						.repeat = outliers.list[j].repeat + 1,
					});
		outliers_free(&outliers);
	}
}

static double relative_change(const struct comparison_side *base, const struct comparison_side *new,
			      const struct side_wish *wish, double *base_median)
{
	struct side_values a = side_values_of(base, wish), b = side_values_of(new, wish);
	double before = a.n ? median_of(a.values, a.n) : NAN;
	double after = b.n ? median_of(b.values, b.n) : NAN;

	side_values_free(&a);
	side_values_free(&b);
	*base_median = before;
	return after / before - 1;
}

/* Two numbers per operation are the same thing only if the operations are. */
static bool same_operations(const struct comparison_side *base, const struct comparison_side *new,
			    const char *name)
{
	const char *op = "";

	for (size_t i = 0; i < base->n + new->n; i++) {
		const struct profiled_run *run = profiled_find_run(
			i < base->n ? &base->results[i] : &new->results[i - base->n], name);
		const char *own = run ? run->run->op : "";

		if (*own && *op && strcmp(own, op) != 0)
			return false;
		op = *own ? own : op;
	}
	return true;
}

static void fill_workload(const struct comparison_set *set, const struct comparison_side *base,
			  const struct comparison_side *new, unsigned int possible,
			  struct comparison *c)
{
	const struct side_wish pace = { .workload = c->workload, .value = side_pace };
	const struct side_wish speed = { .workload = c->workload, .value = side_speed };
	double ignored;

	c->base_vcpus = base->results[0].result->counters.n_vcpus;
	c->pace_change = relative_change(base, new, &pace, &c->base_pace);
	c->speed_change = relative_change(base, new, &speed, &ignored);
	add_row(set, base, new, possible, NULL, c);
	if (comparison_primary(set, c) == COMPARE_N)
		return;
	add_reasons(set, base, base, new, possible, c);
	add_reasons(set, new, base, new, possible, c);
}

static void add_workload(struct comparison_set *set, const struct comparison_side *base,
			 const struct comparison_side *new, unsigned int possible, const char *name)
{
	struct comparison c = { .workload = name };
	bool in_base = side_sound_repeats(base, name), in_new = side_sound_repeats(new, name);

	if (!in_base || !in_new) {
		remark_side(set, COMPARED_NO_REPEAT, name, in_base);
		return;
	}
	if (!same_operations(base, new, name))
		possible &= ~COMPARE_PER_OP;
	fill_workload(set, base, new, possible, &c);
	if (comparison_primary(set, &c) == COMPARE_N) {
		free(c.rows);
		remark_side(set, COMPARED_NO_QUANTITY, name, false);
		return;
	}
	set->workloads = xgrow(set->workloads, set->n, sizeof(*set->workloads));
	set->workloads[set->n++] = c;
	remark_outliers(set, base, name, false);
	remark_outliers(set, new, name, true);
}

/* The median of the side's idle windows, of each result's. */
static double idle_of(const struct comparison_side *side)
{
	_cleanup_free_ double *rates = xcalloc(side->n, sizeof(*rates));
	size_t n = 0;

	for (size_t i = 0; i < side->n; i++) {
		struct idle_drift drift = idle_drift(&side->results[i]);

		if (drift.n)
			rates[n++] = drift.median;
	}
	return n ? median_of(rates, n) : NAN;
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

/* The quantities that both sides can have; an error if none of those asked for is among them. */
static int find_possible(const struct comparison_set *set, const struct comparison_side *base,
			 const struct comparison_side *new, unsigned int *possible,
			 struct error *err)
{
	const char *base_lacks = side_no_times(base), *new_lacks = side_no_times(new);
	_cleanup_free_ char *a = emulation_name(&set->base_emulation);
	_cleanup_free_ char *b = emulation_name(&set->new_emulation);
	bool only_time = !(set->wish.quantities & COMPARE_EXITS);
	bool only_rates = !(set->wish.quantities & ~COMPARE_BIT(COMPARE_EXITS_PER_SECOND));

	*possible = COMPARE_EXITS | COMPARE_TIME;
	if (base_lacks || new_lacks) {
		*possible &= ~COMPARE_TIME;
		if (only_time)
			return error_set(err, "%s %s; compare exits",
					 base_lacks ? "the base" : "the new result",
					 base_lacks ? base_lacks : new_lacks);
	}
	if (!strcmp(a, b))
		return 0;
	if (only_time)
		return error_set(
			err,
			"the base's host is %s, the new one's is %s: their times cannot be "
			"compared; compare exits",
			a, b);
	*possible = COMPARE_BIT(COMPARE_EXITS_PER_OP);
	if (only_rates)
		*possible |= COMPARE_BIT(COMPARE_EXITS_PER_SECOND);
	return 0;
}

static int check_isas(const struct comparison_side *base, const struct comparison_side *new,
		      struct error *err)
{
	enum isa isa = base->results[0].isa;

	for (size_t i = 0; i < base->n + new->n; i++) {
		enum isa other = i < base->n ? base->results[i].isa : new->results[i - base->n].isa;

		if (other != isa)
			return error_set(
				err,
				"one result is of %s and the other of %s: their exit reasons "
				"are not the same things",
				isa_name(isa), isa_name(other));
	}
	return 0;
}

/* Whether an earlier result of the side has the workload already. */
static bool is_known(const struct comparison_side *side, size_t result, const char *name)
{
	const struct comparison_side before = { side->results, result };

	return side_find_run(&before, name) != NULL;
}

static void add_workloads(struct comparison_set *set, const struct comparison_side *base,
			  const struct comparison_side *new, unsigned int possible)
{
	for (size_t i = 0; i < base->n; i++)
		for (size_t j = 0; j < base->results[i].n_runs; j++) {
			const char *name = base->results[i].runs[j].run->name;

			if (is_known(base, i, name))
				continue;
			if (side_find_run(new, name))
				add_workload(set, base, new, possible, name);
			else
				remark_side(set, COMPARED_ONE_SIDE, name, false);
		}
	for (size_t i = 0; i < new->n; i++)
		for (size_t j = 0; j < new->results[i].n_runs; j++) {
			const char *name = new->results[i].runs[j].run->name;

			if (!is_known(new, i, name) && !side_find_run(base, name))
				remark_side(set, COMPARED_ONE_SIDE, name, true);
		}
}

/* The largest move of the rows that changed, or of the total if none did. */
static double workload_moved(const struct comparison *c)
{
	double most = 0;

	for (size_t i = 0; i < c->n; i++)
		for (enum comparison_quantity q = 0; q < COMPARE_N; q++)
			if (verdict_is_change(c->rows[i].changes[q].verdict))
				most = fmax(most, fabs(comparison_moved(c, &c->rows[i])));
	return most > 0 ? most : fabs(comparison_moved(c, &c->rows[0]));
}

static int rank_of(const struct comparison *c)
{
	return verdict_is_change(c->verdict)  ? 0 :
	       c->verdict == VERDICT_DISAGREE ? 1 :
	       c->verdict == VERDICT_UNSURE   ? 2 :
						3;
}

static int compare_workloads(const void *a, const void *b)
{
	const struct comparison *x = a, *y = b;
	double dx = workload_moved(x), dy = workload_moved(y);

	if (rank_of(x) != rank_of(y))
		return rank_of(x) - rank_of(y);
	return dx != dy ? (dx < dy ? 1 : -1) : strcmp(x->workload, y->workload);
}

struct ordered_row {
	struct comparison_row row;
	double moved;
};

static int compare_rows(const void *a, const void *b)
{
	const struct ordered_row *x = a, *y = b;

	if (x->moved != y->moved)
		return x->moved < y->moved ? 1 : -1;
	return reason_key_compare(&x->row.key, &y->row.key);
}

static void order_rows(struct comparison *c)
{
	_cleanup_free_ struct ordered_row *rows = xcalloc(c->n, sizeof(*rows));

	for (size_t i = 1; i < c->n; i++)
		rows[i] =
			(struct ordered_row){ c->rows[i], fabs(comparison_moved(c, &c->rows[i])) };
	qsort(rows + 1, c->n - 1, sizeof(*rows), compare_rows);
	for (size_t i = 1; i < c->n; i++)
		c->rows[i] = rows[i].row;
}

int compare_results(const struct comparison_side *base, const struct comparison_side *new,
		    const struct comparison_wish *wish, struct comparison_set *set,
		    struct error *err)
{
	const struct profiled_result *a = &base->results[0], *b = &new->results[0];
	unsigned int possible;

	*set = (struct comparison_set){
		.isa = a->isa,
		.wish = *wish,
		.net_idle = a->net_idle && b->net_idle,
	};
	emulation_of_result(a->result, &set->base_emulation);
	emulation_of_result(b->result, &set->new_emulation);
	if (check_isas(base, new, err) || find_possible(set, base, new, &possible, err))
		return -1;
	add_workloads(set, base, new, possible);
	if (!set->n) {
		comparison_set_free(set);
		return error_set(err, "the two results have no measured workload in common that "
				      "can be compared so");
	}
	for (size_t i = 0; i < set->n; i++)
		order_rows(&set->workloads[i]);
	comparison_judge(set);
	qsort(set->workloads, set->n, sizeof(*set->workloads), compare_workloads);
	remark_idle(set, a, b);
	set->base_idle = idle_of(base);
	set->new_idle = idle_of(new);
	differences_find(a->result, b->result, &set->differences);
	set->cpu = result_fact(a->result, "cpu");
	for (size_t i = 1; i < base->n; i++)
		differences_within(a->result, base->results[i].result, "the base",
				   &set->differences);
	for (size_t i = 1; i < new->n; i++)
		differences_within(b->result, new->results[i].result, "the new side",
				   &set->differences);
	return 0;
}

const char *comparison_units(const struct comparison *c)
{
	return c->by_boot ? "boots" : "repeats";
}

struct agreement comparison_agreement(const struct comparison_set *set)
{
	struct agreement agreement = { 0 };

	for (size_t i = 0; i < set->n; i++) {
		const struct comparison *c = &set->workloads[i];
		const struct change *total = &c->rows[0].changes[comparison_primary(set, c)];

		if (total->base.n < 2 || total->new.n < 2)
			continue;
		agreement.n++;
		agreement.same +=
			total->base.max >= total->new.min && total->new.max >= total->base.min;
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
