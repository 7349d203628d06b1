// SPDX-License-Identifier: GPL-2.0-only
/* Views of the counters themselves: probe, snapshot, the seeds' lines. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/profile.h"
#include "analysis/rates.h"
#include "base/memory.h"
#include "render/quantity.h"
#include "render/view.h"

#define REASONS_SHOWN 4

static void property(struct table *table, const char *name, const char *value)
{
	table_row(table);
	table_text(table, "%s", name);
	table_text(table, "%s", value);
}

#define PROPERTY(table, name, ...)                     \
	do {                                           \
		char *value_ = xasprintf(__VA_ARGS__); \
		property((table), (name), value_);     \
		free(value_);                          \
	} while (0)

/* "msr 45%, hlt 33%, cpuid 10%", in fresh memory. */
static char *most_reasons(const struct profile *profile)
{
	char label[REASON_LABEL_SIZE];
	char *text = xstrdup("");

	for (size_t i = 0; i < profile->n && i < REASONS_SHOWN; i++) {
		const struct profile_row *row = &profile->rows[i];
		char *longer = xasprintf("%s%s%s %.0f%%", text, i ? ", " : "",
					 reason_key_label(&row->key, label),
					 100 * (double)row->exits / (double)profile->exits);

		free(text);
		text = longer;
	}
	return text;
}

/* What the guest does by itself while we sleep, and what sleeping takes of us. */
static void idle_properties(struct table *table, const struct profiled_repeat *idle)
{
	const struct repeat *repeat = idle->repeat;
	char *reasons = most_reasons(&idle->profile);

	if (!repeat->ok) {
		PROPERTY(table, "idle guest", "%s", repeat->trouble);
	} else {
		PROPERTY(table, "idle exits/s", "%.1f", repeat_exits_per_second(idle));
		PROPERTY(table, "idle exits", "%" PRIu64 " in %.2f s%s%s", idle->profile.exits,
			 repeat_wall_s(repeat), *reasons ? ": " : "", reasons);
		PROPERTY(table, "our CPU time", "%.3f ms of them", (double)repeat->own_ns / 1e6);
	}
	free(reasons);
}

/* Which of the course's leaves tell what. */
static void leaf_property(struct table *table, const char *name, uint32_t leaf)
{
	if (leaf)
		PROPERTY(table, name, "leaf 0x%" PRIx32, leaf);
	else
		property(table, name, "no leaf");
}

static void cost_properties(struct table *table, const struct counters_info *info,
			    const struct read_cost *cost)
{
	bool marks = counters_use_marks(info);

	if (!cost) {
		property(table, "one snapshot", "not recorded");
		return;
	}
	if (marks)
		PROPERTY(table, "one window", "%" PRIu64 " CPUID exit of the reader's, %.1f us",
			 cost->queries, (double)cost->wall_ns / 1e3);
	else if (!cost->queries)
		PROPERTY(table, "one snapshot", "no exits of the reader's, %.1f us",
			 (double)cost->wall_ns / 1e3);
	else
		PROPERTY(table, "one snapshot", "%" PRIu64 " CPUID exits, %.1f us", cost->queries,
			 (double)cost->wall_ns / 1e3);
	if (info->has_time && cost->queries)
		PROPERTY(table, marks ? "one mark" : "one read", "%" PRIu64 " cycles in the host",
			 cost->cycles);
	PROPERTY(table, "empty window", "%" PRIu64 " exits net of the reader's own",
		 cost->net_exits);
}

struct table *view_probe(const struct cpu_identity *id, const struct counters_info *info,
			 const struct read_cost *cost, const struct profiled_repeat *idle)
{
	struct table *table = table_new("This guest is instrumented");

	table_column(table, "property", "property", COLUMN_TEXT);
	table_column(table, "value", "value", COLUMN_TEXT);
	PROPERTY(table, "processor", "%s", *id->brand ? id->brand : id->vendor);
	PROPERTY(table, "vendor", "%s (%s)", id->vendor, isa_name(info->isa));
	PROPERTY(table, "hypervisor", "%s", id->hypervisor.signature);
	if (*id->hypervisor.beside)
		PROPERTY(table, "beside it", "%s", id->hypervisor.beside);
	PROPERTY(table, "counters", "%s, %u bits", counters_abi_name(info->abi), info->bits);
	if (info->version) {
		PROPERTY(table, info->abi == COUNTERS_HOST ? "text version" : "ABI version",
			 "%" PRIu32, info->version);
	} else {
		leaf_property(table, "exits by reason", info->count_leaf);
		leaf_property(table, "exits in all", info->total_leaf);
		leaf_property(table, "time by reason", info->time_leaf);
	}
	PROPERTY(table, "exit reasons", "%" PRIu32, info->n_slots);
	if (info->n_vcpus)
		PROPERTY(table, "vCPUs", "%" PRIu32, info->n_vcpus);
	PROPERTY(table, "marks", "%" PRIu32, info->n_marks);
	PROPERTY(table, "handling time", "%s", info->has_time ? "yes" : "no");
	if (info->version) {
		PROPERTY(table, "user exits", "%s", counters_has_user_exits(info) ? "yes" : "no");
		PROPERTY(table, "histograms", "%s", counters_has_histograms(info) ? "yes" : "no");
	}
	if (info->tsc_khz)
		PROPERTY(table, "host TSC", "%.3f MHz", (double)info->tsc_khz / 1000);
	cost_properties(table, info, cost);
	if (idle)
		idle_properties(table, idle);
	if (*info->doubts)
		table_note(table, "%s.", info->doubts);
	return table;
}

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

/* 10 on VMX, 0x72 on SVM: as each vendor's manual writes its numbers. */
static void number_cell(struct table *table, const struct reason_key *key)
{
	if (reason_key_is_catch_all(key))
		table_empty(table);
	else if (key->isa == ISA_SVM)
		table_text(table, "0x%" PRIx32, key->code);
	else
		table_text(table, "%" PRIu32, key->code);
}

/* Of one snapshot: what its rows are shares of. */
struct sum {
	uint64_t exits;
	uint64_t busy; /* handling time but for HLT's */
};

static void time_cells(struct table *table, const struct counters_info *info,
		       const struct counter *counter, const struct sum *sum)
{
	struct histogram histogram = { .buckets = { 0 } };

	if (info->has_time)
		table_real(table, (double)counter->cycles / (double)counter->exits, 0);
	else
		table_empty(table);
	if (counter->buckets)
		memcpy(histogram.buckets, counter->buckets, sizeof(histogram.buckets));
	bound_cells(table, &histogram);
	if (info->has_time && sum->busy && !reason_key_is_idle(&counter->key))
		table_real(table, 100.0 * (double)counter->cycles / (double)sum->busy, 2);
	else
		table_empty(table);
	if (info->has_time)
		table_count(table, counter->cycles);
	else
		table_empty(table);
}

static void user_cells(struct table *table, const struct counter *counter, bool known)
{
	if (!known) {
		table_empty(table);
		table_empty(table);
		table_empty(table);
		return;
	}
	table_real(table, 100.0 * (double)counter->user_exits / (double)counter->exits, 2);
	table_count(table, counter->user_exits);
	table_count(table, counter->user_cycles);
}

static void snapshot_rows(struct table *table, const struct counters_info *info,
			  const struct snapshot *snapshot, bool one)
{
	bool user = snapshot->detailed && counters_has_user_exits(info);
	struct sum sum = { 0 };
	struct counter *counters;
	size_t n;

	counters = sorted(snapshot, &n, &sum.exits, compare_exits);
	for (size_t i = 0; i < n; i++)
		if (!reason_key_is_idle(&counters[i].key))
			sum.busy += counters[i].cycles;
	for (size_t i = 0; i < n; i++) {
		const struct counter *c = &counters[i];
		const struct reason *reason = reason_of_key(&c->key);
		char label[REASON_LABEL_SIZE];

		table_row(table);
		if (one)
			table_count(table, snapshot->vcpu);
		else
			table_empty(table);
		number_cell(table, &c->key);
		table_text(table, "%s", reason_key_label(&c->key, label));
		table_count(table, c->exits);
		table_real(table, 100.0 * (double)c->exits / (double)sum.exits, 2);
		time_cells(table, info, c, &sum);
		user_cells(table, c, user);
		table_text(table, "%s", reason ? reason->meaning : "");
	}
	free(counters);
}

static void snapshot_columns(struct table *table, bool per_vcpu)
{
	number_column(table, "vcpu", "vCPU", per_vcpu ? USE_ALWAYS : USE_NEVER);
	number_column(table, "number", "number", USE_ALWAYS);
	table_column(table, "reason", "reason", COLUMN_TEXT);
	number_column(table, "exits", "exits", USE_ALWAYS);
	number_column(table, "percent", "%", USE_ALWAYS);
	reason_cost_columns(table);
	table_column(table, "meaning", "meaning", COLUMN_TEXT);
	table_use(table, USE_WIDE);
}

struct table *view_snapshot(const struct counters_info *info, const struct snapshot *snapshot,
			    bool per_vcpu)
{
	struct table *table = table_new("VM exits since the VM started");
	uint64_t total = 0;

	snapshot_columns(table, per_vcpu);
	if (!per_vcpu)
		snapshot_rows(table, info, snapshot, false);
	for (size_t i = 0; i < snapshot->n_vcpus && per_vcpu; i++)
		snapshot_rows(table, info, &snapshot->vcpus[i], true);
	for (size_t i = 0; i < snapshot->n; i++)
		total += snapshot->counters[i].exits;
	table_note(table, "%" PRIu64 " exits in all%s.", total,
		   snapshot->queries ? ", those of this reading included" : "");
	if (*info->doubts)
		table_note(table, "%s.", info->doubts);
	if (info->has_time)
		table_note(table, "time %%: of the handling time but HLT's, which is idle time.");
	if (!per_vcpu && snapshot->detailed && counters_has_histograms(info))
		bound_note(table);
	if (snapshot->detailed && counters_has_user_exits(info))
		table_note(table, "user %%: of the exits, those that went on to the VMM.");
	return table;
}

void view_seeds(const struct counters_info *info, const struct snapshot *snapshot, FILE *out)
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
