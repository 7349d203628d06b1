// SPDX-License-Identifier: GPL-2.0-only
#include "compare/gate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "compare/verdict.h"

static bool is_asked(const struct comparison_row *row, const struct gate_wish *wish)
{
	char label[REASON_LABEL_SIZE];

	if (!wish->reason)
		return row->total;
	return !row->total && !strcmp(reason_key_label(&row->key, label), wish->reason);
}

/* How much a workload's total may grow. */
static double limit_of(struct gate *gate, const struct gate_wish *wish, const struct comparison *c,
		       enum comparison_quantity quantity)
{
	const struct calibration_row *row;

	if (!wish->calibration || wish->reason)
		return wish->above;
	row = calibration_find(wish->calibration, c->workload, quantity_unit(quantity));
	gate->n_uncalibrated += !row;
	return row ? fmax(wish->above, row->limit) : wish->above;
}

static void collect(const struct comparison_set *set, const struct gate_wish *wish,
		    struct gate *gate)
{
	for (size_t i = 0; i < set->n; i++) {
		const struct comparison *c = &set->workloads[i];
		enum comparison_quantity q =
			wish->quantity == COMPARE_N ? comparison_primary(set, c) : wish->quantity;
		double above;

		if (wish->workload && strcmp(c->workload, wish->workload) != 0)
			continue;
		above = limit_of(gate, wish, c, q);
		for (size_t j = 0; j < c->n; j++) {
			if (!is_asked(&c->rows[j], wish) || !c->rows[j].changes[q].known)
				continue;
			gate->cases = xgrow(gate->cases, gate->n, sizeof(*gate->cases));
			gate->cases[gate->n++] = (struct gate_case){
				.workload = c,
				.row = &c->rows[j],
				.change = &c->rows[j].changes[q],
				.quantity = q,
				.above = above,
			};
		}
	}
}

/* A workload that failed on one side cannot have passed. */
static void find_missing(const struct comparison_set *set, const struct gate_wish *wish,
			 struct gate *gate)
{
	for (size_t i = 0; i < set->n_remarks; i++) {
		const struct comparison_remark *remark = &set->remarks[i];

		if (remark->kind != COMPARED_NO_REPEAT ||
		    (wish->workload && strcmp(remark->workload, wish->workload) != 0))
			continue;
		if (!gate->n_missing++)
			gate->missing = remark->workload;
	}
}

/* Totals leave a part of the error to the reasons. */
static void correct(struct gate *gate, double part)
{
	double *p = xcalloc(gate->n, sizeof(*p));

	for (size_t i = 0; i < gate->n; i++)
		p[i] = gate->cases[i].change->test.p;
	holm_adjust(p, gate->n);
	for (size_t i = 0; i < gate->n; i++)
		gate->cases[i].p = fmin(1, p[i] / part);
	free(p);
}

/* Growth from nothing is beyond any limit, if it is more than what hardly ever comes. */
static bool is_beyond(const struct gate_case *one)
{
	const struct change *change = one->change;
	double least = quantity_is_time(one->quantity) ? VERDICT_LEAST_TAX : VERDICT_LEAST_EXITS;

	if (change_direction(change) <= 0 ||
	    change_per_second(one->workload, change, one->quantity) < least)
		return false;
	return change->base.median <= 0 || change->relative > one->above;
}

/*
 * Whether the idle guest's own exits grew by as much: without them the growth is within the limit.
 * They are not told by reason, and times are not told of them.
 */
static bool is_idle(const struct comparison_set *set, const struct gate_wish *wish,
		    const struct gate_case *one)
{
	const struct comparison *c = one->workload;
	double idle = set->new_idle - set->base_idle;
	double base = c->rows[0].changes[one->quantity].base.median;

	if (wish->reason || set->net_idle || quantity_is_time(one->quantity) || !(idle > 0))
		return false;
	if (quantity_is_per_op(one->quantity))
		base *= c->base_pace;
	return change_per_second(c, one->change, one->quantity) - idle <= one->above * base;
}

/*
 * Where a total scatters too much to tell whether it changed, turns the case into that of the
 * reason that grew most, if that alone is more than the total may grow by.
 */
static void look_inside(const struct comparison_set *set, const struct gate_wish *wish,
			struct gate_case *one)
{
	const struct comparison *c = one->workload;
	double total = one->change->base.median, most = one->above;

	if (one->p <= VERDICT_ERROR || one->change->repeats_exactly)
		return;
	for (size_t i = 1; i < c->n && total > 0; i++) {
		const struct change *change = &c->rows[i].changes[one->quantity];
		double growth = (change->new.median - change->base.median) / total;

		if (!change->known || !verdict_is_change(change->verdict) || growth <= most)
			continue;
		most = growth;
		one->row = &c->rows[i];
	}
	if (one->row->total)
		return;
	one->change = &one->row->changes[one->quantity];
	one->growth = most;
	one->p = one->change->p;
	one->outcome = is_idle(set, wish, one) ? GATE_IDLE : GATE_FAILED;
}

static enum gate_outcome judge_case(const struct comparison_set *set, const struct gate_wish *wish,
				    double threshold, const struct gate_case *one)
{
	const struct change *change = one->change;
	double least = fmin(set->wish.least, one->above);

	if (!change->repeats_exactly &&
	    rank_test_least_p(change->base.n, change->new.n) > threshold)
		return GATE_TOO_FEW;
	if (!(one->p <= VERDICT_ERROR) || !is_beyond(one))
		return GATE_PASSED;
	if (is_idle(set, wish, one))
		return GATE_IDLE;
	return comparison_contradicts(set, one->workload, one->row, one->quantity, least) ?
		       GATE_CONTRADICTS :
		       GATE_FAILED;
}

static void judge(const struct comparison_set *set, const struct gate_wish *wish, double part,
		  struct gate *gate)
{
	double threshold = VERDICT_ERROR * part / (double)gate->n;

	for (size_t i = 0; i < gate->n; i++) {
		struct gate_case *one = &gate->cases[i];

		one->growth = one->change->relative;
		one->outcome = judge_case(set, wish, threshold, one);
		if (one->outcome == GATE_TOO_FEW)
			gate->needs = rank_test_needs(threshold);
		if (one->outcome == GATE_PASSED && !wish->reason)
			look_inside(set, wish, one);
		gate->n_failed += one->outcome == GATE_FAILED;
		gate->n_unjudged += one->outcome != GATE_FAILED && one->outcome != GATE_PASSED;
	}
}

static int compare_cases(const void *a, const void *b)
{
	static const int ranks[] = {
		[GATE_FAILED] = 0,  [GATE_CONTRADICTS] = 1, [GATE_IDLE] = 2,
		[GATE_TOO_FEW] = 3, [GATE_PASSED] = 4,
	};
	const struct gate_case *x = a, *y = b;
	bool x_new = x->change->base.median <= 0 && x->growth <= 0;
	bool y_new = y->change->base.median <= 0 && y->growth <= 0;

	if (x->outcome != y->outcome)
		return ranks[x->outcome] - ranks[y->outcome];
	if (x_new != y_new)
		return x_new ? -1 : 1;
	if (x->growth != y->growth)
		return x->growth < y->growth ? 1 : -1;
	return strcmp(x->workload->workload, y->workload->workload);
}

/* Another processor scatters otherwise, and so do exits net of those of the idle guest. */
static int check_calibration(const struct comparison_set *set,
			     const struct calibration *calibration, struct error *err)
{
	if (!calibration)
		return 0;
	if (strcmp(calibration->cpu, set->cpu) != 0)
		return error_set(err,
				 "the calibration is of the processor '%s', and the results are of "
				 "'%s'; calibrate that one",
				 calibration->cpu, set->cpu);
	if (calibration->net_idle != set->net_idle)
		return error_set(
			err,
			"the calibration was made with%s --net-idle, and the comparison is "
			"made with%s it; do both alike",
			calibration->net_idle ? "" : "out", set->net_idle ? "" : "out");
	return 0;
}

int gate_check(const struct comparison_set *set, const struct gate_wish *wish, struct gate *gate,
	       struct error *err)
{
	const struct doubt *doubt = differences_doubt(&set->differences, wish->workload);
	double part;

	*gate = (struct gate){
		.above = wish->above,
		.calibrated = wish->calibration,
		.base_idle = set->base_idle,
		.new_idle = set->new_idle,
	};
	if (wish->calibration && wish->reason)
		return error_set(err, "a calibration is of totals; leave out the reason '%s'",
				 wish->reason);
	if (check_calibration(set, wish->calibration, err))
		return -1;
	collect(set, wish, gate);
	find_missing(set, wish, gate);
	if (!gate->n)
		return error_set(err,
				 "the gate has nothing to judge: %s%s%s%s%s in both results; "
				 "'exitbench compare --all' shows what is",
				 wish->workload ? "no workload '" : "no workload",
				 wish->workload ? wish->workload : "", wish->workload ? "'" : "",
				 wish->reason ? " with the reason " : "",
				 wish->reason ? wish->reason : " with that quantity");
	if (doubt) {
		gate_free(gate);
		return error_set(err, "the gate cannot judge: %s; measure both sides alike%s",
				 doubt->text,
				 doubt->workload && !wish->workload ?
					 ", or judge other workloads alone (--workload)" :
					 "");
	}
	part = wish->reason ? 1 : VERDICT_TOTALS;
	correct(gate, part);
	judge(set, wish, part, gate);
	qsort(gate->cases, gate->n, sizeof(*gate->cases), compare_cases);
	return 0;
}

void gate_free(struct gate *gate)
{
	free(gate->cases);
	*gate = (struct gate){ 0 };
}
