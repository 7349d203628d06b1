/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A result together with the profiles that are computed from its snapshots. The recorded data is
 * only read; subtracting idle exits and merging reasons only changes the profiles. The result must
 * outlive the profiles.
 */
#ifndef EXITBENCH_ANALYSIS_PROFILED_H
#define EXITBENCH_ANALYSIS_PROFILED_H

#include "analysis/profile.h"
#include "model/result.h"

struct profiled_repeat {
	const struct repeat *repeat; /* as it was recorded */
	struct profile profile;
	bool counts; /* whether medians and ranges over the repeats include it */
};

struct profiled_run {
	const struct workload_run *run;
	uint32_t tsc_khz;                /* of the host; 0: not known */
	struct profiled_repeat *repeats; /* of the run, in their order */
	size_t n_repeats;
};

struct profiled_result {
	const struct result *result;
	enum isa isa;  /* of the profiles: the result's, or ISA_CLASSES */
	bool net_idle; /* the runs' profiles are net of the idle guest's exits */
	struct profiled_run *runs;
	size_t n_runs;
	struct profiled_repeat
		*idle; /* its windows of the idle guest: nothing is subtracted or merged */
	size_t n_idle;
};

struct profile_options {
	bool net_idle;   /* subtract the idle guest's exits: see analysis/idle.h */
	bool by_class;   /* merge the exit reasons of a class: see analysis/classes.h */
	bool failed_too; /* repeats whose command failed count like the others */
};

/*
 * Checks that the snapshots of a window are consistent, so that its profile can be computed. Those
 * of a result that was measured or read are checked already. cost: as in profile_between().
 */
int window_check(const struct counters_info *info, const struct repeat *repeat,
		 const struct read_cost *cost, struct error *err);

/* The profile of one window that was checked; it counts if the repeat is ok. */
struct profiled_repeat profile_repeat(const struct counters_info *info, const struct repeat *repeat,
				      const struct read_cost *cost);

/*
 * Computes the profiles of a run's repeats. For a run that grows it can be called again: profiled,
 * which is all zero at first, keeps the profiles that it has already. The run may have moved.
 */
void profile_run(const struct counters_info *info, const struct read_cost *cost,
		 const struct workload_run *run, struct profiled_run *profiled);
void profiled_run_free(struct profiled_run *profiled);

/*
 * Computes the profiles of a whole result. options: NULL for none. If net_idle is asked for but the
 * result has no usable window of the idle guest, profiled->net_idle is false.
 */
void profile_result(const struct result *result, const struct profile_options *options,
		    struct profiled_result *profiled);
void profiled_result_free(struct profiled_result *profiled);

/* The run of that name, or NULL. */
const struct profiled_run *profiled_find_run(const struct profiled_result *profiled,
					     const char *name);

#endif
