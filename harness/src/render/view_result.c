// SPDX-License-Identifier: GPL-2.0-only
/* A result: a row for each of its workloads, or for each vCPU in them. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/expectation.h"
#include "analysis/idle.h"
#include "analysis/outliers.h"
#include "analysis/precision.h"
#include "analysis/remarks.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "model/tags.h"
#include "render/quantity.h"
#include "render/view.h"

/* "npf 62%, msr 30%" */
static void top_cell(struct table *table, const struct summary *summary, size_t most)
{
	char text[SUMMARY_TOP * (REASON_LABEL_SIZE + 8)] = "", label[REASON_LABEL_SIZE];
	const struct summary_row *top[SUMMARY_TOP];
	size_t n = summary_top(summary, top);

	for (size_t i = 0; i < n && i < most; i++) {
		size_t used = strlen(text);

		snprintf(text + used, sizeof(text) - used, "%s%s %.0f%%", used ? ", " : "",
			 reason_key_label(&top[i]->key, label),
			 100 * summary_share(summary, top[i]));
	}
	if (*text)
		table_text(table, "%s", text);
	else
		table_empty(table);
}

/* How many repeats there were, and why no more: "12 precise". */
static void repeat_cells(struct table *table, const struct profiled_run *profiled, size_t n)
{
	const struct workload_run *run = profiled->run;
	static const char *const words[] = {
		[STOP_FIXED] = "",
		[STOP_PRECISION] = " precise",
		[STOP_LIMIT] = " limit",
	};

	table_count(table, n);
	table_text(table, "%s", run_stop_name(run->stop));
	table_text(table, "%zu%s", n, words[run->stop]);
	table_real(table, 100 * run_precision(profiled).share, 1);
}

static void summary_cells(struct table *table, const struct profiled_run *run,
			  const struct summary *summary)
{
	const struct summary_row *total = &summary->total;

	repeat_cells(table, run, summary->n_repeats);
	median_cell(table, &total->per_second);
	spread_cell(table, &total->per_second);
	real_cell(table, &total->per_second, total->per_second.min);
	real_cell(table, &total->per_second, total->per_second.max);
	count_cell(table, &summary->ops, summary->ops.median);
	median_cell(table, &total->per_op);
	spread_cell(table, &total->per_op);
	median_cell(table, &total->cycles_per_op);
	spread_cell(table, &total->cycles_per_op);
	median_cell(table, &total->cycles_per_exit);
	bound_cells(table, &total->histogram);
	percent_cell(table, &total->tax);
	percent_cell(table, &summary->idle);
	percent_cell(table, &total->user_share);
	percent_cell(table, &summary->steal);
	percent_cell(table, &summary->own);
	median_cell(table, &summary->speed);
	top_cell(table, summary, 1);
	top_cell(table, summary, SUMMARY_TOP);
}

/* Whether the reasons that dominate are those that the job file's header names. */
static void expectation_cell(struct table *table, const struct workload_run *run,
			     const struct summary *summary)
{
	const struct expectation expectation = expectation_judge(run, summary);

	if (expectation.judged)
		table_text(table, "%s", expectation.met ? "yes" : "no");
	else
		table_empty(table);
}

/* The numbers of the repeats that stand out, and of the one that was made because of that. */
static void standing_out_cells(struct table *table, const struct profiled_run *run)
{
	_cleanup_free_ char *text = xstrdup("");
	size_t more = run_once_more(run->run);
	struct outliers outliers;

	outliers_of_all(run, &outliers);
	for (size_t i = 0; i < outliers.n; i++) {
		char *longer =
			xasprintf("%s%s%zu", text, *text ? " " : "", outliers.list[i].repeat + 1);

		free(text);
		text = longer;
	}
	outliers_free(&outliers);
	if (*text)
		table_text(table, "%s", text);
	else
		table_empty(table);
	if (more < run->n_repeats)
		table_count(table, more + 1);
	else
		table_empty(table);
}

static void workload_row(struct table *table, const struct profiled_result *result,
			 const struct profiled_run *profiled)
{
	const struct workload_run *run = profiled->run;
	struct summary summary;

	summarize(result, profiled, &summary);
	table_row(table);
	table_text(table, "%s", run->name);
	table_empty(table);
	table_text(table, "%s", run_state_name(run->state));
	summary_cells(table, profiled, &summary);
	expectation_cell(table, run, &summary);
	standing_out_cells(table, profiled);
	summary_free(&summary);
}

static void vcpu_rows(struct table *table, const struct profiled_result *result,
		      const struct profiled_run *profiled)
{
	const struct workload_run *run = profiled->run;

	for (size_t i = 0; i < run_vcpus(profiled); i++) {
		struct summary summary;

		summarize_vcpu(result, profiled, i, &summary);
		table_row(table);
		table_text(table, "%s", run->name);
		table_count(table, run_vcpu_number(profiled, i));
		table_text(table, "%s", run_state_name(run->state));
		summary_cells(table, profiled, &summary);
		summary_free(&summary);
	}
}

static void columns(struct table *table, const struct result *result, bool per_vcpu)
{
	bool adaptive = result->precision > 0;

	table_column(table, "workload", "workload", COLUMN_TEXT);
	number_column(table, "vcpu", "vCPU", per_vcpu ? USE_ALWAYS : USE_NEVER);
	table_column(table, "state", "state", COLUMN_TEXT);
	number_column(table, "repeats", "repeats", adaptive ? USE_DATA : USE_WIDE);
	table_column(table, "ended_by", "ended by", COLUMN_TEXT);
	table_use(table, adaptive ? USE_DATA : USE_NEVER);
	table_column(table, "repeats_until", "repeats", COLUMN_TEXT);
	table_use(table, adaptive ? USE_READER : USE_NEVER);
	number_column(table, "precision_percent", "95% +-%", adaptive ? USE_WIDE : USE_NEVER);
	number_column(table, "exits_per_second", "exits/s", USE_ALWAYS);
	number_column(table, "exits_spread_percent", "+-%", USE_ALWAYS);
	number_column(table, "exits_per_second_min", "min", USE_WIDE);
	number_column(table, "exits_per_second_max", "max", USE_WIDE);
	number_column(table, "ops", "ops", USE_WIDE);
	number_column(table, "exits_per_op", "exits/op", USE_ALWAYS);
	number_column(table, "exits_per_op_spread_percent", "+-%", USE_ALWAYS);
	number_column(table, "cycles_per_op", "cycles/op*", USE_ALWAYS);
	number_column(table, "cycles_per_op_spread_percent", "+-%", USE_WIDE);
	/* Not where the repeats take its place. */
	number_column(table, "cycles_per_exit", "cycles/exit*", adaptive ? USE_WIDE : USE_ALWAYS);
	bound_columns(table, USE_WIDE);
	number_column(table, "tax_percent", "tax %*", USE_ALWAYS);
	number_column(table, "idle_percent", "idle %", USE_ALWAYS);
	number_column(table, "user_percent", "user %", USE_WIDE);
	number_column(table, "steal_percent", "steal %", USE_WIDE);
	number_column(table, "own_percent", "own %", USE_WIDE);
	number_column(table, "speed", "speed", USE_WIDE);
	table_column(table, "top_reason", "most are", COLUMN_TEXT);
	table_column(table, "top_reasons", "top reasons", COLUMN_TEXT);
	table_use(table, USE_WIDE);
	table_column(table, "as_expected", "as expected", COLUMN_TEXT);
	table_use(table, per_vcpu ? USE_NEVER : USE_WIDE);
	table_column(table, "stands_out", "stands out", COLUMN_TEXT);
	table_use(table, per_vcpu ? USE_NEVER : USE_DATA);
	number_column(table, "once_more", "once more", per_vcpu ? USE_NEVER : USE_DATA);
}

static void expectation_note(struct table *table, const struct profiled_result *result,
			     const struct profiled_run *profiled)
{
	const struct workload_run *run = profiled->run;
	_cleanup_free_ char *measured = NULL;
	struct expectation expectation;
	struct summary summary;

	summarize(result, profiled, &summary);
	expectation = expectation_judge(run, &summary);
	measured = expectation_measured(&summary);
	summary_free(&summary);
	if (expectation.judged && !expectation.met)
		table_note(table, "Not as expected: %s: most are %s; expected: %s.", run->name,
			   measured, run->expects);
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

static void notes(struct table *table, const struct profiled_result *profiled)
{
	const struct result *result = profiled->result;
	_cleanup_free_ char *tags = tags_text(result);

	table_note(table, "Medians over the repeats, all vCPUs together unless told apart; +-%%: "
			  "half their range.");
	range_note(table, profiled);
	table_note(table, "tax: share of the vCPUs' time that the host spent on exits. * without "
			  "HLT: its time is idle time.");
	if (result->precision > 0) {
		table_note(table,
			   "repeats: %u to %u, until the 95 %% confidence interval of the median "
			   "of exits/op (else exits/s)",
			   result->repeats, result->max_repeats);
		table_note(table, "is within +-%g %% (precise), or there are no more (limit).",
			   100 * result->precision);
	}
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
		table_note(table, "Measured in %zu boots of the guest.", result->n_boots);
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

struct table *view_result(const struct profiled_result *profiled, bool per_vcpu)
{
	struct table *table = table_new(
		profiled->net_idle ? "VM exits per workload, net of the reader's own and of idle" :
				     "VM exits per workload, net of the reader's own");

	columns(table, profiled->result, per_vcpu);
	for (size_t i = 0; i < profiled->n_runs; i++) {
		if (per_vcpu)
			vcpu_rows(table, profiled, &profiled->runs[i]);
		else
			workload_row(table, profiled, &profiled->runs[i]);
	}
	notes(table, profiled);
	warnings(table, profiled);
	return table;
}
