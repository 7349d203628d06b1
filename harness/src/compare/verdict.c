// SPDX-License-Identifier: GPL-2.0-only
#include "compare/verdict.h"

#include <math.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/memory.h"

static const char *const verdict_names[] = {
	[VERDICT_SAME] = "same",         [VERDICT_SMALL] = "small",
	[VERDICT_MORE] = "more",         [VERDICT_LESS] = "less",
	[VERDICT_APPEARED] = "appeared", [VERDICT_VANISHED] = "vanished",
	[VERDICT_DISAGREE] = "disagree", [VERDICT_UNSURE] = "unsure",
};

const char *verdict_name(enum verdict verdict)
{
	return (size_t)verdict < sizeof(verdict_names) / sizeof(verdict_names[0]) ?
		       verdict_names[verdict] :
		       "unknown";
}

bool verdict_is_change(enum verdict verdict)
{
	return verdict == VERDICT_MORE || verdict == VERDICT_LESS || verdict == VERDICT_APPEARED ||
	       verdict == VERDICT_VANISHED;
}

static bool is_asked(const struct comparison_set *set, enum comparison_quantity quantity)
{
	return set->wish.quantities & COMPARE_BIT(quantity);
}

enum comparison_quantity comparison_primary(const struct comparison_set *set,
					    const struct comparison *c)
{
	for (enum comparison_quantity q = 0; q < COMPARE_N; q++)
		if (is_asked(set, q) && c->rows[0].changes[q].known)
			return q;
	return COMPARE_N;
}

static int sign(double value)
{
	return (value > 0) - (value < 0);
}

/* Medians that moved against the ranks, as with few odd values, tell no direction. */
int change_direction(const struct change *change)
{
	int by_ranks = sign(change->test.superiority - 0.5);
	int by_medians = sign(change->new.median - change->base.median);

	return by_medians && by_medians != by_ranks ? 0 : by_ranks;
}

double change_per_second(const struct comparison *c, const struct change *change,
			 enum comparison_quantity quantity)
{
	double delta = change->new.median - change->base.median;

	if (quantity_is_per_op(quantity))
		delta *= c->base_pace;
	if (quantity == COMPARE_NS_PER_OP)
		delta *= 100 / (double)NS_PER_S / c->base_vcpus;
	return delta;
}

double comparison_moved(const struct comparison *c, const struct comparison_row *row)
{
	static const enum comparison_quantity order[] = { COMPARE_NS_PER_OP, COMPARE_TAX,
							  COMPARE_EXITS_PER_OP,
							  COMPARE_EXITS_PER_SECOND };

	for (size_t i = 0; i < COMPARE_N; i++)
		if (row->changes[order[i]].known)
			return change_per_second(c, &row->changes[order[i]], order[i]);
	return 0;
}

/* Tests that are corrected together. */
struct test_family {
	struct change **changes;
	size_t n;
};

static void family_add(struct test_family *family, struct change *change)
{
	if (!change->known)
		return;
	family->changes = xgrow(family->changes, family->n, sizeof(struct change *));
	family->changes[family->n++] = change;
}

/* Corrects for all tests of the family, which has that part of the error, and releases it. */
static void family_correct(struct comparison_set *set, struct test_family *family, double part)
{
	double *p = xcalloc(family->n, sizeof(*p));

	for (size_t i = 0; i < family->n; i++)
		p[i] = family->changes[i]->test.p;
	holm_adjust(p, family->n);
	/* What is tested in two ways has changed if one of them says so. */
	for (size_t i = 0; i < family->n; i++)
		family->changes[i]->p = fmin(family->changes[i]->p, fmin(1, p[i] / part));
	set->n_tests += family->n;
	free(p);
	free(family->changes);
	*family = (struct test_family){ 0 };
}

/* Whether a reason has enough exits to be tested by itself, on both sides together. */
static bool has_share(const struct comparison *c, const struct comparison_row *row,
		      enum comparison_quantity quantity)
{
	const struct change *total = &c->rows[0].changes[quantity], *own = &row->changes[quantity];

	return own->base.median + own->new.median >=
	       VERDICT_SHARE *(total->base.median + total->new.median);
}

static void correct_totals(struct comparison_set *set)
{
	struct test_family totals = { 0 };

	for (size_t i = 0; i < set->n; i++)
		for (enum comparison_quantity q = 0; q < COMPARE_N; q++)
			if (is_asked(set, q))
				family_add(&totals, &set->workloads[i].rows[0].changes[q]);
	family_correct(set, &totals, VERDICT_TOTALS);
}

static void correct_reasons(struct comparison_set *set)
{
	struct test_family all = { 0 }, inside = { 0 };

	for (size_t i = 0; i < set->n; i++) {
		struct comparison *c = &set->workloads[i];
		enum comparison_quantity q = comparison_primary(set, c);

		for (size_t j = 1; j < c->n; j++)
			if (has_share(c, &c->rows[j], q))
				family_add(&all, &c->rows[j].changes[q]);
		for (q = 0; q < COMPARE_N; q++) {
			if (!is_asked(set, q) || !(c->rows[0].changes[q].p <= VERDICT_ERROR))
				continue;
			for (size_t j = 1; j < c->n; j++)
				family_add(&inside, &c->rows[j].changes[q]);
			family_correct(set, &inside, 1);
		}
	}
	family_correct(set, &all, 1 - VERDICT_TOTALS);
}

static bool is_small(const struct comparison_set *set, const struct comparison *c,
		     const struct change *change, enum comparison_quantity quantity)
{
	double least = quantity_is_time(quantity) ? VERDICT_LEAST_TAX : VERDICT_LEAST_EXITS;

	return (change->base.median > 0 && fabs(change->relative) < set->wish.least) ||
	       fabs(change_per_second(c, change, quantity)) < least;
}

static enum verdict judge(const struct comparison_set *set, const struct comparison *c,
			  const struct change *change, enum comparison_quantity quantity)
{
	int direction = change_direction(change);

	if (!(change->p <= VERDICT_ERROR) || !direction)
		return VERDICT_SAME;
	if (is_small(set, c, change, quantity))
		return VERDICT_SMALL;
	if (change->base.max <= 0 && change->new.min > 0)
		return VERDICT_APPEARED;
	if (change->new.max <= 0 && change->base.min > 0)
		return VERDICT_VANISHED;
	return direction > 0 ? VERDICT_MORE : VERDICT_LESS;
}

/* Calls all rows unsure in which not even sides that lie wholly apart would be a change. */
static void find_unsure(const struct comparison_set *set, struct comparison *c, double threshold)
{
	for (size_t i = 0; i < c->n; i++)
		for (enum comparison_quantity q = 0; q < COMPARE_N; q++) {
			struct change *change = &c->rows[i].changes[q];

			if (!is_asked(set, q) || !change->known ||
			    change->verdict != VERDICT_SAME || change->repeats_exactly ||
			    rank_test_least_p(change->base.n, change->new.n) <= threshold)
				continue;
			change->verdict = VERDICT_UNSURE;
			change->needs = rank_test_needs(threshold);
		}
}

/* Whether the other quantity contradicts a change, as verdict.h tells. */
static bool is_contradicted(const struct comparison *c, const struct change *change,
			    const struct change *against, enum comparison_quantity quantity,
			    double least)
{
	int direction = change_direction(change);
	/* How far it can have gone in the same direction; NAN if there is no interval. */
	double furthest = direction > 0 ? against->shift.high : -against->shift.low;
	bool same_speed = fabs(c->speed_change) <= VERDICT_SAME_SPEED;

	if (furthest < 0)
		return true;
	/*
	 * From one boot to the next the machine's speed changes, and a rate with it, which
	 * repeats of one boot do not tell.
	 */
	if (!quantity_is_per_op(quantity) && !c->by_boot && !change->repeats_exactly &&
	    !verdict_is_change(against->verdict))
		return true;
	if (quantity_is_per_op(quantity) && same_speed)
		return false;
	/*
	 * A rate follows the machine, and tells nothing against what each operation takes; and
	 * repeats of one boot follow each other, so that they scatter less than the machine does.
	 */
	if ((!quantity_is_per_op(quantity) || !c->by_boot) &&
	    direction * against->relative < -least)
		return true;
	return furthest <= least * against->base.median;
}

bool comparison_contradicts(const struct comparison_set *set, const struct comparison *c,
			    const struct comparison_row *row, enum comparison_quantity quantity,
			    double least)
{
	enum comparison_quantity other = quantity_other(quantity);

	return is_asked(set, other) && row->changes[quantity].known && row->changes[other].known &&
	       is_contradicted(c, &row->changes[quantity], &row->changes[other], quantity, least);
}

static void find_contradictions(const struct comparison_set *set, struct comparison *c)
{
	for (size_t i = 0; i < c->n; i++) {
		bool contradicted[COMPARE_N];

		for (enum comparison_quantity q = 0; q < COMPARE_N; q++)
			contradicted[q] =
				verdict_is_change(c->rows[i].changes[q].verdict) &&
				comparison_contradicts(set, c, &c->rows[i], q, set->wish.least);
		for (enum comparison_quantity q = 0; q < COMPARE_N; q++)
			if (contradicted[q])
				c->rows[i].changes[q].verdict = VERDICT_DISAGREE;
	}
}

/* The verdict of that kind with the lowest quantity in some row from that one on. */
static enum verdict first_such(const struct comparison_set *set, const struct comparison *c,
			       size_t from, size_t end, bool (*is)(enum verdict))
{
	for (size_t i = from; i < end; i++)
		for (enum comparison_quantity q = 0; q < COMPARE_N; q++)
			if (is_asked(set, q) && c->rows[i].changes[q].known &&
			    is(c->rows[i].changes[q].verdict))
				return c->rows[i].changes[q].verdict;
	return VERDICT_SAME;
}

static bool is_disagreement(enum verdict verdict)
{
	return verdict == VERDICT_DISAGREE;
}

static bool is_other_finding(enum verdict verdict)
{
	return verdict == VERDICT_UNSURE || verdict == VERDICT_SMALL;
}

/* A disagreement of the totals comes first, then their changes, then the reasons'. */
static enum verdict judge_workload(const struct comparison_set *set, const struct comparison *c)
{
	enum verdict verdict = first_such(set, c, 0, 1, is_disagreement);

	if (verdict == VERDICT_SAME)
		verdict = first_such(set, c, 0, c->n, verdict_is_change);
	if (verdict == VERDICT_SAME)
		verdict = first_such(set, c, 1, c->n, is_disagreement);
	if (verdict == VERDICT_SAME)
		verdict = first_such(set, c, 0, 1, is_other_finding);
	return verdict;
}

void comparison_judge(struct comparison_set *set)
{
	size_t n_totals = 0, n_rejected = 0;

	correct_totals(set);
	n_totals = set->n_tests;
	correct_reasons(set);
	for (size_t i = 0; i < set->n; i++) {
		struct comparison *c = &set->workloads[i];

		for (enum comparison_quantity q = 0; q < COMPARE_N; q++) {
			n_rejected += is_asked(set, q) && c->rows[0].changes[q].known &&
				      c->rows[0].changes[q].p <= VERDICT_ERROR;
			for (size_t j = 0; is_asked(set, q) && j < c->n; j++)
				if (c->rows[j].changes[q].known)
					c->rows[j].changes[q].verdict =
						judge(set, c, &c->rows[j].changes[q], q);
		}
	}
	for (size_t i = 0; i < set->n; i++) {
		struct comparison *c = &set->workloads[i];

		if (n_totals > n_rejected)
			find_unsure(set, c,
				    VERDICT_ERROR * VERDICT_TOTALS /
					    (double)(n_totals - n_rejected));
		find_contradictions(set, c);
		c->verdict = judge_workload(set, c);
	}
}
