// SPDX-License-Identifier: GPL-2.0-only
/* The table of `probe`: who counts in this guest, how, and what reading costs. */
#include <inttypes.h>
#include <stdlib.h>

#include "analysis/profile.h"
#include "analysis/rates.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "render/duration.h"
#include "render/quantity.h"
#include "render/view.h"

#define REASONS_SHOWN 4

struct property {
	const char *name, *value;
};

static struct cell property_cell(const struct column *column, const void *row)
{
	const struct property *property = row;

	(void)column;
	return cell_text("%s", property->name);
}

static struct cell value_text_cell(const struct column *column, const void *row)
{
	const struct property *property = row;

	(void)column;
	return cell_text("%s", property->value);
}

static const struct column columns[] = {
	{ "property", "property", UNIT_TEXT, USE_ALWAYS, 0, .cell = property_cell },
	{ "value", "value", UNIT_PROSE, USE_ALWAYS, 0, .cell = value_text_cell },
};

static void property(struct table *table, const char *name, const char *value)
{
	const struct property row = { name, value };

	table_add(table, &row);
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

/* The exits of the guest while exitbench sleeps, and the CPU time that exitbench uses. */
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
		PROPERTY(table, "our CPU time", "%.3f ms of that time",
			 (double)repeat->harness_ns / 1e6);
	}
	free(reasons);
}

/* Adds one of the course's leaves and its meaning. */
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
		PROPERTY(table, "one window", "%" PRIu64 " CPUID exit that reading causes, %.1f us",
			 cost->queries, (double)cost->wall_ns / 1e3);
	else if (!cost->queries)
		PROPERTY(table, "one snapshot", "no exits that reading causes, %.1f us",
			 (double)cost->wall_ns / 1e3);
	else
		PROPERTY(table, "one snapshot", "%" PRIu64 " CPUID exits, %.1f us", cost->queries,
			 (double)cost->wall_ns / 1e3);
	if (info->has_time && cost->queries) {
		const struct spread cycles = { .n = 1, .median = (double)cost->cycles };
		_cleanup_free_ char *time = info->tsc_khz ?
						    duration_range_text(&cycles, info->tsc_khz) :
						    xstrdup("of an unknown rate");

		PROPERTY(table, marks ? "one mark" : "one read",
			 "%" PRIu64 " cycles in the host, %s", cost->cycles, time);
	}
	PROPERTY(table, "empty window", "%" PRIu64 " exits net of reading", cost->net_exits);
}

/* Adds whether the host tells what is behind exits, which it does since version 2. */
static void why_properties(struct table *table, const struct counters_info *info)
{
	if (counters_has_causes(info))
		PROPERTY(table, "causes of exits", "yes, up to %" PRIu32 " of a vCPU by name",
			 info->n_causes - info->n_slots);
	else
		property(table, "causes of exits", "no");
	if (counters_has_records(info))
		PROPERTY(table, "code of exits", "yes, up to %" PRIu32 " records of a vCPU",
			 info->n_records);
	else
		property(table, "code of exits", "no");
}

/* Adds what the host reports, and by which interface. */
static void counter_properties(struct table *table, const struct counters_info *info)
{
	PROPERTY(table, "counters", "%s, %u bits", counters_abi_name(info->abi), info->bits);
	if (info->version) {
		PROPERTY(table, counters_from_file(info->abi) ? "text version" : "ABI version",
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
	if (counters_of_guest_tsc(info))
		why_properties(table, info);
	if (info->tsc_khz)
		PROPERTY(table, counters_of_guest_tsc(info) ? "guest TSC" : "host TSC", "%.3f MHz",
			 (double)info->tsc_khz / 1000);
}

struct table *view_probe(const struct cpu_identity *id, const struct counters_info *info,
			 const struct read_cost *cost, const struct profiled_repeat *idle)
{
	struct table *table =
		table_new(counters_from_file(info->abi) ? "The host's file has exit counters" :
							  "This guest is instrumented",
			  columns, sizeof(columns) / sizeof(columns[0]), 0);
	struct emulation emulation;

	PROPERTY(table, "processor", "%s", *id->brand ? id->brand : id->vendor);
	emulation_of_cpu(id, info->tsc_khz, &emulation);
	if (emulation.emulated)
		PROPERTY(table, "emulated", "yes%s%s: %s; times are the emulator's",
			 *emulation.by ? ", by " : "", emulation.by, emulation.why);
	PROPERTY(table, "vendor", "%s (%s)", id->vendor, isa_name(info->isa));
	PROPERTY(table, "model", "family %d, model %d, stepping %d", id->family, id->model,
		 id->stepping);
	PROPERTY(table, "hypervisor", "%s",
		 *id->hypervisor.signature ? id->hypervisor.signature : "gives no name");
	if (*id->hypervisor.beside)
		PROPERTY(table, "beside it", "%s", id->hypervisor.beside);
	counter_properties(table, info);
	cost_properties(table, info, cost);
	if (idle)
		idle_properties(table, idle);
	doubts_note(table, info);
	return table;
}
