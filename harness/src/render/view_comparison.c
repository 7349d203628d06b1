// SPDX-License-Identifier: GPL-2.0-only
/* The table of a comparison: a row for each workload and exit reason. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "render/duration.h"
#include "render/quantity.h"
#include "render/view.h"

/* Without --all, unchanged rows with less than this share of the total are left out. */
#define MINOR_SHARE 0.01

/* Above the first chance more repeats are advised; below the second its digits do not matter. */
#define TOLD_CHANCE 0.02
#define NO_CHANCE 1e-6

static bool worth_showing(const struct comparison *c, const struct comparison_row *row,
			  enum comparison_extent extent)
{
	double total = fmax(c->rows[0].base.median, c->rows[0].new.median);
	double size = fmax(row->base.median, row->new.median);

	if (row->total || extent == COMPARISON_ALL)
		return true;
	if (extent == COMPARISON_TOTALS)
		return false;
	if (row->verdict == VERDICT_APPEARED || row->verdict == VERDICT_VANISHED)
		return true;
	return size >= MINOR_SHARE * total;
}

/* Two TSC rates that differ by up to this share count as one rate, measured twice. */
#define SAME_RATE 0.001

struct change_line {
	const struct comparison_set *set;
	const struct comparison *workload;
	const struct comparison_row *row;
	bool times; /* rather than cycles */
};

static bool is_in_cycles(const struct change_line *line)
{
	return line->set->quantity == COMPARE_TIME && line->workload->per_op;
}

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

/* The greatest time of both sides, which share a unit. */
static double greatest_ns(const struct change_line *line)
{
	return fmax(duration_ns(line->row->base.max, line->set->base_tsc_khz),
		    duration_ns(line->row->new.max, line->set->new_tsc_khz));
}

static struct cell unit_cell(const struct column *column, const void *row)
{
	static const char *const units[][2] = {
		[COMPARE_EXITS] = { "exits/s", "exits/op" },
		[COMPARE_TIME] = { "time %", "cycles/op" },
	};
	const struct change_line *line = row;
	const char *unit = units[line->set->quantity][line->workload->per_op];
	_cleanup_free_ char *time = NULL;

	(void)column;
	if (!is_in_cycles(line) || !line->times)
		return cell_text("%s", unit);
	time = xasprintf("%s/op", duration_unit(greatest_ns(line)));
	return cell_text_as(unit, time);
}

/* A column's `of` is the offset of its side in the row. */
static const struct spread *side(const struct column *column, const void *row)
{
	const struct change_line *line = row;

	return (const void *)((const char *)line->row + column->of);
}

static int decimals(const struct change_line *line)
{
	double value = fmax(line->row->base.median, line->row->new.median);

	return value >= 100 ? 0 : value >= 1 ? 2 : 4;
}

/* A value of that side, as readers see it. */
static char *side_text(const struct change_line *line, const struct spread *spread, double value)
{
	bool base = spread == &line->row->base;
	uint32_t tsc_khz = base ? line->set->base_tsc_khz : line->set->new_tsc_khz;

	if (!is_in_cycles(line) || !line->times)
		return real_text(value, decimals(line));
	return duration_number(duration_ns(value, tsc_khz), duration_digits(spread),
			       greatest_ns(line));
}

static struct cell median_of_side(const struct column *column, const void *row)
{
	const struct spread *spread = side(column, row);
	_cleanup_free_ char *text = side_text(row, spread, spread->median);

	return cell_real_as(spread->median, "%s", text);
}

static struct cell range_of_side(const struct column *column, const void *row)
{
	const struct spread *spread = side(column, row);
	_cleanup_free_ char *min = side_text(row, spread, spread->min);
	_cleanup_free_ char *max = side_text(row, spread, spread->max);

	return cell_text("%s..%s", min, max);
}

static struct cell least_of_side(const struct column *column, const void *row)
{
	return cell_real(side(column, row)->min, decimals(row));
}

static struct cell greatest_of_side(const struct column *column, const void *row)
{
	return cell_real(side(column, row)->max, decimals(row));
}

static struct cell percent_change(double change)
{
	return cell_real_as(100 * change, "%+.1f%%", 100 * change);
}

static struct cell change_cell(const struct column *column, const void *row)
{
	const struct change_line *line = row;

	(void)column;
	return line->row->base.median > 0 ? percent_change(line->row->change) : cell_empty();
}

static struct cell speed_cell(const struct column *column, const void *row)
{
	const struct change_line *line = row;

	(void)column;
	return line->row->total ? percent_change(line->workload->speed_change) : cell_empty();
}

static bool has_changed(const struct comparison_row *row)
{
	return row->verdict != VERDICT_SAME && row->verdict != VERDICT_UNSURE;
}

static struct cell verdict_cell(const struct column *column, const void *row)
{
	const struct change_line *line = row;
	enum verdict verdict = line->row->verdict;
	struct cell cell = cell_text("%s", verdict == VERDICT_SAME ? "~" : verdict_name(verdict));

	(void)column;
	cell.emphasis = has_changed(line->row) ? EMPHASIS_FINDING : EMPHASIS_NONE;
	return cell;
}

/* A fact of this table: it has only one row for each workload. */
#define FACT_TOTALS 1

#define BASE offsetof(struct comparison_row, base)
#define NEW offsetof(struct comparison_row, new)

static const struct column columns[] = {
	{ "workload", "workload", UNIT_TEXT, USE_ALWAYS, 0, .cell = workload_cell },
	{ "reason", "reason", UNIT_TEXT, USE_ALWAYS, 0, .cell = reason_cell },
	{ "unit", "unit", UNIT_TEXT, USE_ALWAYS, 1, .cell = unit_cell },
	/* The range is one column for readers and two in data. */
	{ "base", "base", UNIT_NUMBER, USE_ALWAYS, 1, .cell = median_of_side, .of = BASE },
	{ "base_range", "range", UNIT_NUMBER, USE_READER, 4, .cell = range_of_side, .of = BASE },
	{ "base_min", "min", UNIT_NUMBER, USE_DATA, 9, .cell = least_of_side, .of = BASE },
	{ "base_max", "max", UNIT_NUMBER, USE_DATA, 9, .cell = greatest_of_side, .of = BASE },
	{ "new", "new", UNIT_NUMBER, USE_ALWAYS, 1, .cell = median_of_side, .of = NEW },
	{ "new_range", "range", UNIT_NUMBER, USE_READER, 4, .cell = range_of_side, .of = NEW },
	{ "new_min", "min", UNIT_NUMBER, USE_DATA, 9, .cell = least_of_side, .of = NEW },
	{ "new_max", "max", UNIT_NUMBER, USE_DATA, 9, .cell = greatest_of_side, .of = NEW },
	{ "change_percent", "change", UNIT_NUMBER, USE_ALWAYS, 1, .cell = change_cell },
	{ "speed_change_percent", "speed", UNIT_NUMBER, USE_ALWAYS, 3, .cell = speed_cell,
	  .only = FACT_TOTALS },
	{ "speed_change_percent", "speed", UNIT_NUMBER, USE_DATA, 9, .cell = speed_cell,
	  .unless = FACT_TOTALS },
	{ "verdict", "verdict", UNIT_TEXT, USE_ALWAYS, 2, .cell = verdict_cell },
};

/* Says how often the ranges of the workload with the fewest repeats differ by chance. */
static void chance_note(struct table *table, const struct comparison_set *set)
{
	const struct comparison_row *worst = NULL;
	double chance = 0;

	for (size_t i = 0; i < set->n; i++) {
		const struct comparison_row *total = &set->workloads[i].rows[0];
		double c = comparison_chance(total->base.n, total->new.n);

		if (total->base.n < 2 || total->new.n < 2 || c <= chance)
			continue;
		worst = total;
		chance = c;
	}
	if (worst)
		table_note(
			table,
			"By chance alone, ranges of %zu and %zu repeats lie apart once in %s%.*f times%s.",
			worst->base.n, worst->new.n, chance < NO_CHANCE ? "more than " : "",
			chance > 0.1 ? 1 : 0, 1 / fmax(chance, NO_CHANCE),
			chance > TOLD_CHANCE ? " (of 5 and 5: once in 126)" : "");
}

static void speed_note(struct table *table, const struct comparison_set *set)
{
	double least = INFINITY, most = -INFINITY;

	for (size_t i = 0; i < set->n; i++) {
		least = fmin(least, set->workloads[i].speed_change);
		most = fmax(most, set->workloads[i].speed_change);
	}
	if (least <= most)
		table_note(
			table,
			"The speed of the processor, measured by a fixed loop beside each repeat, changed by "
			"%+.0f %% to %+.0f %%; a slower one does less per second and has more timer "
			"ticks per operation.",
			100 * least, 100 * most);
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

/* Whether both TSCs have the same rate; if not, their cycles are not the same unit. */
static bool rates_are_one(const struct comparison_set *set)
{
	double base = set->base_tsc_khz, new = set->new_tsc_khz;

	return base > 0 && new > 0 && fabs(new / base - 1) <= SAME_RATE;
}

static void time_notes(struct table *table, const struct comparison_set *set, bool times)
{
	bool per_op = false, per_second = false;

	for (size_t i = 0; i < set->n; i++) {
		per_op |= set->workloads[i].per_op;
		per_second |= !set->workloads[i].per_op;
	}
	if (per_second)
		table_note_about(table, "unit", "time %%: share of the vCPUs' time.");
	table_note(table, "The time of HLT is idle time and not in the totals.");
	if (times || !per_op)
		return;
	table_note_about(table, "unit", "cycles/op: cycles of the TSC.");
	if (set->base_tsc_khz && set->new_tsc_khz && !rates_are_one(set))
		table_warning(table,
			      "the hosts' TSCs have different rates, %.3f and %.3f MHz, so their "
			      "cycles are not the same unit: compare time %%, not "
			      "cycles/op",
			      set->base_tsc_khz / 1000.0, set->new_tsc_khz / 1000.0);
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

static void notes(struct table *table, const struct comparison_set *set,
		  enum comparison_extent extent, size_t hidden, bool times)
{
	emulation_notes(table, set);
	table_note(table, "Medians and ranges of the repeats.");
	table_note_about(table, "verdict",
			 "~: the ranges overlap. unsure: one side has fewer than two repeats.");
	if (set->quantity == COMPARE_TIME)
		time_notes(table, set, times);
	if (set->isa == ISA_CLASSES)
		table_note(
			table,
			"One result is from VMX and one from SVM: reasons are matched by class. "
			"'paging' stands for EPT violations and misconfigurations and for nested "
			"page faults.");
	agreement_note(table, set);
	speed_note(table, set);
	if (hidden && extent == COMPARISON_NOTABLE)
		table_note(table,
			   "%zu rows with less than 1 %% of their workload's total are left "
			   "out; --all shows them.",
			   hidden);
	chance_note(table, set);
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
		table_warning(table, "%s.", set->differences.warnings[i]);
	for (size_t i = 0; i < set->n_remarks; i++) {
		_cleanup_free_ char *text = comparison_remark_text(&set->remarks[i]);

		table_note(table, "%s", text);
	}
}

/* Adds the rows of a workload. Returns how many were left out. */
static size_t workload_rows(struct table *table, const struct comparison_set *set,
			    const struct comparison *c, enum comparison_extent extent, bool times)
{
	size_t hidden = 0;

	for (size_t i = 0; i < c->n; i++) {
		const struct change_line line = { set, c, &c->rows[i], times };

		if (!worth_showing(c, &c->rows[i], extent)) {
			hidden++;
			continue;
		}
		table_add(table, &line);
		if (c->rows[i].verdict == VERDICT_SAME)
			table_emphasize(table, EMPHASIS_NOISE);
	}
	return hidden;
}

struct table *view_comparison(const struct comparison_set *set, enum comparison_extent extent,
			      const struct view_wish *wish)
{
	static const char *const titles[][2] = {
		[COMPARE_EXITS] = { "Change of VM exits, base to new",
				    "Change of VM exits net of idle, base to new" },
		[COMPARE_TIME] = { "Change of VM exits' handling time, base to new",
				   "Change of VM exits' handling time net of idle, base to new" },
	};
	bool times = !wish->cycles && rates_are_one(set);
	struct table *table = table_new(titles[set->quantity][set->net_idle], columns,
					sizeof(columns) / sizeof(columns[0]),
					extent == COMPARISON_TOTALS ? FACT_TOTALS : 0);
	size_t hidden = 0;

	for (size_t i = 0; i < set->n; i++)
		hidden += workload_rows(table, set, &set->workloads[i], extent, times);
	notes(table, set, extent, hidden, times);
	differences(table, set);
	return table;
}
