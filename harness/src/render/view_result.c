// SPDX-License-Identifier: GPL-2.0-only
/* The table of a result: a row for each workload, or for each vCPU of each workload. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/expectation.h"
#include "analysis/idle.h"
#include "analysis/outliers.h"
#include "analysis/precision.h"
#include "analysis/rates.h"
#include "analysis/remarks.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "model/tags.h"
#include "render/quantity.h"
#include "render/view.h"

/* What is known of such a table. */
enum {
	FACT_VCPUS = 1,     /* it has rows for single vCPUs */
	FACT_PRECISION = 2, /* repeats were made until their median was precise */
	FACT_TROUBLE = 4,   /* not every workload is ok */
	FACT_OPS = 8,       /* some workload tells its operations */
	FACT_PAGE = 16,     /* it is for a page, which has room for more reasons */
};

struct workload_line {
	struct measured measured; /* the summary */
	const struct profiled_result *result;
	const struct workload_run *run;
	const struct profiled_run *profiled; /* the same, with profiles */
	const struct summary *summary;
	uint32_t vcpu;
	bool one; /* of that vCPU only */
};

static struct cell name_cell(const struct column *column, const void *row)
{
	const struct workload_line *line = row;
	struct cell cell = cell_text("%s", line->run->name);
	size_t wanted = run_wanted_repeats(line->result->result, line->run);

	(void)column;
	if (!line->summary->n_repeats)
		return cell;
	cell.link = view_run_id(line->result->result, line->run);
	if (line->run->state != RUN_OK)
		cell.badge = xasprintf("%zu of %zu repeats", line->summary->n_repeats, wanted);
	return cell;
}

static struct cell vcpu_cell(const struct column *column, const void *row)
{
	const struct workload_line *line = row;

	(void)column;
	return line->one ? cell_count(line->vcpu) : cell_empty();
}

static struct cell state_cell(const struct column *column, const void *row)
{
	const struct workload_line *line = row;
	struct cell cell = cell_text("%s", run_state_name(line->run->state));

	(void)column;
	if (line->run->state != RUN_OK)
		cell.emphasis = line->run->state == RUN_SKIPPED ? EMPHASIS_NOISE : EMPHASIS_FINDING;
	return cell;
}

static struct cell repeats_cell(const struct column *column, const void *row)
{
	const struct workload_line *line = row;

	(void)column;
	return cell_count(line->summary->n_repeats);
}

static struct cell ended_by_cell(const struct column *column, const void *row)
{
	const struct workload_line *line = row;

	(void)column;
	return cell_text("%s", run_stop_name(line->run->stop));
}

/* How many repeats there were, and what ended them: "12 precise". */
static struct cell repeats_until_cell(const struct column *column, const void *row)
{
	static const char *const words[] = {
		[STOP_FIXED] = "",
		[STOP_PRECISION] = " precise",
		[STOP_LIMIT] = " limit",
	};
	const struct workload_line *line = row;

	(void)column;
	return cell_text("%zu%s", line->summary->n_repeats, words[line->run->stop]);
}

static struct cell precision_cell(const struct column *column, const void *row)
{
	const struct workload_line *line = row;

	(void)column;
	return cell_real(100 * run_precision(line->profiled).share, 1);
}

/* The most frequent reasons: "npf 62%, msr 30%". */
static struct cell top_cell(const struct workload_line *line, size_t most)
{
	const struct summary *summary = line->summary;
	const struct summary_row *top[SUMMARY_TOP];
	size_t n = summary_top(summary, top);
	struct cell cell = cell_empty();
	char label[REASON_LABEL_SIZE];

	for (size_t i = 0; i < n && i < most; i++) {
		_cleanup_free_ char *text =
			xasprintf("%s %.0f%%", reason_key_label(&top[i]->key, label),
				  100 * summary_share(summary, top[i]));

		add_reason(&cell, &top[i]->key, text);
	}
	if (n && expectation_surprised(line->run, summary, top[0]))
		cell.emphasis = EMPHASIS_FINDING;
	return cell;
}

static struct cell top_reason_cell(const struct column *column, const void *row)
{
	(void)column;
	return top_cell(row, 1);
}

static struct cell top_reasons_cell(const struct column *column, const void *row)
{
	(void)column;
	return top_cell(row, SUMMARY_TOP);
}

/* Whether the reasons that dominate are those that the job file's header names. */
static struct cell as_expected_cell(const struct column *column, const void *row)
{
	const struct workload_line *line = row;
	struct expectation expectation;
	struct cell cell = cell_empty();

	(void)column;
	if (line->one)
		return cell;
	expectation_judge(line->result, line->profiled, line->summary, &expectation);
	if (expectation.judged) {
		cell = cell_text("%s", expectation.met ? "yes" : "no");
		cell.emphasis = expectation.met ? EMPHASIS_NONE : EMPHASIS_FINDING;
	}
	expectation_free(&expectation);
	return cell;
}

/* The numbers of the repeats that stand out. */
static struct cell stands_out_cell(const struct column *column, const void *row)
{
	const struct workload_line *line = row;
	_cleanup_free_ char *text = xstrdup("");
	struct outliers outliers;

	(void)column;
	outliers_of_all(line->profiled, &outliers);
	for (size_t i = 0; i < outliers.n; i++) {
		char *longer =
			xasprintf("%s%s%zu", text, *text ? " " : "", outliers.list[i].repeat + 1);

		free(text);
		text = longer;
	}
	outliers_free(&outliers);
	return *text && !line->one ? cell_text("%s", text) : cell_empty();
}

/* The number of the repeat that was made because another one stood out. */
static struct cell once_more_cell(const struct column *column, const void *row)
{
	const struct workload_line *line = row;
	size_t more = run_once_more(line->run);

	(void)column;
	return more < line->run->n_repeats && !line->one ? cell_count(more + 1) : cell_empty();
}

#define TOTAL(field) offsetof(struct summary, total.field)
#define OF(field) offsetof(struct summary, field)

static const struct column columns[] = {
	{ "workload", "workload", UNIT_TEXT, USE_ALWAYS, 0, .cell = name_cell },
	{ "vcpu", "vCPU", UNIT_NUMBER, USE_ALWAYS, 1, .cell = vcpu_cell, .only = FACT_VCPUS },
	{ "state", "state", UNIT_TEXT, USE_ALWAYS, 2, .cell = state_cell, .only = FACT_TROUBLE },
	{ "state", "state", UNIT_TEXT, USE_WIDE, 2, .cell = state_cell, .unless = FACT_TROUBLE },
	{ "repeats", "repeats", UNIT_NUMBER, USE_WIDE, 9, .cell = repeats_cell,
	  .unless = FACT_PRECISION },
	{ "repeats", "repeats", UNIT_NUMBER, USE_DATA, 9, .cell = repeats_cell,
	  .only = FACT_PRECISION },
	{ "ended_by", "ended by", UNIT_TEXT, USE_DATA, 9, .cell = ended_by_cell,
	  .only = FACT_PRECISION },
	{ "repeats_until", "repeats", UNIT_TEXT, USE_READER, 4, .cell = repeats_until_cell,
	  .only = FACT_PRECISION },
	{ "precision_percent", "95% +-%", UNIT_NUMBER, USE_WIDE, 9, .cell = precision_cell,
	  .only = FACT_PRECISION },
	{ "exits_per_second", "exits/s", UNIT_NUMBER, USE_ALWAYS, 1, .cell = median_cell,
	  .of = TOTAL(per_second) },
	{ "exits_spread_percent", "+-%", UNIT_NUMBER, USE_ROOM, 5, .cell = scatter_cell,
	  .of = TOTAL(per_second), .only = FACT_OPS },
	{ "exits_spread_percent", "+-%", UNIT_NUMBER, USE_ALWAYS, 3, .cell = scatter_cell,
	  .of = TOTAL(per_second), .unless = FACT_OPS },
	{ "exits_per_second_min", "min", UNIT_NUMBER, USE_WIDE, 9, .cell = least_cell,
	  .of = TOTAL(per_second) },
	{ "exits_per_second_max", "max", UNIT_NUMBER, USE_WIDE, 9, .cell = greatest_cell,
	  .of = TOTAL(per_second) },
	{ "wall_seconds", "wall s", UNIT_NUMBER, USE_WIDE, 9, .cell = median_cell,
	  .of = OF(wall_s) },
	{ "ops", "ops", UNIT_NUMBER, USE_WIDE, 9, .cell = count_cell, .of = OF(ops) },
	{ "exits_per_op", "exits/op", UNIT_NUMBER, USE_ALWAYS, 1, .cell = median_cell,
	  .of = TOTAL(per_op) },
	{ "exits_per_op_spread_percent", "+-%", UNIT_NUMBER, USE_ALWAYS, 3, .cell = scatter_cell,
	  .of = TOTAL(per_op) },
	{ "cycles_per_op", "cycles/op*", UNIT_CYCLES, USE_ROOM, 5, .cell = median_cell,
	  .of = TOTAL(cycles_per_op) },
	{ "ns_per_op", "time/op*", UNIT_TIME, USE_READER_ROOM, 5, .cell = median_cell,
	  .of = TOTAL(cycles_per_op) },
	{ "cycles_per_op_spread_percent", "+-%", UNIT_NUMBER, USE_WIDE, 9, .cell = scatter_cell,
	  .of = TOTAL(cycles_per_op) },
	{ "cycles_per_exit", "cycles/exit*", UNIT_CYCLES, USE_ROOM, 4, .cell = median_cell,
	  .of = TOTAL(cycles_per_exit) },
	{ "ns_per_exit", "time/exit*", UNIT_TIME, USE_READER_ROOM, 4, .cell = median_cell,
	  .of = TOTAL(cycles_per_exit) },
	{ "cycles_p50_below", "p50 <", UNIT_CYCLES, USE_WIDE, 9, .cell = half_below_cell,
	  .of = TOTAL(histogram) },
	{ "cycles_p99_below", "p99 <", UNIT_CYCLES, USE_WIDE, 9, .cell = most_below_cell,
	  .of = TOTAL(histogram) },
	{ "cycles_max_below", "max <", UNIT_CYCLES, USE_WIDE, 9, .cell = all_below_cell,
	  .of = TOTAL(histogram) },
	{ "ns_p50_below", "p50 <", UNIT_TIME, USE_READER_WIDE, 9, .cell = half_below_cell,
	  .of = TOTAL(histogram) },
	{ "ns_p99_below", "p99 <", UNIT_TIME, USE_READER_WIDE, 9, .cell = most_below_cell,
	  .of = TOTAL(histogram) },
	{ "ns_max_below", "max <", UNIT_TIME, USE_READER_WIDE, 9, .cell = all_below_cell,
	  .of = TOTAL(histogram) },
	{ "tax_percent", "tax %*", UNIT_NUMBER, USE_ALWAYS, 1, .cell = percent_cell,
	  .of = TOTAL(tax) },
	{ "idle_percent", "idle %", UNIT_NUMBER, USE_ALWAYS, 2, .cell = percent_cell,
	  .of = OF(idle) },
	{ "user_percent", "user %", UNIT_NUMBER, USE_WIDE, 9, .cell = percent_cell,
	  .of = TOTAL(user_share) },
	{ "steal_percent", "steal %", UNIT_NUMBER, USE_WIDE, 9, .cell = percent_cell,
	  .of = OF(steal) },
	{ "exitbench_percent", "exitbench %", UNIT_NUMBER, USE_WIDE, 9, .cell = percent_cell,
	  .of = OF(harness_share) },
	{ "speed", "speed", UNIT_NUMBER, USE_WIDE, 9, .cell = median_cell, .of = OF(speed) },
	{ "top_reason", "most are", UNIT_TEXT, USE_ALWAYS, 2, .cell = top_reason_cell,
	  .unless = FACT_PAGE },
	{ "top_reasons", "top reasons", UNIT_TEXT, USE_WIDE, 9, .cell = top_reasons_cell,
	  .unless = FACT_PAGE },
	{ "top_reasons", "most are", UNIT_TEXT, USE_ALWAYS, 2, .cell = top_reasons_cell,
	  .only = FACT_PAGE },
	{ "as_expected", "as expected", UNIT_TEXT, USE_WIDE, 9, .cell = as_expected_cell,
	  .unless = FACT_VCPUS },
	{ "stands_out", "stands out", UNIT_TEXT, USE_DATA, 9, .cell = stands_out_cell,
	  .unless = FACT_VCPUS },
	{ "once_more", "once more", UNIT_NUMBER, USE_DATA, 9, .cell = once_more_cell,
	  .unless = FACT_VCPUS },
};

#define N_COLUMNS (sizeof(columns) / sizeof(columns[0]))

static void add_line(struct table *table, const struct workload_line *from)
{
	struct workload_line line = *from;

	line.measured.values = line.summary;
	table_add(table, &line);
	if (line.run->state == RUN_SKIPPED)
		table_emphasize(table, EMPHASIS_NOISE);
}

static void workload_row(struct table *table, const struct profiled_result *result,
			 const struct profiled_run *profiled)
{
	struct summary summary;

	summarize(result, profiled, &summary);
	add_line(table, &(struct workload_line){ .result = result,
						 .run = profiled->run,
						 .profiled = profiled,
						 .summary = &summary });
	summary_free(&summary);
}

static void vcpu_rows(struct table *table, const struct profiled_result *result,
		      const struct profiled_run *profiled)
{
	for (size_t i = 0; i < run_vcpus(profiled); i++) {
		struct summary summary;

		summarize_vcpu(result, profiled, i, &summary);
		add_line(table, &(struct workload_line){ .result = result,
							 .run = profiled->run,
							 .profiled = profiled,
							 .summary = &summary,
							 .one = true,
							 .vcpu = run_vcpu_number(profiled, i) });
		summary_free(&summary);
	}
}

static unsigned int facts_of(const struct profiled_result *profiled, const struct view_wish *wish)
{
	unsigned int facts = (wish->per_vcpu ? FACT_VCPUS : 0) | (wish->page ? FACT_PAGE : 0);

	if (profiled->result->precision > 0)
		facts |= FACT_PRECISION;
	for (size_t i = 0; i < profiled->n_runs; i++) {
		const struct profiled_run *run = &profiled->runs[i];

		facts |= run->run->state == RUN_OK ? 0 : FACT_TROUBLE;
		facts |= run_sound_repeats(run) && run_knows_ops(run) && !wish->per_vcpu ?
				 FACT_OPS :
				 0;
	}
	return facts;
}

static void expectation_note(struct table *table, const struct profiled_result *result,
			     const struct profiled_run *profiled)
{
	const struct workload_run *run = profiled->run;
	struct expectation expectation;
	struct summary summary;

	summarize(result, profiled, &summary);
	expectation_judge(result, profiled, &summary, &expectation);
	summary_free(&summary);
	if (expectation.judged && !expectation.met)
		table_note(table, "Not as expected: %s: most are %s; expected: %s.", run->name,
			   expectation.measured, run->expects);
	expectation_free(&expectation);
}

/* "Idle guest: 40.2 exits/s before, 41.0 between, 40.7 after; drift 2.0 %." */
static void idle_notes(struct table *table, const struct profiled_result *profiled)
{
	const struct result *result = profiled->result;
	struct idle_drift drift = idle_drift(profiled);
	_cleanup_free_ char *text = xstrdup("");

	if (!drift.n)
		return;
	for (size_t i = 0; i < result->n_idle; i++) {
		const struct idle_window *window = &result->idle[i];
		double rate = idle_rate(&profiled->idle[i]);
		char *longer;

		if (!(rate >= 0))
			continue;
		longer = xasprintf("%s%s %.*f %s", text, *text ? "," : "", rate < 100 ? 1 : 0, rate,
				   idle_place_name(window->place));
		free(text);
		text = longer;
	}
	table_note(table, "Idle guest, exits/s:%s the workloads; drift %.1f %%.%s", text,
		   100 * drift.share, profiled->net_idle ? " Their median is subtracted." : "");
}

static void range_note(struct table *table, const struct profiled_result *result)
{
	size_t least, most;

	if (repeats_extent(result, &least, &most))
		table_note(table,
			   "The range of %zu%s repeats holds the true median with %.3g %% "
			   "confidence%s.",
			   least, most > least ? " or more" : "", 100 * range_confidence(least),
			   most > least ? " or more" : "");
}

#define PRECISION_COLUMNS "repeats,ended_by,repeats_until,precision_percent"

static void precision_notes(struct table *table, const struct result *result)
{
	table_note_about(table, PRECISION_COLUMNS,
			 "repeats: %u to %u, until the 95 %% confidence interval of the median "
			 "is within +-%g %% (precise).",
			 result->repeats, result->max_repeats, 100 * result->precision);
	table_note_about(table, PRECISION_COLUMNS,
			 "The median is that of exits/op, else of exits/s; limit: all allowed "
			 "repeats were used.");
}

static void notes(struct table *table, const struct profiled_result *profiled)
{
	const struct result *result = profiled->result;
	_cleanup_free_ char *tags = tags_text(result);
	struct emulation emulation;

	emulation_of_result(result, &emulation);
	emulation_note(table, &emulation);
	table_note(table, "Medians over the repeats, all vCPUs together unless a row names one.");
	table_note_about(table,
			 "exits_spread_percent,exits_per_op_spread_percent,"
			 "cycles_per_op_spread_percent",
			 "+-%%: half the range of the repeats.");
	range_note(table, profiled);
	table_note_about(table, "tax_percent",
			 "tax: share of the vCPUs' time that the host spent on exits.");
	table_note_about(table, "cycles_per_op,ns_per_op,cycles_per_exit,ns_per_exit,tax_percent",
			 "*: without HLT, whose time is idle time.");
	if (result->precision > 0)
		precision_notes(table, result);
	if (*result->counters.doubts)
		table_note(table, "Counters: %s.", result->counters.doubts);
	if (result->order && strcmp(result->order, "listed") != 0)
		table_note(table, "Order of measuring: %s.", result->order);
	idle_notes(table, profiled);
	if (*tags)
		table_note(table, "Tags: %s.", tags);
	for (size_t i = 0; i < result->n_runs; i++)
		if (result->runs[i].message)
			table_note(table, "%s %s: %s", result->runs[i].name,
				   run_state_name(result->runs[i].state), result->runs[i].message);
	for (size_t i = 0; i < result->n_runs; i++)
		expectation_note(table, profiled, &profiled->runs[i]);
	if (result->n_boots > 1)
		table_note(table, "Resumed %zu time%s.", result->n_boots - 1,
			   result->n_boots > 2 ? "s" : "");
	if (!result->complete)
		table_note(table, "Incomplete: the run ended before its last workload.");
}

static void warnings(struct table *table, const struct profiled_result *result)
{
	struct remarks remarks = { 0 };

	remarks_of_result(result, &remarks);
	for (size_t i = 0; i < remarks.n; i++)
		table_warning(table, "%s", remarks.list[i].text);
	remarks_free(&remarks);
}

struct table *view_result(const struct profiled_result *profiled, const struct view_wish *wish)
{
	struct table *table =
		table_new(profiled->net_idle ? "VM exits per workload, net of reading and of idle" :
					       "VM exits per workload, net of reading",
			  columns, N_COLUMNS, facts_of(profiled, wish));

	table_clock(table, profiled->result->counters.tsc_khz);
	for (size_t i = 0; i < profiled->n_runs; i++) {
		if (wish->per_vcpu)
			vcpu_rows(table, profiled, &profiled->runs[i]);
		else
			workload_row(table, profiled, &profiled->runs[i]);
	}
	notes(table, profiled);
	clock_note(table, &profiled->result->counters, wish->cycles);
	warnings(table, profiled);
	return table;
}
