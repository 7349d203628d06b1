// SPDX-License-Identifier: GPL-2.0-only
/* The table of a comparison: a row for each workload, exit reason and unit that moved. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "compare/verdict.h"
#include "render/quantity.h"
#include "render/verdict_line.h"
#include "render/view.h"

/* So many workloads are named in a line of those that are left out. */
#define MOST_NAMES 6

/* So many differences of the places are shown with both values; the others are named. */
#define MOST_DIFFERENCES 4

struct change_line {
	const struct comparison_set *set;
	const struct comparison *workload;
	const struct comparison_row *row;
	const struct change *change;
	enum comparison_quantity quantity;
};

static struct cell workload_cell(const struct column *column, const void *row)
{
	const struct change_line *line = row;

	(void)column;
	return cell_text("%s", line->workload->workload);
}

static struct cell reason_cell(const struct column *column, const void *row)
{
	const struct change_line *line = row;
	char label[REASON_LABEL_SIZE];

	(void)column;
	if (line->row->total)
		return cell_text("total");
	return cell_text("%s", reason_key_label(&line->row->key, label));
}

static struct cell unit_cell(const struct column *column, const void *row)
{
	const struct change_line *line = row;

	(void)column;
	return cell_text("%s", quantity_unit(line->quantity));
}

/* A column's `of` is the offset of its side in the change. */
static const struct spread *side(const struct column *column, const void *row)
{
	const struct change_line *line = row;

	return (const void *)((const char *)line->change + column->of);
}

static double greatest(const struct change_line *line)
{
	return fmax(line->change->base.median, line->change->new.median);
}

static struct cell median_of_side(const struct column *column, const void *row)
{
	double median = side(column, row)->median;
	_cleanup_free_ char *text = compared_text(median, greatest(row));

	return cell_real_as(median, "%s", text);
}

static struct cell range_of_side(const struct column *column, const void *row)
{
	const struct spread *spread = side(column, row);
	_cleanup_free_ char *min = compared_text(spread->min, greatest(row));
	_cleanup_free_ char *max = compared_text(spread->max, greatest(row));

	return cell_text("%s..%s", min, max);
}

static struct cell least_of_side(const struct column *column, const void *row)
{
	return cell_real(side(column, row)->min, 4);
}

static struct cell greatest_of_side(const struct column *column, const void *row)
{
	return cell_real(side(column, row)->max, 4);
}

static struct cell number_of_side(const struct column *column, const void *row)
{
	return cell_count(side(column, row)->n);
}

static struct cell percent_change(double change)
{
	return cell_real_as(100 * change, "%+.1f%%", 100 * change);
}

static struct cell change_cell(const struct column *column, const void *row)
{
	const struct change *change = ((const struct change_line *)row)->change;

	(void)column;
	return change->base.median > 0 ? percent_change(change->relative) : cell_empty();
}

/* The interval of the shift, in percent of the base's median. */
static struct cell interval_cell(const struct column *column, const void *row)
{
	const struct change *change = ((const struct change_line *)row)->change;
	double percent = 100 / change->base.median;

	(void)column;
	if (!(change->base.median > 0) || isnan(change->shift.low))
		return cell_empty();
	return cell_text("%+.1f..%+.1f%%", percent * change->shift.low,
			 percent * change->shift.high);
}

static struct cell probability_cell(const struct column *column, const void *row)
{
	const struct change *change = ((const struct change_line *)row)->change;
	_cleanup_free_ char *text = probability_text(change->p);
	struct cell cell = cell_real_as(change->p, "%s", text);

	(void)column;
	if (change->repeats_exactly) {
		free(cell.text);
		return cell_empty();
	}
	/* With so few repeats it could be nothing else. */
	if (cell.kind == CELL_REAL && change->verdict == VERDICT_UNSURE) {
		free(cell.text);
		cell.text = xstrdup("-");
	}
	return cell;
}

/* A real number in the change, at `of`. */
static struct cell real_cell(const struct column *column, const void *row)
{
	const struct change *change = ((const struct change_line *)row)->change;

	return cell_real(*(const double *)(const void *)((const char *)change + column->of), 4);
}

/* A share in the workload, at `of`, which its total tells. */
static struct cell workload_change_cell(const struct column *column, const void *row)
{
	const struct change_line *line = row;

	if (!line->row->total)
		return cell_empty();
	return percent_change(
		*(const double *)(const void *)((const char *)line->workload + column->of));
}

static struct cell verdict_cell(const struct column *column, const void *row)
{
	const struct change_line *line = row;
	enum verdict verdict = line->change->verdict;
	struct cell cell;

	(void)column;
	if (verdict == VERDICT_UNSURE && line->row->total) {
		_cleanup_free_ char *text = xasprintf("needs %zu", line->change->needs);

		cell = cell_text_as(verdict_name(verdict), text);
	} else {
		cell = cell_text("%s", verdict == VERDICT_SAME ? "~" : verdict_name(verdict));
	}
	cell.emphasis = verdict_is_change(verdict) ? EMPHASIS_FINDING : EMPHASIS_NONE;
	return cell;
}

/* A fact of this table: it has only the workloads' totals. */
#define FACT_TOTALS 1

#define BASE offsetof(struct change, base)
#define NEW offsetof(struct change, new)
#define SHIFT(which) offsetof(struct change, shift.which)
#define TEST(which) offsetof(struct change, test.which)
#define SPEED offsetof(struct comparison, speed_change)
#define PACE offsetof(struct comparison, pace_change)

static const struct column columns[] = {
	{ "workload", "workload", UNIT_TEXT, USE_ALWAYS, 0, .cell = workload_cell },
	{ "reason", "reason", UNIT_TEXT, USE_ALWAYS, 0, .cell = reason_cell },
	{ "unit", "unit", UNIT_TEXT, USE_ALWAYS, 1, .cell = unit_cell },
	/* The range is one column for readers and two in data. */
	{ "base", "base", UNIT_NUMBER, USE_ALWAYS, 1, .cell = median_of_side, .of = BASE },
	{ "base_range", "range", UNIT_NUMBER, USE_READER_WIDE, 6, .cell = range_of_side,
	  .of = BASE },
	{ "base_min", "min", UNIT_NUMBER, USE_DATA, 9, .cell = least_of_side, .of = BASE },
	{ "base_max", "max", UNIT_NUMBER, USE_DATA, 9, .cell = greatest_of_side, .of = BASE },
	{ "base_repeats", "repeats", UNIT_NUMBER, USE_DATA, 9, .cell = number_of_side, .of = BASE },
	{ "new", "new", UNIT_NUMBER, USE_ALWAYS, 1, .cell = median_of_side, .of = NEW },
	{ "new_range", "range", UNIT_NUMBER, USE_READER_WIDE, 6, .cell = range_of_side, .of = NEW },
	{ "new_min", "min", UNIT_NUMBER, USE_DATA, 9, .cell = least_of_side, .of = NEW },
	{ "new_max", "max", UNIT_NUMBER, USE_DATA, 9, .cell = greatest_of_side, .of = NEW },
	{ "new_repeats", "repeats", UNIT_NUMBER, USE_DATA, 9, .cell = number_of_side, .of = NEW },
	{ "change_percent", "change", UNIT_NUMBER, USE_ALWAYS, 1, .cell = change_cell },
	{ "interval", "95 %", UNIT_NUMBER, USE_READER_ROOM, 5, .cell = interval_cell },
	{ "shift", "shift", UNIT_NUMBER, USE_DATA, 9, .cell = real_cell, .of = SHIFT(estimate) },
	{ "shift_low", "low", UNIT_NUMBER, USE_DATA, 9, .cell = real_cell, .of = SHIFT(low) },
	{ "shift_high", "high", UNIT_NUMBER, USE_DATA, 9, .cell = real_cell, .of = SHIFT(high) },
	{ "superiority", "superior", UNIT_NUMBER, USE_DATA, 9, .cell = real_cell,
	  .of = TEST(superiority) },
	{ "p_uncorrected", "p alone", UNIT_NUMBER, USE_DATA, 9, .cell = real_cell, .of = TEST(p) },
	{ "p", "p", UNIT_NUMBER, USE_ALWAYS, 4, .cell = probability_cell },
	{ "pace_change_percent", "pace", UNIT_NUMBER, USE_DATA, 9, .cell = workload_change_cell,
	  .of = PACE },
	{ "speed_change_percent", "speed", UNIT_NUMBER, USE_ALWAYS, 3, .cell = workload_change_cell,
	  .of = SPEED, .only = FACT_TOTALS },
	{ "speed_change_percent", "speed", UNIT_NUMBER, USE_DATA, 9, .cell = workload_change_cell,
	  .of = SPEED, .unless = FACT_TOTALS },
	{ "verdict", "verdict", UNIT_TEXT, USE_ALWAYS, 2, .cell = verdict_cell },
};

static bool is_all(enum comparison_extent extent)
{
	return extent == COMPARISON_ALL || extent == COMPARISON_ALL_TOTALS;
}

static bool is_totals(enum comparison_extent extent)
{
	return extent == COMPARISON_TOTALS || extent == COMPARISON_ALL_TOTALS;
}

static bool has_finding(const struct comparison *c)
{
	return c->verdict != VERDICT_SAME && c->verdict != VERDICT_SMALL;
}

/* Adds the rows of a workload. */
static void workload_rows(struct table *table, const struct comparison_set *set,
			  const struct comparison *c, enum comparison_extent extent)
{
	for (size_t i = 0; i < (is_totals(extent) ? 1 : c->n); i++)
		for (enum comparison_quantity q = 0; q < COMPARE_N; q++) {
			const struct change *change = &c->rows[i].changes[q];
			const struct change_line line = { set, c, &c->rows[i], change, q };

			if (!change->known || !(set->wish.quantities & COMPARE_BIT(q)))
				continue;
			if (i && !is_all(extent) && !verdict_is_change(change->verdict) &&
			    change->verdict != VERDICT_DISAGREE)
				continue;
			table_add(table, &line);
			if (change->verdict == VERDICT_SAME || change->verdict == VERDICT_SMALL)
				table_emphasize(table, EMPHASIS_NOISE);
		}
}

static void speed_note(struct table *table, const struct comparison_set *set)
{
	double least = INFINITY, most = -INFINITY;
	size_t unknown = 0;

	for (size_t i = 0; i < set->n; i++) {
		least = fmin(least, set->workloads[i].speed_change);
		most = fmax(most, set->workloads[i].speed_change);
		unknown += isnan(set->workloads[i].speed_change);
	}
	if (least <= most)
		table_note(
			table,
			"The speed of the processor, measured by a fixed loop beside each repeat, changed by "
			"%+.0f %% to %+.0f %%; a slower one does less per second and has more timer "
			"ticks per operation.",
			100 * least, 100 * most);
	if (unknown)
		table_note(table,
			   "How fast the processor was is not known on both sides, for %zu of %zu "
			   "workloads.",
			   unknown, set->n);
}

static void agreement_note(struct table *table, const struct comparison_set *set)
{
	struct agreement agreement = comparison_agreement(set);

	if (agreement.n)
		table_note(
			table,
			"The ranges of the totals overlap for %zu of %zu workloads; if nothing had "
			"changed, they would for about %.*f.",
			agreement.same, agreement.n, agreement.n < 100 ? 1 : 0,
			agreement.by_chance);
}

/* The times of two emulators, or of an emulator and hardware, cannot be compared. */
static void emulation_notes(struct table *table, const struct comparison_set *set)
{
	const struct emulation *base = &set->base_emulation, *new = &set->new_emulation;

	_cleanup_free_ char *base_name = emulation_name(base), *new_name = emulation_name(new);

	if (!strcmp(base_name, new_name))
		emulation_note(table, base);
	else
		table_warning(
			table,
			"the base's host is %s, the new one's is %s: their times and rates cannot "
			"be compared",
			base_name, new_name);
}

/* For how many workloads the medians went one way per operation and the other way per second. */
static void opposite_note(struct table *table, const struct comparison_set *set)
{
	size_t n = 0;

	for (size_t i = 0; i < set->n; i++) {
		const struct comparison *c = &set->workloads[i];
		const struct comparison_row *total = &c->rows[0];
		enum comparison_quantity q = comparison_primary(set, c);
		enum comparison_quantity other = quantity_other(q);

		n += c->verdict == VERDICT_UNSURE && (set->wish.quantities & COMPARE_BIT(other)) &&
		     total->changes[other].known &&
		     total->changes[q].relative * total->changes[other].relative < 0;
	}
	if (n)
		table_note(
			table,
			"In %zu of %zu workloads the medians went one way per operation and the other "
			"way per second, as work went at another rate; neither is called a change.",
			n, set->n);
}

static void test_notes(struct table *table, const struct comparison_set *set)
{
	/* One that is compared by boots, if there is one. */
	const struct comparison *one = &set->workloads[0];
	bool by_rank = false, exact = true;
	const char *units;

	for (size_t i = 0; i < set->n; i++) {
		const struct comparison *c = &set->workloads[i];

		one = c->by_boot ? c : one;
		exact &= c->rows[0].changes[comparison_primary(set, c)].test.exact;
		by_rank |= !c->rows[0].changes[comparison_primary(set, c)].repeats_exactly;
	}
	units = comparison_units(one);
	table_note(table, "Medians of the %s.", units);
	if (!by_rank) {
		table_note(table,
			   "Both hosts count instructions, so that the same gives the same exits: "
			   "every difference is one, and nothing is tested.");
		return;
	}
	table_note_about(table, "p",
			 "p: of a rank test of the %s%s, corrected for all %zu tests: if nothing "
			 "changed, one comparison in %.0f calls anything a change.",
			 units, exact ? "" : " (with many, by the normal distribution)",
			 set->n_tests, 1 / VERDICT_ERROR);
	table_note_about(table, "verdict",
			 "~: no change was seen. small: below %g %%, or too rare to matter. needs "
			 "N: with so few %s nothing can be told, with N on each side a change can.",
			 100 * set->wish.least, units);
	if (!one->by_boot)
		table_note(table, "The repeats of a side are of one boot of the guest, and another "
				  "boot may differ by itself.");
}

/* The verdict is of the reasons, too, which a table of totals does not show. */
static void reasons_note(struct table *table, const struct comparison_set *set)
{
	size_t n = 0;

	for (size_t i = 0; i < set->n; i++) {
		const struct comparison *c = &set->workloads[i];
		bool total = false;

		for (enum comparison_quantity q = 0; q < COMPARE_N; q++)
			total |= verdict_is_change(c->rows[0].changes[q].verdict);
		n += verdict_is_change(c->verdict) && !total;
	}
	if (n)
		table_note(
			table,
			"%zu workload%s changed in single exit reasons only, which --totals leaves "
			"out.",
			n, n == 1 ? "" : "s");
}

static void notes(struct table *table, const struct comparison_set *set,
		  enum comparison_extent extent, size_t hidden)
{
	emulation_notes(table, set);
	if (set->net_idle)
		table_note(table, "All numbers are net of the idle guest's exits.");
	if (set->n)
		test_notes(table, set);
	if (set->wish.quantities & COMPARE_TIME)
		table_note(table, "Times are in ns of the hosts' clocks; the time of HLT is idle "
				  "time and not in the totals.");
	if (set->isa == ISA_CLASSES)
		table_note(
			table,
			"One result is from VMX and one from SVM: reasons are matched by class. "
			"'paging' stands for EPT violations and misconfigurations and for nested "
			"page faults.");
	opposite_note(table, set);
	if (is_totals(extent))
		reasons_note(table, set);
	if (is_all(extent) && is_totals(extent))
		agreement_note(table, set);
	speed_note(table, set);
	if (hidden)
		table_note(table, "%zu workload%s without a change %s left out; --all shows them.",
			   hidden, hidden == 1 ? "" : "s", hidden == 1 ? "is" : "are");
}

static bool totals_disagree(const struct comparison *c)
{
	for (enum comparison_quantity q = 0; q < COMPARE_N; q++)
		if (c->rows[0].changes[q].verdict == VERDICT_DISAGREE)
			return true;
	return false;
}

static void remarks(struct table *table, const struct comparison_set *set, size_t most)
{
	for (size_t i = 0; i < set->n; i++) {
		_cleanup_free_ char *text = NULL;

		if (!totals_disagree(&set->workloads[i]))
			continue;
		text = disagreement_text(&set->workloads[i]);
		table_note(table, "%s", text);
	}
	for (enum comparison_remark_kind kind = 0; kind < COMPARED_KINDS; kind++)
		for (int new = 0; new < 2; new ++) {
			_cleanup_free_ char *text = comparison_remarks_text(
				set->remarks, set->n_remarks, kind, new, most);

			if (text)
				table_note(table, "%s", text);
		}
}

static void differences(struct table *table, const struct comparison_set *set)
{
	const struct difference_list *conditions = &set->differences.conditions;

	for (size_t i = 0; i < conditions->n; i++) {
		const struct difference *row = &conditions->rows[i];

		if (row->matters & MATTERS_TO_COMPARE)
			table_difference(table, row->what, row->base, row->new);
	}
	for (size_t i = 0; i < set->differences.n_warnings; i++)
		table_warning(table, "%s.", set->differences.warnings[i].text);
}

struct table *view_comparison(const struct comparison_set *set, enum comparison_extent extent)
{
	_cleanup_free_ char *line = verdict_line(set);
	struct table *table = table_new(line, columns, sizeof(columns) / sizeof(columns[0]),
					is_totals(extent) ? FACT_TOTALS : 0);
	size_t hidden = 0;

	for (size_t i = 0; i < set->n; i++) {
		if (is_all(extent) || has_finding(&set->workloads[i]))
			workload_rows(table, set, &set->workloads[i], extent);
		else
			hidden++;
	}
	notes(table, set, extent, hidden);
	remarks(table, set, is_all(extent) ? SIZE_MAX : MOST_NAMES);
	if (!is_all(extent))
		table_fold_differences(table, MOST_DIFFERENCES);
	differences(table, set);
	return table;
}
