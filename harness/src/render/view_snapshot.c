// SPDX-License-Identifier: GPL-2.0-only
/* The table of exits since the VM started, also in the form that the course's programs print. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/profile.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "render/quantity.h"
#include "render/view.h"

/* Reasons with a smaller share of the exits are dim. */
#define NOISE_PERCENT 1.0

/* What is known of such a table. */
enum {
	FACT_VCPUS = 1, /* it has rows for single vCPUs */
};

struct counter_line {
	struct measured measured; /* this line itself */
	const struct counters_info *info;
	const struct counter *counter;
	uint64_t vcpu;
	bool one;           /* of that vCPU only */
	bool has_user;      /* user exits are known */
	uint64_t all_exits; /* of the snapshot, which percentages are of */
	uint64_t all_busy;  /* its handling time but for HLT's */
	struct histogram histogram;
};

static int compare_exits(const void *a, const void *b)
{
	const struct counter *x = a, *y = b;

	if (x->exits != y->exits)
		return x->exits < y->exits ? 1 : -1;
	return reason_key_compare(&x->key, &y->key);
}

static int compare_codes(const void *a, const void *b)
{
	const struct counter *x = a, *y = b;

	return reason_key_compare(&x->key, &y->key);
}

/* The counters with exits, in the order of compare; the caller frees them. */
static struct counter *sorted(const struct snapshot *snapshot, size_t *n, uint64_t *total,
			      int (*compare)(const void *, const void *))
{
	struct counter *counters = xcalloc(snapshot->n, sizeof(*counters));

	*n = 0;
	*total = 0;
	for (size_t i = 0; i < snapshot->n; i++) {
		if (!snapshot->counters[i].exits)
			continue;
		counters[(*n)++] = snapshot->counters[i];
		*total += snapshot->counters[i].exits;
	}
	qsort(counters, *n, sizeof(*counters), compare);
	return counters;
}

static struct cell vcpu_cell(const struct column *column, const void *row)
{
	const struct counter_line *line = row;

	(void)column;
	return line->one ? cell_count(line->vcpu) : cell_empty();
}

/* The number as each vendor's manual writes it: 10 on VMX, 0x72 on SVM. */
static struct cell number_cell(const struct column *column, const void *row)
{
	const struct counter_line *line = row;

	(void)column;
	if (reason_key_is_catch_all(&line->counter->key))
		return cell_empty();
	if (line->info->isa == ISA_SVM)
		return cell_text("0x%" PRIx32, line->counter->key.code);
	return cell_text("%" PRIu32, line->counter->key.code);
}

static struct cell reason_cell(const struct column *column, const void *row)
{
	const struct counter_line *line = row;
	const struct counter *counter = line->counter;
	struct cell cell = cell_empty();
	char label[REASON_LABEL_SIZE];

	(void)column;
	add_reason(&cell, &counter->key, reason_key_label(&counter->key, label));
	return cell;
}

static struct cell meaning_cell(const struct column *column, const void *row)
{
	const struct counter_line *line = row;

	(void)column;
	return cell_text("%s", reason_meaning(&line->counter->key));
}

static struct cell exits_cell(const struct column *column, const void *row)
{
	const struct counter_line *line = row;

	(void)column;
	return cell_count(line->counter->exits);
}

static double exits_percent(const struct counter_line *line)
{
	return 100.0 * (double)line->counter->exits / (double)line->all_exits;
}

static struct cell exits_percent_cell(const struct column *column, const void *row)
{
	(void)column;
	return cell_real(exits_percent(row), 2);
}

static struct cell cycles_per_exit_cell(const struct column *column, const void *row)
{
	const struct counter_line *line = row;
	struct cell cell = value_cell((double)line->counter->cycles / (double)line->counter->exits);

	(void)column;
	cell.decimals = 0;
	return line->info->has_time ? cell : cell_empty();
}

static struct cell time_percent_cell(const struct column *column, const void *row)
{
	const struct counter_line *line = row;
	const struct counter *counter = line->counter;

	(void)column;
	if (!line->info->has_time || !line->all_busy || reason_key_is_idle(&counter->key))
		return cell_empty();
	return cell_real(100.0 * (double)counter->cycles / (double)line->all_busy, 2);
}

static struct cell cycles_cell(const struct column *column, const void *row)
{
	const struct counter_line *line = row;

	(void)column;
	return line->info->has_time ? cell_count(line->counter->cycles) : cell_empty();
}

static struct cell time_cell(const struct column *column, const void *row)
{
	const struct counter_line *line = row;

	(void)column;
	return line->info->has_time ? value_cell((double)line->counter->cycles) : cell_empty();
}

static struct cell user_percent_cell(const struct column *column, const void *row)
{
	const struct counter_line *line = row;
	const struct counter *counter = line->counter;

	(void)column;
	if (!line->has_user)
		return cell_empty();
	return cell_real(100.0 * (double)counter->user_exits / (double)counter->exits, 2);
}

static struct cell user_exits_cell(const struct column *column, const void *row)
{
	const struct counter_line *line = row;

	(void)column;
	return line->has_user ? cell_count(line->counter->user_exits) : cell_empty();
}

static struct cell vmm_cycles_cell(const struct column *column, const void *row)
{
	const struct counter_line *line = row;

	(void)column;
	return line->has_user ? cell_count(line->counter->user_cycles) : cell_empty();
}

static struct cell vmm_time_cell(const struct column *column, const void *row)
{
	const struct counter_line *line = row;

	(void)column;
	return line->has_user ? value_cell((double)line->counter->user_cycles) : cell_empty();
}

#define HISTOGRAM offsetof(struct counter_line, histogram)

static const struct column columns[] = {
	{ "vcpu", "vCPU", UNIT_NUMBER, USE_ALWAYS, 1, .cell = vcpu_cell, .only = FACT_VCPUS },
	{ "number", "number", UNIT_NUMBER, USE_ALWAYS, 2, .cell = number_cell },
	{ "reason", "reason", UNIT_TEXT, USE_ALWAYS, 0, .cell = reason_cell },
	{ "exits", "exits", UNIT_NUMBER, USE_ALWAYS, 1, .cell = exits_cell },
	{ "percent", "%", UNIT_NUMBER, USE_ALWAYS, 1, .cell = exits_percent_cell },
	{ "cycles_per_exit", "cycles/exit", UNIT_CYCLES, USE_ALWAYS, 1,
	  .cell = cycles_per_exit_cell },
	{ "ns_per_exit", "time/exit", UNIT_TIME, USE_READER, 1, .cell = cycles_per_exit_cell },
	{ "cycles_p50_below", "p50 <", UNIT_CYCLES, USE_ROOM, 6, .cell = half_below_cell,
	  .of = HISTOGRAM },
	{ "cycles_p99_below", "p99 <", UNIT_CYCLES, USE_ROOM, 4, .cell = most_below_cell,
	  .of = HISTOGRAM },
	{ "cycles_max_below", "max <", UNIT_CYCLES, USE_WIDE, 9, .cell = all_below_cell,
	  .of = HISTOGRAM },
	{ "ns_p50_below", "p50 <", UNIT_TIME, USE_READER_ROOM, 6, .cell = half_below_cell,
	  .of = HISTOGRAM },
	{ "ns_p99_below", "p99 <", UNIT_TIME, USE_READER_ROOM, 4, .cell = most_below_cell,
	  .of = HISTOGRAM },
	{ "ns_max_below", "max <", UNIT_TIME, USE_READER_WIDE, 9, .cell = all_below_cell,
	  .of = HISTOGRAM },
	{ "time_percent", "time %", UNIT_NUMBER, USE_ALWAYS, 2, .cell = time_percent_cell },
	{ "cycles", "cycles", UNIT_CYCLES, USE_WIDE, 9, .cell = cycles_cell },
	{ "ns", "time", UNIT_TIME, USE_READER_WIDE, 9, .cell = time_cell },
	{ "user_percent", "user %", UNIT_NUMBER, USE_ALWAYS, 3, .cell = user_percent_cell },
	{ "user_exits", "user exits", UNIT_NUMBER, USE_WIDE, 9, .cell = user_exits_cell },
	{ "vmm_cycles", "VMM cycles", UNIT_CYCLES, USE_WIDE, 9, .cell = vmm_cycles_cell },
	{ "vmm_ns", "VMM time", UNIT_TIME, USE_READER_WIDE, 9, .cell = vmm_time_cell },
	{ "meaning", "meaning", UNIT_PROSE, USE_WIDE, 9, .cell = meaning_cell },
};

static void counter_row(struct table *table, const struct counter_line *of_snapshot,
			const struct counter *counter)
{
	struct counter_line line = *of_snapshot;

	line.measured.values = &line;
	line.counter = counter;
	if (counter->buckets)
		memcpy(line.histogram.buckets, counter->buckets, sizeof(line.histogram.buckets));
	table_add(table, &line);
	if (exits_percent(&line) < NOISE_PERCENT)
		table_emphasize(table, EMPHASIS_NOISE);
}

static void snapshot_rows(struct table *table, const struct counters_info *info,
			  const struct snapshot *snapshot, bool one)
{
	struct counter_line line = {
		.info = info,
		.vcpu = snapshot->vcpu,
		.one = one,
		.has_user = snapshot->detailed && counters_has_user_exits(info),
	};
	struct counter *counters;
	size_t n;

	counters = sorted(snapshot, &n, &line.all_exits, compare_exits);
	for (size_t i = 0; i < n; i++)
		if (!reason_key_is_idle(&counters[i].key))
			line.all_busy += counters[i].cycles;
	for (size_t i = 0; i < n; i++)
		counter_row(table, &line, &counters[i]);
	free(counters);
}

static void notes(struct table *table, const struct counters_info *info,
		  const struct snapshot *snapshot, const struct view_wish *wish)
{
	_cleanup_free_ char *plain = NULL, *grouped = NULL;
	uint64_t total = 0;

	for (size_t i = 0; i < snapshot->n; i++)
		total += snapshot->counters[i].exits;
	if (wish->emulation)
		emulation_note(table, wish->emulation);
	plain = xasprintf("%" PRIu64, total);
	grouped = grouped_text(plain);
	table_note(table, "%s exits in all%s.", grouped,
		   snapshot->queries ? ", including those that this reading caused" : "");
	doubts_note(table, info);
	if (info->has_time)
		table_note_about(
			table, "time_percent",
			"time %%: share of the handling time without that of HLT, which is idle time.");
	clock_note(table, info, wish->cycles);
	if (!wish->per_vcpu && snapshot->detailed && counters_has_histograms(info))
		bound_note(table);
	if (snapshot->detailed && counters_has_user_exits(info))
		user_note(table);
}

struct table *view_snapshot(const struct counters_info *info, const struct snapshot *snapshot,
			    const struct view_wish *wish)
{
	struct table *table =
		table_new("VM exits since the VM started", columns,
			  sizeof(columns) / sizeof(columns[0]), wish->per_vcpu ? FACT_VCPUS : 0);

	table_clock(table, info->tsc_khz);
	if (!wish->per_vcpu)
		snapshot_rows(table, info, snapshot, false);
	for (size_t i = 0; i < snapshot->n_vcpus && wish->per_vcpu; i++)
		snapshot_rows(table, info, &snapshot->vcpus[i], true);
	notes(table, info, snapshot, wish);
	return table;
}

void view_course(const struct counters_info *info, const struct snapshot *snapshot, FILE *out)
{
	struct counter *counters;
	uint64_t total;
	size_t n;

	(void)info;
	counters = sorted(snapshot, &n, &total, compare_codes);
	for (size_t i = 0; i < n; i++)
		if (!reason_key_is_catch_all(&counters[i].key))
			fprintf(out,
				"cpuid(0x4FFFFFFE), exit number = %" PRIu32 ", exits = %" PRIu64
				"\n",
				counters[i].key.code, counters[i].exits);
	fprintf(out, "cpuid(0x4FFFFFFF), total exits = %" PRIu64 "\n", total);
	free(counters);
}
