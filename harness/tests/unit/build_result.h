/* SPDX-License-Identifier: GPL-2.0-only */
/* Results made by hand, for tests of what is done with them. */
#ifndef EXITBENCH_TESTS_BUILD_RESULT_H
#define EXITBENCH_TESTS_BUILD_RESULT_H

#include "check.h"

#include "analysis/profiled.h"
#include "base/clock.h"
#include "model/result.h"

#define BUILD_CPUID 0x72
#define BUILD_HLT 0x78
#define BUILD_NPF 0x400
#define BUILD_SLOTS 4 /* CPUID, HLT, NPF, the catch-all */
#define BUILD_QUERIES 5

/* Exits and handling time of one repeat, by slot, net of the reader's. */
struct build_repeat {
	uint64_t exits[BUILD_SLOTS];
	uint64_t cycles[BUILD_SLOTS];
	double wall_s;
	double ops;
	bool failed;
};

static inline void build_result(struct result *result)
{
	*result = (struct result){
		.started = xstrdup("2026-11-22T23:00:45Z"),
		.suite = xstrdup("default"),
		.complete = true,
		.repeats = 3,
		.max_repeats = 3,
		.counters = { .abi = COUNTERS_NATIVE,
			      .isa = ISA_SVM,
			      .version = 1,
			      .features = 3,
			      .n_slots = BUILD_SLOTS,
			      .n_vcpus = 2,
			      .tsc_khz = 1000,
			      .epoch = 7,
			      .bits = 64,
			      .has_time = true },
		.cost = { .queries = BUILD_QUERIES, .cycles = 100, .wall_ns = 12345 },
	};
}

static inline struct workload_run *build_run(struct result *result, const char *name)
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

static inline void build_snapshot(struct snapshot *snapshot, uint64_t queries)
{
	static const uint32_t codes[BUILD_SLOTS] = { BUILD_CPUID, BUILD_HLT, BUILD_NPF,
						     0xffffffff };

	*snapshot = (struct snapshot){ .n = BUILD_SLOTS };
	snapshot->counters = xcalloc(BUILD_SLOTS, sizeof(*snapshot->counters));
	snapshot->epoch = 7;
	snapshot->queries = queries;
	for (size_t i = 0; i < BUILD_SLOTS; i++) {
		snapshot->counters[i].key = reason_key(ISA_SVM, codes[i]);
		if (i == BUILD_SLOTS - 1)
			snapshot->counters[i].key.kind = KIND_CATCH_ALL;
		snapshot->counters[i].exits = 1000 * (i + 1);
		snapshot->counters[i].cycles = 500 * (i + 1);
	}
}

/* A window that had those exits beside the reader's. */
static inline struct repeat *build_repeat(struct result *result, struct workload_run *run,
					  const struct build_repeat *from)
{
	struct repeat *repeat = run_add_repeat(run);

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
	return repeat;
}

/* Changes the exits that the window had of one slot; their handling time stays. */
static inline void build_exits(struct repeat *repeat, size_t slot, uint64_t exits)
{
	repeat->after.counters[slot].exits = repeat->before.counters[slot].exits + exits;
}

/* Changes the exit reason of a slot. */
static inline void build_code(struct repeat *repeat, size_t slot, uint32_t code)
{
	repeat->before.counters[slot].key = reason_key(ISA_SVM, code);
	repeat->after.counters[slot].key = repeat->before.counters[slot].key;
}

/* Profiles without options. */
static inline struct profiled_result build_profiles(const struct result *result)
{
	struct profiled_result profiled;

	profile_result(result, NULL, &profiled);
	return profiled;
}

#endif
