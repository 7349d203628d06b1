/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the commands show, as tables. Each returns a new table for
 * table_write() and table_free().
 */
#ifndef EXITBENCH_RENDER_VIEW_H
#define EXITBENCH_RENDER_VIEW_H

#include <stdbool.h>
#include <stdio.h>

#include "analysis/profiled.h"
#include "compare/compare.h"
#include "counters/counters.h"
#include "counters/cpu.h"
#include "render/table.h"
#include "workload/catalog.h"

/*
 * Who counts, how, and what reading costs: a row per property. cost: NULL if a recording does not
 * tell. idle: a window of the idle guest, or NULL.
 */
struct table *view_probe(const struct cpu_identity *id, const struct counters_info *info,
			 const struct read_cost *cost, const struct profiled_repeat *idle);

/* What is wanted of a view. */
struct view_wish {
	bool per_vcpu; /* rows for single vCPUs */
	bool cycles;   /* times in cycles, in its notes */
	bool all;      /* rows that hardly matter, too */
	bool page;     /* for a page rather than a terminal */
	const struct emulation
		*emulation; /* of this machine, for a view without a result; or NULL */
};

/* Exits since the VM started, net of nothing: a row per reason with exits, or vCPU and reason. */
struct table *view_snapshot(const struct counters_info *info, const struct snapshot *snapshot,
			    const struct view_wish *wish);

/* The same as the course's programs print it: a line per exit number. */
void view_course(const struct counters_info *info, const struct snapshot *snapshot, FILE *out);

/* How many workloads expect something, and of how many it came. */
struct view_judged {
	size_t n, met;
};

/* One line per workload, or workload and vCPU: rates, top reasons, state. */
struct table *view_result(const struct profiled_result *profiled, const struct view_wish *wish);

/* The id that a workload's part of a page has, for links to it; in fresh memory. */
char *view_run_id(const struct result *result, const struct workload_run *run);

/* One workload: a row per reason, or vCPU and reason. */
struct table *view_run(const struct profiled_result *result, const struct profiled_run *profiled,
		       const struct view_wish *wish);

/*
 * The repeats of one workload one by one. NULL unless one of them stands out, or was made because
 * another one did.
 */
struct table *view_repeats(const struct profiled_result *result, const struct profiled_run *run);

/*
 * What the guest's kernel counted in the workload's windows: a row per interrupt and softirq, the
 * largest or all. NULL if nothing is known.
 */
struct table *view_activity(const struct profiled_run *profiled, const struct view_wish *wish);

/*
 * The workloads whose exits are not those that their job files expect, with both. NULL if there are
 * none. counts: how many workloads there is a judgement of, and how many are as expected.
 */
struct table *view_expectations(const struct profiled_result *profiled, struct view_judged *counts);

enum comparison_extent {
	COMPARISON_NOTABLE, /* without reasons that hardly count */
	COMPARISON_ALL,
	COMPARISON_TOTALS, /* a row a workload */
};

/* What changed: per workload and reason. */
struct table *view_comparison(const struct comparison_set *set, enum comparison_extent extent,
			      const struct view_wish *wish);

/* What there is to run, and the exit reasons of an ISA. */
struct table *view_workloads(const struct catalog *catalog);
struct table *view_suites(const struct catalog *catalog);
struct table *view_reasons(enum isa isa);

/* What would be run, and whether it can be: a row per workload. */
struct table *view_plan(const struct workload *const *workloads, size_t n);

#endif
