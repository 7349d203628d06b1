/* SPDX-License-Identifier: GPL-2.0-only */
/* Results made up in memory, for tests of what is computed and drawn from them. */
#ifndef EXITBENCH_TESTS_MADE_RESULT_H
#define EXITBENCH_TESTS_MADE_RESULT_H

#include "base/clock.h"
#include "base/memory.h"
#include "model/result.h"

/* Exits of one reason in a repeat of one second. */
struct made_exits {
	const char *reason;
	uint64_t exits;
};

static inline struct result made_result(enum isa isa)
{
	return (struct result){
		.path = xstrdup("results/made"),
		.started = xstrdup("2026-11-22T23:00:45Z"),
		.suite = xstrdup("made"),
		.complete = true,
		.repeats = 1,
		.counters = { .abi = COUNTERS_NATIVE,
			      .isa = isa,
			      .n_slots = 100,
			      .n_vcpus = 2,
			      .tsc_khz = 1000000,
			      .bits = 64,
			      .has_time = true },
		.cost = { .queries = 102, .cycles = 2000 },
	};
}

static inline struct workload_run *made_run(struct result *result, const char *name)
{
	struct workload_run *run = result_add_run(result);

	run->name = xstrdup(name);
	run->title = xstrdup("a title");
	run->class = xstrdup("made");
	run->tool = xstrdup("stress-ng");
	run->op = xstrdup("bogo-op");
	run->expects = xstrdup("cpuid");
	run->why = xstrdup("because.");
	return run;
}

/* A good window of one second that had those exits, 1000 cycles each, and none of a reader's. */
static inline struct repeat made_window(enum isa isa, const struct made_exits *exits, size_t n)
{
	struct repeat repeat = { .ok = true, .child.wall_ns = NS_PER_S };

	repeat.before.n = repeat.after.n = n;
	repeat.before.counters = xcalloc(n, sizeof(struct counter));
	repeat.after.counters = xcalloc(n, sizeof(struct counter));
	for (size_t i = 0; i < n; i++) {
		const struct reason *reason = reason_by_name(isa, exits[i].reason);
		/* A name that is none stands for the host's catch-all. */
		const struct counter none = {
			.key = reason ? reason_key(isa, reason->code) : reason_key_catch_all(isa),
		};

		repeat.before.counters[i] = repeat.after.counters[i] = none;
		repeat.after.counters[i].exits = exits[i].exits;
		repeat.after.counters[i].cycles = 1000 * exits[i].exits;
	}
	return repeat;
}

/* The same as a repeat of 100 operations. */
static inline void made_repeat(struct result *result, struct workload_run *run,
			       const struct made_exits *exits, size_t n)
{
	struct repeat *repeat = run_add_repeat(run);

	*repeat = made_window(result->counters.isa, exits, n);
	repeat->ops = 100;
}

#endif
