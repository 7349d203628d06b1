// SPDX-License-Identifier: GPL-2.0-only
/* The tree of one workload: exit reasons, and below each what the guest touched. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "analysis/why.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/strbuf.h"
#include "render/quantity.h"
#include "render/view.h"

/* Causes with a smaller share of the exits are left out, unless all are wanted. */
#define LEAST_SHARE 0.005

/* And so are those beyond these numbers of a reason, and of code below a cause or reason. */
#define MOST_CAUSES 10
#define MOST_CODES 3

/* How many ends of the tree the first sentence names. */
#define NAMED 3

struct why_line {
	struct measured measured; /* the row of the summary */
	const struct why *why;
	const struct regions *regions;
	const struct summary_row *row;
	const struct why_cause *cause; /* NULL: the reason itself, or the total */
	const struct why_code *code;   /* NULL: all of it */
};

static bool is_total(const struct why_line *line)
{
	return line->row == &line->why->summary.total;
}

/* For readers: reasons, and with a sign before them what is below. */
static struct cell tree_cell(const struct column *column, const void *row)
{
	const struct why_line *line = row;
	struct cell cell = cell_empty();
	char label[CAUSE_LABEL_SIZE], name[REASON_LABEL_SIZE];

	(void)column;
	if (is_total(line))
		return cell_text("total");
	if (line->code)
		return cell_text("-- %s", line->code->name);
	if (line->cause)
		return cell_text("- %s", why_label(line->cause, line->regions, label));
	add_reason(&cell, &line->row->key, reason_key_label(&line->row->key, name));
	return cell;
}

static struct cell reason_cell(const struct column *column, const void *row)
{
	const struct why_line *line = row;
	char name[REASON_LABEL_SIZE];

	(void)column;
	return cell_text("%s", is_total(line) ? "total" : reason_key_label(&line->row->key, name));
}

static struct cell cause_cell(const struct column *column, const void *row)
{
	const struct why_line *line = row;
	char label[CAUSE_LABEL_SIZE];

	(void)column;
	if (!line->cause)
		return cell_empty();
	return cell_text("%s", why_label(line->cause, line->regions, label));
}

static struct cell key_cell(const struct column *column, const void *row)
{
	const struct why_line *line = row;

	(void)column;
	if (!line->cause || line->cause->others)
		return cell_empty();
	return cell_text("0x%" PRIx64, line->cause->key);
}

static struct cell code_cell(const struct column *column, const void *row)
{
	const struct why_line *line = row;

	(void)column;
	return line->code ? cell_text("%s", line->code->name) : cell_empty();
}

static struct cell low_cell(const struct column *column, const void *row)
{
	const struct why_line *line = row;

	(void)column;
	return line->code && line->code->estimated ? value_cell(line->code->low) : cell_empty();
}

static struct cell high_cell(const struct column *column, const void *row)
{
	const struct why_line *line = row;

	(void)column;
	return line->code && line->code->estimated ? value_cell(line->code->high) : cell_empty();
}

/* Half of the interval, as a share of the estimate. */
static struct cell error_cell(const struct column *column, const void *row)
{
	const struct why_line *line = row;
	const struct why_code *code = line->code;

	(void)column;
	if (!code || !code->estimated || !(line->row->exits.median > 0))
		return cell_empty();
	return cell_real(50 * (code->high - code->low) / line->row->exits.median, 0);
}

static struct cell share_cell(const struct column *column, const void *row)
{
	const struct why_line *line = row;

	(void)column;
	if (is_total(line) || !(line->why->summary.total.exits.median > 0))
		return cell_empty();
	return cell_real(100 * summary_share(&line->why->summary, line->row), 1);
}

#define OF(field) offsetof(struct summary_row, field)

static const struct column columns[] = {
	{ "tree", "exit reason, cause, code", UNIT_TEXT, USE_READER, 0, .cell = tree_cell },
	{ "reason", "reason", UNIT_TEXT, USE_DATA, 0, .cell = reason_cell },
	{ "cause", "cause", UNIT_TEXT, USE_DATA, 0, .cell = cause_cell },
	{ "key", "key", UNIT_TEXT, USE_DATA, 9, .cell = key_cell },
	{ "code", "code", UNIT_TEXT, USE_DATA, 9, .cell = code_cell },
	{ "exits", "exits", UNIT_NUMBER, USE_ALWAYS, 1, .cell = count_cell, .of = OF(exits) },
	{ "exits_spread_percent", "+-%", UNIT_NUMBER, USE_ALWAYS, 4, .cell = scatter_cell,
	  .of = OF(exits) },
	{ "estimate_percent", "est. +-%", UNIT_NUMBER, USE_ALWAYS, 3, .cell = error_cell },
	{ "exits_low", "low", UNIT_NUMBER, USE_DATA, 9, .cell = low_cell },
	{ "exits_high", "high", UNIT_NUMBER, USE_DATA, 9, .cell = high_cell },
	{ "share_percent", "exits %", UNIT_NUMBER, USE_ALWAYS, 1, .cell = share_cell },
	{ "exits_per_second", "exits/s", UNIT_NUMBER, USE_WIDE, 9, .cell = median_cell,
	  .of = OF(per_second) },
	{ "exits_per_op", "exits/op", UNIT_NUMBER, USE_ALWAYS, 1, .cell = median_cell,
	  .of = OF(per_op) },
	{ "cycles_per_exit", "cycles/exit*", UNIT_CYCLES, USE_ALWAYS, 2, .cell = median_cell,
	  .of = OF(cycles_per_exit) },
	{ "ns_per_exit", "time/exit*", UNIT_TIME, USE_READER, 2, .cell = median_cell,
	  .of = OF(cycles_per_exit) },
	{ "time_percent", "time %*", UNIT_NUMBER, USE_ALWAYS, 3, .cell = percent_cell,
	  .of = OF(tax) },
	{ "cycles", "cycles*", UNIT_CYCLES, USE_WIDE, 9, .cell = count_cell, .of = OF(cycles) },
	{ "ns", "time*", UNIT_TIME, USE_READER_WIDE, 9, .cell = median_cell, .of = OF(cycles) },
};

static void add_line(struct table *table, const struct why_line *from,
		     const struct summary_row *row, const struct why_cause *cause,
		     const struct why_code *code)
{
	struct why_line line = *from;

	line.row = row;
	line.cause = cause;
	line.code = code;
	line.measured.values = row;
	table_add(table, &line);
	if (!is_total(&line) && summary_share(&line.why->summary, row) < NOISE_SHARE)
		table_emphasize(table, EMPHASIS_NOISE);
}

/* What is shown of the rows below another one. */
struct why_extent {
	bool all;
	size_t n_left; /* rows that are left out */
};

/* Whether a row, the nth of most below another one, is shown; those that are not are counted. */
static bool is_wanted(const struct why_line *line, const struct summary_row *row, size_t nth,
		      size_t most, struct why_extent *extent)
{
	bool wanted = extent->all ||
		      (nth < most && summary_share(&line->why->summary, row) >= LEAST_SHARE);

	extent->n_left += !wanted;
	return wanted;
}

static void add_code_lines(struct table *table, const struct why_line *line,
			   const struct why_cause *cause, const struct why_codes *codes,
			   struct why_extent *extent)
{
	for (size_t i = 0; i < codes->n; i++)
		if (is_wanted(line, &codes->list[i].row, i, MOST_CODES, extent))
			add_line(table, line, &codes->list[i].row, cause, &codes->list[i]);
}

/* Adds the rows of one reason, and counts those below it that are left out. */
static void add_reason_lines(struct table *table, const struct why_line *line,
			     const struct why_reason *reason, struct why_extent *extent)
{
	add_line(table, line, reason->row, NULL, NULL);
	add_code_lines(table, line, NULL, &reason->codes, extent);
	for (size_t i = 0; i < reason->n; i++) {
		const struct why_cause *cause = &reason->causes[i];

		if (!is_wanted(line, &cause->row, cause->others ? 0 : i, MOST_CAUSES, extent))
			continue;
		add_line(table, line, &cause->row, cause, NULL);
		add_code_lines(table, line, cause, &cause->codes, extent);
	}
}

/* Whole numbers as such, others with as many digits as a reader takes in. In fresh memory. */
static char *number_text(double value)
{
	return real_text(value, value == floor(value) || value >= 100 ? 0 : value >= 1 ? 1 : 2);
}

/* "20.1 are msr (write TSC_DEADLINE)" */
static void name_end(struct strbuf *text, const struct why_end *end, const struct regions *regions,
		     bool per_op)
{
	const struct spread *exits = per_op ? &end->row->per_op : &end->row->exits;
	_cleanup_free_ char *number = number_text(exits->median);
	char label[CAUSE_LABEL_SIZE], name[REASON_LABEL_SIZE];

	strbuf_appendf(text, "%s are %s", number, reason_key_label(&end->row->key, name));
	if (end->cause)
		strbuf_appendf(text, " (%s)", why_label(end->cause, regions, label));
	else if (end->reason->n)
		strbuf_appendf(text, " of %zu kinds", end->reason->n);
	/* Only if most of them are in one function. */
	if (end->codes->n && 2 * end->codes->list[0].row.exits.median > end->row->exits.median)
		strbuf_appendf(text, " in %s", end->codes->list[0].name);
}

char *why_sentence(const struct why *why, const struct workload_run *run,
		   const struct regions *regions)
{
	const struct summary *summary = &why->summary;
	bool per_op = summary->total.per_op.n && *run->op;
	const struct spread *all = per_op ? &summary->total.per_op : &summary->total.exits;
	_cleanup_free_ char *total = number_text(all->median);
	struct why_end ends[NAMED];
	size_t n = why_ends(why, ends, NAMED);
	struct strbuf text = { 0 };

	if (!summary->n_repeats) {
		strbuf_append(&text, "no repeat of it counts.");
		return strbuf_take(&text);
	}
	if (!n) {
		strbuf_appendf(&text, "%s exits, none of which stands out.", total);
		return strbuf_take(&text);
	}
	strbuf_appendf(&text, "Of %s exits%s%s, ", total, per_op ? " of one " : "",
		       per_op ? run->op : "");
	for (size_t i = 0; i < n; i++) {
		strbuf_append(&text, !i ? "" : i + 1 < n ? ", " : n > 2 ? ", and " : " and ");
		name_end(&text, &ends[i], regions, per_op);
	}
	strbuf_append(&text, ".");
	return strbuf_take(&text);
}

static const char *ordinal(uint32_t n)
{
	if (n % 100 >= 11 && n % 100 <= 13)
		return "th";
	return n % 10 == 1 ? "st" : n % 10 == 2 ? "nd" : n % 10 == 3 ? "rd" : "th";
}

static void code_notes(struct table *table, const struct why *why)
{
	if (why->recorded && why->period > 1)
		table_note(table,
			   "Code: the guest was looked at in every %" PRIu32 "%s exit of a vCPU.",
			   why->period, ordinal(why->period));
	else if (why->recorded)
		table_note(table, "Code: the guest was looked at in every exit.");
	if (why->estimated)
		table_note_about(table, "estimate_percent",
				 "est. +-%%: by how much an estimate of code may be wrong, with "
				 "95 %% confidence.");
	if (why->lost)
		table_warning(table,
			      "%" PRIu64 " exits had no room in the host's buffers, so the code of "
			      "the last part of the windows is not known; -w 1 or -r 2 lets the "
			      "period fit the window.",
			      why->lost);
}

/* Where a host was told in between to count causes, or no longer to. */
static void part_warning(struct table *table, size_t n, size_t of, const char *what)
{
	if (n && n < of)
		table_warning(table,
			      "%zu of %zu repeats do not tell %s, so that what is below the exit "
			      "reasons is of the other %zu.",
			      of - n, of, what, n);
}

/* A workload without a repeat that counts says why there is none. */
static void repeats_note(struct table *table, const struct summary *summary,
			 const struct workload_run *run)
{
	if (summary->n_repeats)
		table_note(table,
			   "%zu repeat%s of %.2f s (%.2f to %.2f)%s%s; every number is a median.",
			   summary->n_repeats, summary->n_repeats == 1 ? "" : "s",
			   summary->wall_s.median, summary->wall_s.min, summary->wall_s.max,
			   *run->op ? ", op: " : "", run->op);
	if (run->message)
		table_note(table, "State %s: %s.", run_state_name(run->state), run->message);
}

static void notes(struct table *table, const struct profiled_result *of, const struct why *why,
		  const struct workload_run *run, size_t n_left, bool cycles)
{
	const struct result *result = of->result;
	struct emulation emulation;

	emulation_of_result(result, &emulation);
	emulation_note(table, &emulation);
	repeats_note(table, &why->summary, run);
	part_warning(table, why->n_known, why->summary.n_repeats, "what is behind the exits");
	part_warning(table, why->n_recorded, why->summary.n_repeats, "in which code the guest was");
	if (!why->known && why->summary.n_repeats)
		table_note(table, "What is behind the exits was not measured: the host did not "
				  "tell, or it was not asked (--why).");
	code_notes(table, why);
	if (n_left)
		table_note(table,
			   "Left out: %zu row%s with less than %.1f %% of the exits, or beyond %d "
			   "causes of a reason and %d places of code (--wide shows all).",
			   n_left, n_left == 1 ? "" : "s", 100 * LEAST_SHARE, MOST_CAUSES,
			   MOST_CODES);
	if (result->counters.has_time)
		table_note_about(table, "cycles_per_exit,ns_per_exit,time_percent,cycles,ns",
				 "*: in the total without HLT, whose time is idle time.");
	clock_note(table, &result->counters, cycles);
}

struct table *view_why(const struct profiled_result *result, const struct profiled_run *profiled,
		       const struct view_wish *wish)
{
	const struct workload_run *run = profiled->run;
	_cleanup_free_ char *title = NULL, *first = NULL;
	struct why why;
	const struct why_line line = { .why = &why, .regions = &result->result->regions };
	struct table *table;
	struct why_extent extent = { .all = wish->all };

	why_of_run(result, profiled, &why);
	first = why_sentence(&why, run, line.regions);
	title = xasprintf("%s: %s", run->name, first);
	table = table_new(title, columns, sizeof(columns) / sizeof(columns[0]), 0);
	table_clock(table, result->result->counters.tsc_khz);
	for (size_t i = 0; i < why.n; i++)
		add_reason_lines(table, &line, &why.reasons[i], &extent);
	add_line(table, &line, &why.summary.total, NULL, NULL);
	notes(table, result, &why, run, extent.n_left, wish->cycles);
	why_free(&why);
	return table;
}
