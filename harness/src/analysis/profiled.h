/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A result beside the profiles that are computed from its snapshots. What was recorded is only
 * read, and stays as it is; idle time that is subtracted and reasons that are merged are so in the
 * profiles. The result has to outlive what is computed from it.
 */
#ifndef EXITBENCH_ANALYSIS_PROFILED_H
#define EXITBENCH_ANALYSIS_PROFILED_H

#include "analysis/profile.h"
#include "model/result.h"

struct profiled_repeat {
	const struct repeat *repeat; /* as it was recorded */
	struct profile profile;
	bool counts; /* in what is computed of all repeats together */
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
 * Whether the snapshots of a window can be what they seem: then its profile can be computed. Those
 * of a result that was measured or read are checked already. cost: as in profile_between().
 */
int window_check(const struct counters_info *info, const struct repeat *repeat,
		 const struct read_cost *cost, struct error *err);

/* The profile of one window that is checked; it counts if it is ok. */
struct profiled_repeat profile_repeat(const struct counters_info *info, const struct repeat *repeat,
				      const struct read_cost *cost);

/*
 * Computes the profiles of a run's repeats, of which profiled may have those of the first ones
 * already: for a run that grows. It begins with a profiled that is all zero. The run may have
 * moved.
 */
void profile_run(const struct counters_info *info, const struct read_cost *cost,
		 const struct workload_run *run, struct profiled_run *profiled);
void profiled_run_free(struct profiled_run *profiled);

/*
 * Computes the profiles of a whole result. options: NULL for none. net_idle stays false where it is
 * asked for and the result has no usable window of the idle guest.
 */
void profile_result(const struct result *result, const struct profile_options *options,
		    struct profiled_result *profiled);
void profiled_result_free(struct profiled_result *profiled);

/* The run of that name, or NULL. */
const struct profiled_run *profiled_find_run(const struct profiled_result *profiled,
					     const char *name);

#endif
