// SPDX-License-Identifier: GPL-2.0-only
/* The table of one workload: a row for each exit reason, of all vCPUs together or of each. */
#include <inttypes.h>
#include <stdio.h>

#include "analysis/expectation.h"
#include "analysis/precision.h"
#include "analysis/rates.h"
#include "analysis/remarks.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/memory.h"
#include "render/duration.h"
#include "render/quantity.h"
#include "render/view.h"

/* Facts of such a table: it has rows for single vCPUs; it says itself what the reasons mean. */
#define FACT_VCPUS 1
#define FACT_MEANINGS 2

struct reason_line {
	struct measured measured; /* the row of the summary */
	const struct workload_run *run;
	const struct summary *summary;
	const struct summary_row *row;
	bool one; /* of one vCPU */
	uint32_t vcpu;
	bool net_idle;
};

static bool is_total(const struct reason_line *line)
{
	return line->row == &line->summary->total;
}

static struct cell vcpu_cell(const struct column *column, const void *row)
{
	const struct reason_line *line = row;

	(void)column;
	return line->one ? cell_count(line->vcpu) : cell_empty();
}

static struct cell reason_cell(const struct column *column, const void *row)
{
	const struct reason_line *line = row;
	struct cell cell = cell_empty();
	char label[REASON_LABEL_SIZE];

	(void)column;
	if (is_total(line))
		return cell_text("total");
	add_reason(&cell, &line->row->key, reason_key_label(&line->row->key, label));
	if (reason_key_in_list(&line->row->key, line->run->expects)) {
		cell.badge = xstrdup("expected");
	} else if (expectation_surprised(line->run, line->summary, line->row)) {
		cell.badge = xstrdup("not expected");
		cell.emphasis = EMPHASIS_FINDING;
	}
	return cell;
}

/* The time of HLT is never subtracted, because it is the idle time itself. */
static struct cell time_cell(const struct column *column, const void *row)
{
	const struct reason_line *line = row;
	bool idle = !is_total(line) && reason_key_is_idle(&line->row->key);

	return line->net_idle && idle ? cell_empty() : median_cell(column, row);
}

static struct cell share_cell(const struct column *column, const void *row)
{
	const struct reason_line *line = row;

	(void)column;
	if (is_total(line) || !(line->summary->total.exits.median > 0))
		return cell_empty();
	return cell_real(100 * summary_share(line->summary, line->row), 1);
}

static struct cell meaning_cell(const struct column *column, const void *row)
{
	const struct reason_line *line = row;

	(void)column;
	return cell_text("%s", is_total(line) ? "" : reason_meaning(&line->row->key));
}

#define OF(field) offsetof(struct summary_row, field)

static const struct column columns[] = {
	{ "vcpu", "vCPU", UNIT_NUMBER, USE_ALWAYS, 1, .cell = vcpu_cell, .only = FACT_VCPUS },
	{ "reason", "reason", UNIT_TEXT, USE_ALWAYS, 0, .cell = reason_cell },
	{ "exits", "exits", UNIT_NUMBER, USE_ALWAYS, 1, .cell = count_cell, .of = OF(exits) },
	{ "exits_spread_percent", "+-%", UNIT_NUMBER, USE_ALWAYS, 3, .cell = scatter_cell,
	  .of = OF(exits) },
	{ "exits_min", "min", UNIT_NUMBER, USE_WIDE, 9, .cell = least_count_cell, .of = OF(exits) },
	{ "exits_max", "max", UNIT_NUMBER, USE_WIDE, 9, .cell = greatest_count_cell,
	  .of = OF(exits) },
	{ "share_percent", "exits %", UNIT_NUMBER, USE_READER_ROOM, 5, .cell = share_cell },
	{ "exits_per_second", "exits/s", UNIT_NUMBER, USE_ALWAYS, 2, .cell = median_cell,
	  .of = OF(per_second) },
	{ "exits_per_op", "exits/op", UNIT_NUMBER, USE_ALWAYS, 1, .cell = median_cell,
	  .of = OF(per_op) },
	{ "cycles_per_op", "cycles/op*", UNIT_CYCLES, USE_ROOM, 5, .cell = time_cell,
	  .of = OF(cycles_per_op) },
	{ "ns_per_op", "time/op*", UNIT_TIME, USE_READER_ROOM, 5, .cell = time_cell,
	  .of = OF(cycles_per_op) },
	{ "cycles_per_exit", "cycles/exit*", UNIT_CYCLES, USE_ALWAYS, 1, .cell = time_cell,
	  .of = OF(cycles_per_exit) },
	{ "ns_per_exit", "time/exit*", UNIT_TIME, USE_READER, 1, .cell = time_cell,
	  .of = OF(cycles_per_exit) },
	{ "cycles_p50_below", "p50 <*", UNIT_CYCLES, USE_ROOM, 6, .cell = half_below_cell,
	  .of = OF(histogram) },
	{ "cycles_p99_below", "p99 <*", UNIT_CYCLES, USE_ROOM, 4, .cell = most_below_cell,
	  .of = OF(histogram) },
	{ "cycles_max_below", "max <*", UNIT_CYCLES, USE_WIDE, 9, .cell = all_below_cell,
	  .of = OF(histogram) },
	{ "ns_p50_below", "p50 <*", UNIT_TIME, USE_READER_ROOM, 6, .cell = half_below_cell,
	  .of = OF(histogram) },
	{ "ns_p99_below", "p99 <*", UNIT_TIME, USE_READER_ROOM, 4, .cell = most_below_cell,
	  .of = OF(histogram) },
	{ "ns_max_below", "max <*", UNIT_TIME, USE_READER_WIDE, 9, .cell = all_below_cell,
	  .of = OF(histogram) },
	{ "time_percent", "time %*", UNIT_NUMBER, USE_ALWAYS, 1, .cell = percent_cell,
	  .of = OF(tax) },
	{ "cycles", "cycles*", UNIT_CYCLES, USE_WIDE, 9, .cell = count_cell, .of = OF(cycles) },
	{ "ns", "time*", UNIT_TIME, USE_READER_WIDE, 9, .cell = median_cell, .of = OF(cycles) },
	{ "user_percent", "user %", UNIT_NUMBER, USE_ALWAYS, 3, .cell = percent_cell,
	  .of = OF(user_share) },
	{ "user_exits", "user exits", UNIT_NUMBER, USE_WIDE, 9, .cell = count_cell,
	  .of = OF(user_exits) },
	{ "vmm_cycles", "VMM cycles*", UNIT_CYCLES, USE_WIDE, 9, .cell = count_cell,
	  .of = OF(user_cycles) },
	{ "vmm_ns", "VMM time*", UNIT_TIME, USE_READER_WIDE, 9, .cell = median_cell,
	  .of = OF(user_cycles) },
	{ "meaning", "meaning", UNIT_PROSE, USE_READER_ROOM, 7, .cell = meaning_cell,
	  .only = FACT_MEANINGS },
};

#define N_COLUMNS (sizeof(columns) / sizeof(columns[0]))

static void add_line(struct table *table, const struct reason_line *from,
		     const struct summary_row *row)
{
	struct reason_line line = *from;

	line.row = row;
	line.measured.values = row;
	table_add(table, &line);
	if (!is_total(&line) && summary_share(line.summary, row) < NOISE_SHARE)
		table_emphasize(table, EMPHASIS_NOISE);
}

static void summary_rows(struct table *table, const struct reason_line *line)
{
	for (size_t i = 0; i < line->summary->n; i++)
		add_line(table, line, &line->summary->rows[i]);
	add_line(table, line, &line->summary->total);
}

static void expectation_note(struct table *table, const struct profiled_result *of,
			     const struct summary *summary, const struct profiled_run *profiled)
{
	const char *expects = profiled->run->expects;
	struct expectation expectation;

	expectation_judge(of, profiled, summary, &expectation);
	if (expectation.judged && !expectation.met)
		table_note(table, "Not as expected: %s, %.0f %% of the exits; most are %s.",
			   expects, 100 * expectation.share, expectation.measured);
	else if (expectation.judged)
		table_note(table, "As expected: %s, %.0f %% of the exits.", expects,
			   100 * expectation.share);
	else if (*expects)
		table_note(table, "Expected: %s.", expects);
	expectation_free(&expectation);
}

static void precision_note(struct table *table, const struct profiled_run *profiled)
{
	const struct workload_run *run = profiled->run;
	struct precision p = run_precision(profiled);
	int decimals = p.median < 10 ? 3 : 1;

	if (!(p.share >= 0))
		return;
	table_note(table, "Median: %.*f to %.*f exits/%s with 95 %% confidence (+-%.1f %%)%s.",
		   decimals, p.low, decimals, p.high, p.per_op ? "op" : "s", 100 * p.share,
		   run->stop == STOP_PRECISION ? ", which ended the repeats" :
		   run->stop == STOP_LIMIT     ? "; all allowed repeats were used" :
						 "");
}

/* "One I/O: 1.27 (1.26 to 1.27) exits, and 1.57 us (1.57 to 1.57) in the host without HLT." */
static void operation_note(struct table *table, const struct result *result,
			   const struct summary *summary, const struct workload_run *run,
			   bool cycles)
{
	const struct spread *exits = &summary->total.per_op;
	const struct spread *time = &summary->total.cycles_per_op;
	uint32_t tsc_khz = cycles ? 0 : result->counters.tsc_khz;
	_cleanup_free_ char *exits_text = range_text(exits), *time_text = NULL;

	if (!exits->n)
		return;
	if (!time->n) {
		table_note(table, "One %s: %s exits.", run->op, exits_text);
		return;
	}
	time_text = tsc_khz ? duration_range_text(time, tsc_khz) : range_text(time);
	table_note(table, "One %s: %s exits, and %s%s in the host without HLT.", run->op,
		   exits_text, time_text, tsc_khz ? "" : " cycles");
}

static void time_notes(struct table *table)
{
	table_note_about(table, "time_percent", "time %%: share of the vCPUs' time.");
	table_note_about(table,
			 "cycles_per_op,ns_per_op,cycles_per_exit,ns_per_exit,cycles_p50_below,"
			 "cycles_p99_below,cycles_max_below,ns_p50_below,ns_p99_below,ns_max_below,"
			 "time_percent,cycles,ns,vmm_cycles,vmm_ns",
			 "*: in the total without HLT, whose time is idle time.");
}

static void notes(struct table *table, const struct profiled_result *of,
		  const struct summary *summary, const struct profiled_run *profiled, bool cycles)
{
	const struct result *result = of->result;
	const struct workload_run *run = profiled->run;
	struct emulation emulation;

	emulation_of_result(result, &emulation);
	emulation_note(table, &emulation);
	table_note(table, "%zu repeat%s of %.2f s (%.2f to %.2f)%s%s.", summary->n_repeats,
		   summary->n_repeats == 1 ? "" : "s", summary->wall_s.median, summary->wall_s.min,
		   summary->wall_s.max, *run->op ? ", op: " : "", run->op);
	operation_note(table, result, summary, run, cycles);
	if (summary->n_repeats > 1)
		table_note_about(table, "exits_spread_percent",
				 "+-%%: half their range, which holds the true median with %.3g %% "
				 "confidence%s.",
				 100 * range_confidence(run_planned_repeats(profiled)),
				 run_planned_repeats(profiled) < summary->n_repeats ? " or more" :
										      "");
	precision_note(table, profiled);
	if (summary->harness_share.n)
		table_note(table,
			   "exitbench itself ran for %.2f ms of a window, %.3f %% of the vCPUs' "
			   "time.",
			   summary->harness_ns.median / (double)NS_PER_MS,
			   100 * summary->harness_share.median);
	if (summary->steal.n)
		table_note(table, "Stolen by the host: %.2f %% of the vCPUs' time.",
			   100 * summary->steal.median);
	if (result->counters.has_time)
		time_notes(table);
	if (histogram_total(&summary->total.histogram))
		bound_note(table);
	if (summary->total.user_exits.n)
		user_note(table);
	if (of->net_idle)
		table_note(table,
			   "The exits that the idle guest has in the same time are subtracted, but "
			   "not the time of HLT.");
	clock_note(table, &result->counters, cycles);
	expectation_note(table, of, summary, profiled);
	if (run->message)
		table_note(table, "State %s: %s.", run_state_name(run->state), run->message);
}

static void vcpu_rows(struct table *table, const struct profiled_result *result,
		      const struct profiled_run *run)
{
	for (size_t i = 0; i < run_vcpus(run); i++) {
		struct summary summary;
		const struct reason_line line = {
			.run = run->run,
			.summary = &summary,
			.one = true,
			.vcpu = run_vcpu_number(run, i),
			.net_idle = result->net_idle,
		};

		summarize_vcpu(result, run, i, &summary);
		summary_rows(table, &line);
		summary_free(&summary);
	}
}

static void warnings(struct table *table, const struct profiled_result *result,
		     const struct profiled_run *run)
{
	struct remarks remarks = { 0 };

	remarks_of_run(result, run, &remarks);
	for (size_t i = 0; i < remarks.n; i++)
		table_warning(table, "%s", remarks.list[i].text);
	remarks_free(&remarks);
}

struct table *view_run(const struct profiled_result *result, const struct profiled_run *profiled,
		       const struct view_wish *wish)
{
	const struct workload_run *run = profiled->run;
	struct summary summary;
	const struct reason_line all = {
		.run = run,
		.summary = &summary,
		.net_idle = result->net_idle,
	};
	_cleanup_free_ char *title = xasprintf("%s: %s%s", run->name, run->title,
					       result->net_idle ? " (net of idle)" : "");
	struct table *table =
		table_new(title, columns, N_COLUMNS,
			  (wish->per_vcpu ? FACT_VCPUS : 0) | (wish->page ? 0 : FACT_MEANINGS));

	table_clock(table, result->result->counters.tsc_khz);
	summarize(result, profiled, &summary);
	if (wish->per_vcpu)
		vcpu_rows(table, result, profiled);
	else
		summary_rows(table, &all);
	notes(table, result, &summary, profiled, wish->cycles);
	warnings(table, result, profiled);
	summary_free(&summary);
	return table;
}
