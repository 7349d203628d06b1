/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Makes results by hand, for the tests of everything that is done with results. No other file makes
 * them. Unless it is built otherwise, a result comes from a host with AMD's exit reasons, two vCPUs
 * and a TSC that runs at 1 MHz, so that a cycle of handling time is a microsecond.
 */
#ifndef EXITBENCH_TESTS_BUILD_H
#define EXITBENCH_TESTS_BUILD_H

#include "check.h"

#include "analysis/profiled.h"
#include "base/clock.h"
#include "model/result.h"

/* The slots of build_repeat(), in their order; the last one is the host's catch-all. */
#define BUILD_CPUID 0x72
#define BUILD_HLT 0x78
#define BUILD_NPF 0x400
#define BUILD_SLOTS 4
#define BUILD_NPF_SLOT 2
#define BUILD_OTHER_SLOT 3

#define BUILD_QUERIES 5 /* queries of the reader in a window */

/* Exits and handling time of one repeat, by slot, net of the reader's. */
struct build_repeat {
	uint64_t exits[BUILD_SLOTS];
	uint64_t cycles[BUILD_SLOTS];
	double wall_s;
	double ops;
	bool failed;
};

/* Exits of one reason; a name that no reason has stands for the host's catch-all. */
struct build_reason {
	const char *name;
	uint64_t exits;
};

/* A complete result without workloads, of one repeat each. result_free() releases it. */
struct result built_result(enum isa isa);

/* The same with AMD's exit reasons and three repeats. */
void build_result(struct result *result);

/* Adds a workload without repeats. */
struct workload_run *build_run(struct result *result, const char *name);

/*
 * Adds a repeat whose window had those exits besides the reader's, which are BUILD_QUERIES. The
 * pointer is valid until the next repeat is added.
 */
struct repeat *build_repeat(struct result *result, struct workload_run *run,
			    const struct build_repeat *from);

/*
 * Adds a good repeat of one second and 100 operations, which had those n exits, a microsecond each,
 * and none of the reader's.
 */
void build_named(struct result *result, struct workload_run *run,
		 const struct build_reason *reasons, size_t n);

/* Adds a window of the idle guest, as build_repeat() and build_named() add repeats. */
void build_idle(struct result *result, enum idle_place place, size_t boot,
		const struct build_repeat *from);
void build_idle_named(struct result *result, enum idle_place place,
		      const struct build_reason *reasons, size_t n);

/* A snapshot of the slots. snapshot_free() releases it. */
void build_snapshot(struct snapshot *snapshot, uint64_t queries);

/* Changes how many exits of one slot the window had; their handling time stays the same. */
void build_exits(struct repeat *repeat, size_t slot, uint64_t exits);

/* Changes the exit reason of a slot. */
void build_code(struct repeat *repeat, size_t slot, uint32_t code);

/* Profiles without options. profiled_result_free() releases them. */
struct profiled_result build_profiles(const struct result *result);

#endif
