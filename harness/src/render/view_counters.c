// SPDX-License-Identifier: GPL-2.0-only
/* Views of the counters themselves: probe, snapshot, the seeds' lines. */
#include <inttypes.h>
#include <stdlib.h>

#include "base/memory.h"
#include "profile/profile.h"
#include "render/view.h"

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

struct table *view_probe(const struct cpu_identity *id, const struct counters_info *info,
			 const struct read_cost *cost)
{
	struct table *table = table_new("This guest is instrumented");

	table_column(table, "property", "property", COLUMN_TEXT);
	table_column(table, "value", "value", COLUMN_TEXT);
	PROPERTY(table, "processor", "%s", *id->brand ? id->brand : id->vendor);
	PROPERTY(table, "vendor", "%s (%s)", id->vendor, isa_name(info->isa));
	PROPERTY(table, "hypervisor", "%s", id->hypervisor);
	PROPERTY(table, "counters", "%s, %u bits", counters_abi_name(info->abi), info->bits);
	if (info->version)
		PROPERTY(table, "ABI version", "%" PRIu32, info->version);
	PROPERTY(table, "exit reasons", "%" PRIu32, info->n_slots);
	if (info->n_vcpus)
		PROPERTY(table, "vCPUs", "%" PRIu32, info->n_vcpus);
	PROPERTY(table, "marks", "%" PRIu32, info->n_marks);
	PROPERTY(table, "handling time", "%s", info->has_time ? "yes" : "no");
	if (info->tsc_khz)
		PROPERTY(table, "host TSC", "%.3f MHz", (double)info->tsc_khz / 1000);
	if (counters_use_marks(info))
		PROPERTY(table, "one window", "%" PRIu64 " CPUID exit of the reader's, %.1f us",
			 cost->queries, (double)cost->wall_ns / 1e3);
	else
		PROPERTY(table, "one snapshot", "%" PRIu64 " CPUID exits, %.1f us", cost->queries,
			 (double)cost->wall_ns / 1e3);
	if (info->has_time)
		PROPERTY(table, counters_use_marks(info) ? "one mark" : "one read",
			 "%" PRIu64 " cycles in the host", cost->cycles);
	PROPERTY(table, "empty window", "%" PRIu64 " exits net of the reader's own",
		 cost->net_exits);
	return table;
}

static int compare_exits(const void *a, const void *b)
{
	const struct counter *x = a, *y = b;

	if (x->exits != y->exits)
		return x->exits < y->exits ? 1 : -1;
	return x->code < y->code ? -1 : x->code > y->code;
}

static int compare_codes(const void *a, const void *b)
{
	const struct counter *x = a, *y = b;

	if (x->other != y->other)
		return x->other ? 1 : -1;
	return x->code < y->code ? -1 : x->code > y->code;
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
static void number_cell(struct table *table, enum isa isa, const struct counter *counter)
{
	if (counter->other)
		table_empty(table);
	else if (isa == ISA_SVM)
		table_text(table, "0x%" PRIx32, counter->code);
	else
		table_text(table, "%" PRIu32, counter->code);
}

static void snapshot_row(struct table *table, const struct counters_info *info,
			 const struct counter *counter, uint64_t total)
{
	const struct reason *reason = counter->other ? NULL : reason_find(info->isa, counter->code);
	char label[REASON_LABEL_SIZE];

	table_row(table);
	number_cell(table, info->isa, counter);
	table_text(table, "%s", profile_row_label(info->isa, counter->code, counter->other, label));
	table_count(table, counter->exits);
	table_real(table, 100.0 * (double)counter->exits / (double)total, 2);
	if (info->has_time) {
		table_count(table, counter->cycles);
		table_real(table, (double)counter->cycles / (double)counter->exits, 0);
	} else {
		table_empty(table);
		table_empty(table);
	}
	table_text(table, "%s", reason ? reason->meaning : "");
}

struct table *view_snapshot(const struct counters_info *info, const struct snapshot *snapshot)
{
	struct table *table = table_new("VM exits since the VM started");
	struct counter *counters;
	uint64_t total;
	size_t n;

	table_column(table, "number", "number", COLUMN_NUMBER);
	table_column(table, "reason", "reason", COLUMN_TEXT);
	table_column(table, "exits", "exits", COLUMN_NUMBER);
	table_column(table, "percent", "%", COLUMN_NUMBER);
	table_column(table, "cycles", "cycles", COLUMN_NUMBER);
	table_column(table, "cycles_per_exit", "cycles/exit", COLUMN_NUMBER);
	table_column(table, "meaning", "meaning", COLUMN_TEXT);
	counters = sorted(snapshot, &n, &total, compare_exits);
	for (size_t i = 0; i < n; i++)
		snapshot_row(table, info, &counters[i], total);
	free(counters);
	table_note(table,
		   "%" PRIu64 " exits in all, those of this reading included. "
		   "The time of HLT is idle time.",
		   total);
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
		if (!counters[i].other)
			fprintf(out,
				"cpuid(0x4FFFFFFE), exit number = %" PRIu32 ", exits = %" PRIu64
				"\n",
				counters[i].code, counters[i].exits);
	fprintf(out, "cpuid(0x4FFFFFFF), total exits = %" PRIu64 "\n", total);
	free(counters);
}
