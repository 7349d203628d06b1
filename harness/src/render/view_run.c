// SPDX-License-Identifier: GPL-2.0-only
/* One workload: a row for each exit reason, of all vCPUs together or of each. */
#include <inttypes.h>
#include <stdio.h>

#include "analysis/expectation.h"
#include "analysis/precision.h"
#include "analysis/rates.h"
#include "analysis/remarks.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/memory.h"
#include "render/quantity.h"
#include "render/view.h"

/* Whose rows they are. */
struct part {
	bool one;
	uint32_t vcpu;
	bool net_idle;
};

static bool is_idle(const struct summary *summary, const struct summary_row *row)
{
	return row != &summary->total && reason_key_is_idle(&row->key);
}

/* Of HLT's time nothing can be subtracted: it is what the idle guest has most of. */
static void time_cell(struct table *table, const struct summary *summary, const struct part *part,
		      const struct summary_row *row, const struct spread *time)
{
	if (part->net_idle && is_idle(summary, row))
		table_empty(table);
	else
		median_cell(table, time);
}

static void reason_row(struct table *table, const struct summary *summary, const struct part *part,
		       const struct summary_row *row)
{
	bool total = row == &summary->total;
	char label[REASON_LABEL_SIZE];

	table_row(table);
	if (part->one)
		table_count(table, part->vcpu);
	else
		table_empty(table);
	table_text(table, "%s", total ? "total" : reason_key_label(&row->key, label));
	count_cell(table, &row->exits, row->exits.median);
	spread_cell(table, &row->exits);
	count_cell(table, &row->exits, row->exits.min);
	count_cell(table, &row->exits, row->exits.max);
	median_cell(table, &row->per_second);
	median_cell(table, &row->per_op);
	time_cell(table, summary, part, row, &row->cycles_per_op);
	time_cell(table, summary, part, row, &row->cycles_per_exit);
	bound_cells(table, &row->histogram);
	percent_cell(table, &row->tax);
	count_cell(table, &row->cycles, row->cycles.median);
	percent_cell(table, &row->user_share);
	count_cell(table, &row->user_exits, row->user_exits.median);
	count_cell(table, &row->user_cycles, row->user_cycles.median);
}

static void summary_rows(struct table *table, const struct summary *summary,
			 const struct part *part)
{
	for (size_t i = 0; i < summary->n; i++)
		reason_row(table, summary, part, &summary->rows[i]);
	reason_row(table, summary, part, &summary->total);
}

static void columns(struct table *table, bool per_vcpu)
{
	number_column(table, "vcpu", "vCPU", per_vcpu ? USE_ALWAYS : USE_NEVER);
	table_column(table, "reason", "reason", COLUMN_TEXT);
	number_column(table, "exits", "exits", USE_ALWAYS);
	number_column(table, "exits_spread_percent", "+-%", USE_ALWAYS);
	number_column(table, "exits_min", "min", USE_WIDE);
	number_column(table, "exits_max", "max", USE_WIDE);
	number_column(table, "exits_per_second", "exits/s", USE_ALWAYS);
	number_column(table, "exits_per_op", "exits/op", USE_ALWAYS);
	number_column(table, "cycles_per_op", "cycles/op", USE_ALWAYS);
	reason_cost_columns(table);
}

static void expectation_note(struct table *table, const struct summary *summary,
			     const struct workload_run *run)
{
	const struct expectation expectation = expectation_judge(run, summary);
	_cleanup_free_ char *measured = expectation_measured(summary);

	if (expectation.judged && !expectation.met)
		table_note(table, "Not as expected: %s, %.0f %% of the exits; most are %s.",
			   run->expects, 100 * expectation.share, measured);
	else if (expectation.judged)
		table_note(table, "As expected: %s, %.0f %% of the exits.", run->expects,
			   100 * expectation.share);
	else if (*run->expects)
		table_note(table, "Expected: %s.", run->expects);
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
		   run->stop == STOP_PRECISION ? ", so repeats ended" :
		   run->stop == STOP_LIMIT     ? "; no more repeats allowed" :
						 "");
}

/* "One I/O: 1.27 (1.26 to 1.27) exits, and 4,396 (4,393 to 4,396) cycles in the host without HLT." */
static void operation_note(struct table *table, const struct summary *summary,
			   const struct workload_run *run)
{
	const struct spread *exits = &summary->total.per_op;
	const struct spread *cycles = &summary->total.cycles_per_op;
	_cleanup_free_ char *exits_text = range_text(exits), *cycles_text = range_text(cycles);

	if (exits->n && cycles->n)
		table_note(table, "One %s: %s exits, and %s cycles in the host without HLT.",
			   run->op, exits_text, cycles_text);
	else if (exits->n)
		table_note(table, "One %s: %s exits.", run->op, exits_text);
}

static void notes(struct table *table, const struct profiled_result *result,
		  const struct summary *summary, const struct profiled_run *profiled)
{
	const struct workload_run *run = profiled->run;

	table_note(table, "%zu repeat%s of %.2f s (%.2f to %.2f)%s%s.", summary->n_repeats,
		   summary->n_repeats == 1 ? "" : "s", summary->wall_s.median, summary->wall_s.min,
		   summary->wall_s.max, *run->op ? ", op: " : "", run->op);
	operation_note(table, summary, run);
	if (summary->n_repeats > 1)
		table_note(table,
			   "+-%%: half their range, which holds the true median with %.3g %% "
			   "confidence%s.",
			   100 * range_confidence(run_planned_repeats(profiled)),
			   run_planned_repeats(profiled) < summary->n_repeats ? " or more" : "");
	precision_note(table, profiled);
	if (summary->own.n)
		table_note(table,
			   "exitbench itself ran for %.2f ms of a window, %.3f %% of the vCPUs' "
			   "time.",
			   summary->own_ns.median / (double)NS_PER_MS, 100 * summary->own.median);
	if (summary->steal.n)
		table_note(table, "Stolen by the host: %.2f %% of the vCPUs' time.",
			   100 * summary->steal.median);
	table_note(table,
		   "time %%: of the vCPUs' time; HLT's is idle time and not in the total's.");
	if (histogram_total(&summary->total.histogram))
		bound_note(table);
	if (summary->total.user_exits.n)
		table_note(table, "user %%: of the exits, those that went on to the VMM.");
	if (result->net_idle)
		table_note(table, "Net of what the idle guest exits for in the same time, but for "
				  "the time of HLT.");
	expectation_note(table, summary, run);
	if (run->message)
		table_note(table, "%s: %s.", run_state_name(run->state), run->message);
}

static void vcpu_rows(struct table *table, const struct profiled_result *result,
		      const struct profiled_run *run)
{
	for (size_t i = 0; i < run_vcpus(run); i++) {
		const struct part part = { true, run_vcpu_number(run, i), result->net_idle };
		struct summary summary;

		summarize_vcpu(result, run, i, &summary);
		summary_rows(table, &summary, &part);
		summary_free(&summary);
	}
}

struct table *view_run(const struct profiled_result *result, const struct profiled_run *profiled,
		       bool per_vcpu)
{
	const struct workload_run *run = profiled->run;
	const struct part all = { .net_idle = result->net_idle };
	struct remarks remarks = { 0 };
	struct summary summary;
	struct table *table;
	_cleanup_free_ char *title = xasprintf("%s: %s%s", run->name, run->title,
					       result->net_idle ? " (net of idle)" : "");

	table = table_new(title);
	columns(table, per_vcpu);
	summarize(result, profiled, &summary);
	if (per_vcpu)
		vcpu_rows(table, result, profiled);
	else
		summary_rows(table, &summary, &all);
	notes(table, result, &summary, profiled);
	remarks_of_run(result, profiled, &remarks);
	for (size_t i = 0; i < remarks.n; i++)
		table_warning(table, "%s", remarks.list[i].text);
	remarks_free(&remarks);
	summary_free(&summary);
	return table;
}
