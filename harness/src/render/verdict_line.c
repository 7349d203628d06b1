// SPDX-License-Identifier: GPL-2.0-only
#include "render/verdict_line.h"

#include <math.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/strbuf.h"
#include "compare/verdict.h"
#include "render/cell.h"

#define LEAST_TOLD_P 0.0001

/* Shares of the total's change from which a reason is called all or most of it. */
#define ALL_OF_IT 0.9
#define MOST_OF_IT 0.5

/* Below that a change would be told as 0.0 %. */
#define SAME_NUMBER 0.0005

char *compared_text(double value, double greatest)
{
	return real_text(value, greatest >= 100 ? 0 :
				greatest >= 10  ? 1 :
				greatest >= 1   ? 2 :
				greatest >= 0.1 ? 3 :
						  4);
}

char *probability_text(double p)
{
	if (p < LEAST_TOLD_P)
		return xasprintf("< %g", LEAST_TOLD_P);
	return p < 0.095 ? xasprintf("%.1g", p) : xasprintf("%.2f", p);
}

/* "12.1 -> 10.4 exits/op" */
static void put_change(struct strbuf *line, const struct change *change,
		       enum comparison_quantity quantity)
{
	double greatest = fmax(change->base.median, change->new.median);
	_cleanup_free_ char *base = compared_text(change->base.median, greatest);
	_cleanup_free_ char *new = compared_text(change->new.median, greatest);

	if (quantity == COMPARE_TAX)
		strbuf_appendf(line, "%s -> %s %% of the vCPUs' time", base, new);
	else
		strbuf_appendf(line, "%s -> %s %s", base, new, quantity_unit(quantity));
}

/* " (-14 %, p 0.0002)" */
static void put_evidence(struct strbuf *line, const struct change *change, double probability)
{
	_cleanup_free_ char *p = probability_text(probability);

	strbuf_append(line, " (");
	if (change->base.median > 0)
		strbuf_appendf(line, "%+.*f %%, ", fabs(change->relative) < 0.1 ? 1 : 0,
			       100 * change->relative);
	if (change->repeats_exactly)
		strbuf_append(line, "exactly)");
	else
		strbuf_appendf(line, "p %s)", p);
}

char *change_text(const struct change *change, enum comparison_quantity quantity, double p)
{
	_cleanup_strbuf_ struct strbuf text = { 0 };

	put_change(&text, change, quantity);
	put_evidence(&text, change, p);
	return strbuf_take(&text);
}

/* The quantities in which a row changed, as bits. */
static unsigned int changed_in(const struct comparison_row *row)
{
	unsigned int quantities = 0;

	for (enum comparison_quantity q = 0; q < COMPARE_N; q++)
		if (row->changes[q].known && verdict_is_change(row->changes[q].verdict))
			quantities |= COMPARE_BIT(q);
	return quantities;
}

/* ", all of it npf" */
static void put_cause(struct strbuf *line, const struct comparison *c,
		      enum comparison_quantity quantity)
{
	const struct change *total = &c->rows[0].changes[quantity];
	double all = total->new.median - total->base.median, most = 0;
	const struct comparison_row *cause = NULL;
	char label[REASON_LABEL_SIZE];

	for (size_t i = 1; i < c->n; i++) {
		const struct change *change = &c->rows[i].changes[quantity];
		double share = (change->new.median - change->base.median) / all;

		if (reason_key_is_idle(&c->rows[i].key) && quantity_is_time(quantity))
			continue;
		if (verdict_is_change(change->verdict) && share > most) {
			most = share;
			cause = &c->rows[i];
		}
	}
	if (!cause || most < MOST_OF_IT)
		return;
	strbuf_appendf(line, ", %s of it %s",
		       most >= ALL_OF_IT && most <= 2 - ALL_OF_IT ? "all" : "most",
		       reason_key_label(&cause->key, label));
}

/* The handling time of the same workload, where exits are compared and it differs, too. */
static void put_time(struct strbuf *line, const struct comparison *c)
{
	static const enum comparison_quantity times[] = { COMPARE_NS_PER_OP, COMPARE_TAX };

	for (size_t i = 0; i < 2; i++) {
		const struct change *change = &c->rows[0].changes[times[i]];

		if (!change->known)
			continue;
		if (change->test.p <= VERDICT_ERROR) {
			strbuf_append(line, "; ");
			put_change(line, change, times[i]);
		}
		return;
	}
}

/* The first row that changed in one of these quantities, and in which first; NULL: none did. */
static const struct comparison_row *first_changed(const struct comparison *c,
						  unsigned int quantities,
						  enum comparison_quantity *quantity)
{
	for (size_t i = 0; i < c->n; i++) {
		unsigned int changed = changed_in(&c->rows[i]) & quantities;

		if (!changed)
			continue;
		*quantity = (enum comparison_quantity)__builtin_ctz(changed);
		return &c->rows[i];
	}
	return NULL;
}

/*
 * What changed for each operation comes before what changed per second only, as that may be the
 * rate of the work: so a reason can come before the total.
 */
static void put_foremost(struct strbuf *line, const struct comparison *c)
{
	char label[REASON_LABEL_SIZE];
	enum comparison_quantity q = 0;
	const struct comparison_row *row = first_changed(c, COMPARE_PER_OP, &q);
	bool is_total;

	if (!row)
		row = first_changed(c, COMPARE_PER_SECOND, &q);
	if (!row)
		return;
	is_total = row == &c->rows[0];
	strbuf_appendf(line, "; %s: ", c->workload);
	if (!is_total)
		strbuf_appendf(line, "%s ", reason_key_label(&row->key, label));
	put_change(line, &row->changes[q], q);
	put_evidence(line, &row->changes[q], row->changes[q].p);
	if (is_total)
		put_cause(line, c, q);
	if (is_total && !quantity_is_time(q))
		put_time(line, c);
}

/* How many repeats or boots a verdict on the workload takes; 0: it has enough. */
static size_t needs_of(const struct comparison *c)
{
	for (enum comparison_quantity q = 0; q < COMPARE_N; q++)
		if (c->rows[0].changes[q].verdict == VERDICT_UNSURE)
			return c->rows[0].changes[q].needs;
	return 0;
}

char *verdict_line(const struct comparison_set *set)
{
	_cleanup_strbuf_ struct strbuf line = { 0 };
	size_t changed = 0, disagree = 0, unsure = 0, needs = 0;
	const char *units = "";

	for (size_t i = 0; i < set->n; i++) {
		const struct comparison *c = &set->workloads[i];

		changed += verdict_is_change(c->verdict);
		disagree += c->verdict == VERDICT_DISAGREE;
		if (c->verdict != VERDICT_UNSURE)
			continue;
		unsure++;
		units = comparison_units(c);
		needs = needs_of(c) > needs ? needs_of(c) : needs;
	}
	if (!changed && unsure && unsure == set->n) {
		const struct comparison_row *total = &set->workloads[0].rows[0];
		const struct change *first =
			&total->changes[comparison_primary(set, &set->workloads[0])];

		strbuf_appendf(&line,
			       "No verdict on %zu workload%s: too few %s, %zu and %zu; a "
			       "verdict needs %zu and %zu",
			       set->n, set->n == 1 ? "" : "s", comparison_units(&set->workloads[0]),
			       first->base.n, first->new.n, needs, needs);
		return strbuf_take(&line);
	}
	if (changed)
		strbuf_appendf(&line, "%zu", changed);
	else
		strbuf_append(&line, "None");
	strbuf_appendf(&line, " of %zu workload%s changed", set->n, set->n == 1 ? "" : "s");
	if (changed)
		put_foremost(&line, &set->workloads[0]);
	if (disagree)
		strbuf_appendf(&line, "; in %zu%s, per operation and per second disagree", disagree,
			       changed ? " more" : "");
	if (unsure)
		strbuf_appendf(&line, "; %zu %s too few %s: %s %zu on each side", unsure,
			       unsure == 1 ? "has" : "have", units,
			       unsure == 1 ? "it needs" : "they need", needs);
	return strbuf_take(&line);
}

static void put_direction(struct strbuf *text, const struct change *change,
			  enum comparison_quantity quantity)
{
	const char *unit =
		quantity == COMPARE_TAX ? "the share of the vCPUs' time" : quantity_unit(quantity);

	if (fabs(change->relative) < SAME_NUMBER && change->base.median > 0)
		strbuf_appendf(text, "%s stayed the same", unit);
	else if (change->base.median > 0)
		strbuf_appendf(text, "%s %s by %.1f %%", unit,
			       change->relative < 0 ? "fell" : "rose",
			       fabs(100 * change->relative));
	else
		strbuf_appendf(text, "%s rose from none", unit);
}

char *disagreement_text(const struct comparison *c)
{
	_cleanup_strbuf_ struct strbuf text = { 0 };
	const struct change *changes = c->rows[0].changes;
	bool exits = changes[COMPARE_EXITS_PER_OP].verdict == VERDICT_DISAGREE ||
		     changes[COMPARE_EXITS_PER_SECOND].verdict == VERDICT_DISAGREE;
	enum comparison_quantity q = exits ? COMPARE_EXITS_PER_OP : COMPARE_NS_PER_OP;
	double speed = c->speed_change;

	strbuf_appendf(&text, "%s: ", c->workload);
	put_direction(&text, &changes[q], q);
	strbuf_append(&text, ", but ");
	put_direction(&text, &changes[quantity_other(q)], quantity_other(q));
	strbuf_appendf(&text, ", as %.0f %% %s operations were done in a second",
		       fabs(100 * c->pace_change), c->pace_change < 0 ? "fewer" : "more");
	if (isnan(speed))
		strbuf_append(&text, "; how fast the processor was is not known.");
	else if (fabs(speed) <= VERDICT_SAME_SPEED)
		strbuf_appendf(&text,
			       "; the processor was as fast (%+.1f %%), so the work itself "
			       "went at another rate.",
			       100 * speed);
	else
		strbuf_appendf(&text, "; the processor was %.0f %% %s.", fabs(100 * speed),
			       speed < 0 ? "slower" : "faster");
	return strbuf_take(&text);
}
