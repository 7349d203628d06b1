// SPDX-License-Identifier: GPL-2.0-only
#include "support/build.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define EPOCH 7

struct result built_result(enum isa isa)
{
	return (struct result){
		.started = xstrdup("2026-11-22T23:00:45Z"),
		.suite = xstrdup("default"),
		.complete = true,
		.repeats = 1,
		.max_repeats = 1,
		.counters = { .abi = COUNTERS_NATIVE,
			      .isa = isa,
			      .version = 1,
			      .features = 3,
			      .n_slots = BUILD_SLOTS,
			      .n_vcpus = 2,
			      .tsc_khz = 1000,
			      .epoch = EPOCH,
			      .bits = 64,
			      .has_time = true },
		.cost = { .queries = BUILD_QUERIES, .cycles = 100, .wall_ns = 12345 },
	};
}

void build_result(struct result *result)
{
	*result = built_result(ISA_SVM);
	result->repeats = result->max_repeats = 3;
}

struct workload_run *build_run(struct result *result, const char *name)
{
	struct workload_run *run = result_add_run(result);

	run->name = xstrdup(name);
	run->title = xstrdup("A title");
	run->class = xstrdup("cpu");
	run->tool = xstrdup("stress-ng");
	run->op = xstrdup("bogo-op");
	run->expects = xstrdup("npf,hlt");
	run->why = xstrdup("because");
	return run;
}

/* A snapshot of a guest that has run for a while. */
static void start_snapshot(struct snapshot *snapshot, const struct reason_key *keys, size_t n,
			   uint64_t queries)
{
	*snapshot = (struct snapshot){ .n = n, .epoch = EPOCH, .queries = queries };
	snapshot->counters = xcalloc(n, sizeof(*snapshot->counters));
	for (size_t i = 0; i < n; i++) {
		snapshot->counters[i].key = keys[i];
		snapshot->counters[i].exits = 1000 * (i + 1);
		snapshot->counters[i].cycles = 500 * (i + 1);
	}
}

void build_snapshot(struct snapshot *snapshot, uint64_t queries)
{
	struct reason_key keys[BUILD_SLOTS] = {
		reason_key(ISA_SVM, BUILD_CPUID),
		reason_key(ISA_SVM, BUILD_HLT),
		reason_key(ISA_SVM, BUILD_NPF),
		reason_key(ISA_SVM, UINT32_MAX),
	};

	keys[BUILD_OTHER_SLOT].kind = KIND_CATCH_ALL;
	start_snapshot(snapshot, keys, BUILD_SLOTS, queries);
}

static void fill_repeat(struct repeat *repeat, const struct result *result,
			const struct build_repeat *from)
{
	*repeat = (struct repeat){ 0 };
	build_snapshot(&repeat->before, 40);
	build_snapshot(&repeat->after, 40 + BUILD_QUERIES);
	for (size_t i = 0; i < BUILD_SLOTS; i++) {
		repeat->after.counters[i].exits += from->exits[i];
		repeat->after.counters[i].cycles += from->cycles[i];
	}
	repeat->after.counters[0].exits += BUILD_QUERIES;
	repeat->after.counters[0].cycles += BUILD_QUERIES * result->cost.cycles;
	repeat->child.wall_ns = (uint64_t)(from->wall_s * (double)NS_PER_S);
	repeat->ops = from->ops;
	repeat->ok = !from->failed;
	repeat->trouble = from->failed ? xstrdup("exited with status 3") : NULL;
}

static void fill_named(struct repeat *repeat, enum isa isa, const struct build_reason *reasons,
		       size_t n)
{
	struct reason_key *keys = xcalloc(n, sizeof(*keys));

	for (size_t i = 0; i < n; i++) {
		const struct reason *reason = reason_by_name(isa, reasons[i].name);

		keys[i] = reason ? reason_key(isa, reason->code) : reason_key_catch_all(isa);
	}
	*repeat = (struct repeat){ .ok = true, .ops = 100, .child.wall_ns = NS_PER_S };
	start_snapshot(&repeat->before, keys, n, 0);
	start_snapshot(&repeat->after, keys, n, 0);
	for (size_t i = 0; i < n; i++) {
		repeat->after.counters[i].exits += reasons[i].exits;
		repeat->after.counters[i].cycles += reasons[i].exits;
	}
	free(keys);
}

struct repeat *build_repeat(struct result *result, struct workload_run *run,
			    const struct build_repeat *from)
{
	struct repeat *repeat = run_add_repeat(run);

	fill_repeat(repeat, result, from);
	return repeat;
}

void build_named(struct result *result, struct workload_run *run,
		 const struct build_reason *reasons, size_t n)
{
	fill_named(run_add_repeat(run), result->counters.isa, reasons, n);
}

void build_idle(struct result *result, enum idle_place place, size_t boot,
		const struct build_repeat *from)
{
	struct repeat repeat;

	fill_repeat(&repeat, result, from);
	result_add_idle(result, place, boot, &repeat);
}

void build_idle_named(struct result *result, enum idle_place place,
		      const struct build_reason *reasons, size_t n)
{
	struct repeat repeat;

	fill_named(&repeat, result->counters.isa, reasons, n);
	repeat.ops = 0;
	result_add_idle(result, place, 0, &repeat);
}

void build_exits(struct repeat *repeat, size_t slot, uint64_t exits)
{
	repeat->after.counters[slot].exits = repeat->before.counters[slot].exits + exits;
}

void build_code(struct repeat *repeat, size_t slot, uint32_t code)
{
	repeat->before.counters[slot].key = reason_key(ISA_SVM, code);
	repeat->after.counters[slot].key = repeat->before.counters[slot].key;
}

struct profiled_result build_profiles(const struct result *result)
{
	struct profiled_result profiled;

	profile_result(result, NULL, &profiled);
	return profiled;
}
