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

/* Exits since the VM started, net of nothing: a row per reason with exits, or vCPU and reason. */
struct table *view_snapshot(const struct counters_info *info, const struct snapshot *snapshot,
			    bool per_vcpu);

/* The same as the course's programs print it: a line per exit number. */
void view_seeds(const struct counters_info *info, const struct snapshot *snapshot, FILE *out);

/* One line per workload, or workload and vCPU: rates, top reasons, state. */
struct table *view_result(const struct profiled_result *profiled, bool per_vcpu);

/* One workload: a row per reason, or vCPU and reason. */
struct table *view_run(const struct profiled_result *result, const struct profiled_run *profiled,
		       bool per_vcpu);

/*
 * The repeats of one workload one by one. NULL unless one of them stands out, or was made because
 * another one did.
 */
struct table *view_repeats(const struct profiled_run *profiled);

/*
 * What the guest's kernel counted in the workload's windows: a row per interrupt and softirq, the
 * largest or all. NULL if nothing is known.
 */
struct table *view_activity(const struct profiled_run *profiled, bool all);

enum comparison_extent {
	COMPARISON_NOTABLE, /* without reasons that hardly count */
	COMPARISON_ALL,
	COMPARISON_TOTALS, /* a row a workload */
};

/* What changed: per workload and reason. */
struct table *view_comparison(const struct comparison_set *set, enum comparison_extent extent);

/* What there is to run, and the exit reasons of an ISA. */
struct table *view_workloads(const struct catalog *catalog);
struct table *view_suites(const struct catalog *catalog);
struct table *view_reasons(enum isa isa);

/* What would be run, and whether it can be: a row per workload. */
struct table *view_plan(const struct workload *const *workloads, size_t n);

#endif
