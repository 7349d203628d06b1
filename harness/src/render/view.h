/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The tables that the commands show. Each function returns a new table for
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
 * have it. idle: a window of the idle guest, or NULL.
 */
struct table *view_probe(const struct cpu_identity *id, const struct counters_info *info,
			 const struct read_cost *cost, const struct profiled_repeat *idle);

/* What a view is asked to show. */
struct view_wish {
	bool per_vcpu; /* rows for single vCPUs */
	bool cycles;   /* times in cycles, in its notes */
	bool all;      /* rows that hardly matter, too */
	bool page;     /* for a page rather than a terminal */
	const struct emulation
		*emulation; /* of this machine, for a view without a result; or NULL */
};

/* All exits since the VM started: a row per reason with exits, or per vCPU and reason. */
struct table *view_snapshot(const struct counters_info *info, const struct snapshot *snapshot,
			    const struct view_wish *wish);

/* The same in the form that the course's programs print: a line per exit number. */
void view_course(const struct counters_info *info, const struct snapshot *snapshot, FILE *out);

/* How many workloads expect something, and for how many of them it came true. */
struct view_judged {
	size_t n, met;
};

/* One line per workload, or workload and vCPU: rates, top reasons, state. */
struct table *view_result(const struct profiled_result *profiled, const struct view_wish *wish);

/* The id of a workload's part of the page, for links to it; in fresh memory. */
char *view_run_id(const struct result *result, const struct workload_run *run);

/* One workload: a row per reason, or vCPU and reason. */
struct table *view_run(const struct profiled_result *result, const struct profiled_run *profiled,
		       const struct view_wish *wish);

/*
 * Why a workload has its exits: a row per reason and, below it, per cause. The title is the answer
 * in one sentence.
 */
struct table *view_why(const struct profiled_result *result, const struct profiled_run *profiled,
		       const struct view_wish *wish);

/*
 * That sentence: "Of 41.2 exits of one bogo-op, 20.1 are msr (write TSC_DEADLINE) in
 * lapic_next_deadline, 12.0 are hlt, and 3.0 are npf (device memory 0xfe003000: virtio1, notify)."
 * In fresh memory.
 */
struct why; /* analysis/why.h */
char *why_sentence(const struct why *why, const struct workload_run *run,
		   const struct regions *regions);

/*
 * The same tree for other programs: "folded" stacks of one workload, one line for each end of the
 * tree ("workload;msr;write TSC_DEADLINE;lapic_next_deadline 20"), as FlameGraph and speedscope
 * read them; and the "trace" of all exits that were recorded in the last good repeat of each
 * workload, or of one of them (only; NULL: all), with a track for each vCPU, as Perfetto and Chrome
 * read it. A trace has times, so the result must tell the rate of its TSC.
 */
void why_folded(const struct profiled_result *result, const struct profiled_run *run, FILE *out);
void why_trace(const struct profiled_result *result, const struct profiled_run *only, FILE *out);

/*
 * A row per repeat of one workload. NULL unless one of them stands out, or was added because
 * another one did.
 */
struct table *view_repeats(const struct profiled_result *result, const struct profiled_run *run);

/*
 * What the guest's kernel counted in the workload's windows: a row per interrupt and softirq, the
 * largest or all. NULL if nothing is known.
 */
struct table *view_activity(const struct profiled_run *profiled, const struct view_wish *wish);

/*
 * The workloads whose exits are not those that their job files expect, with what was expected and
 * measured. NULL if there are none. counts: how many workloads were judged, and how many of them
 * are as expected.
 */
struct table *view_expectations(const struct profiled_result *profiled, struct view_judged *counts);

enum comparison_extent {
	COMPARISON_NOTABLE, /* what changed, or could not be judged */
	COMPARISON_ALL,
	COMPARISON_TOTALS, /* the same two without rows for single reasons */
	COMPARISON_ALL_TOTALS,
};

/* What changed: per workload, reason and unit. The title is the verdict. */
struct table *view_comparison(const struct comparison_set *set, enum comparison_extent extent);

/* The workloads or suites that can be run, and the exit reasons of an ISA. */
struct table *view_workloads(const struct catalog *catalog);
struct table *view_suites(const struct catalog *catalog);
struct table *view_reasons(enum isa isa);

/* What would be run, and whether it can be: a row per workload. */
struct table *view_plan(const struct workload *const *workloads, size_t n);

#endif
