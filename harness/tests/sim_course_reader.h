/* SPDX-License-Identifier: GPL-2.0-only */
/* The reader's side of the course's leaves: which queries it makes in which order. */
#ifndef EXITBENCH_TESTS_SIM_COURSE_READER_H
#define EXITBENCH_TESTS_SIM_COURSE_READER_H

#include "simulator.h"

/* One pair of leaves is tried up to so many times, and so is a leaf of times. */
#define SIM_TRIES 8
#define SIM_READINGS 3

static inline uint32_t sim_cpuid_number(const struct sim *sim)
{
	return sim->isa == ISA_VMX ? 10 : 0x72;
}

static inline void sim_try_course(struct sim *sim, uint32_t total, uint32_t count, int tries)
{
	for (int i = 0; i < tries; i++) {
		sim_query(sim, total, 0);
		sim_query(sim, count, sim_cpuid_number(sim));
		sim_query(sim, count, sim_cpuid_number(sim));
		sim_query(sim, total, 0);
	}
}

static inline void sim_rdtsc(struct sim *sim)
{
	fprintf(sim->out, "# tsc %016" PRIx64 "\n", sim->tsc);
}

static inline void sim_try_time(struct sim *sim, uint32_t leaf, int tries)
{
	for (int i = 0; i < tries; i++) {
		sim_rdtsc(sim);
		for (int j = 0; j < SIM_READINGS; j++)
			sim_query(sim, leaf, sim_cpuid_number(sim));
		sim_rdtsc(sim);
	}
}

/* What the reader does for each variant: tries of each pair, leaves of counts and of times. */
static const struct sim_course_plan {
	int pairs[3];
	uint32_t count, time; /* 0: none */
	bool believed;        /* the times */
} sim_plans[] = {
	[SIM_COURSE_A] = { { 1 }, 0x4FFFFFFE, 0, false },
	[SIM_COURSE_B] = { { 8, 1 }, 0x4FFFFFFD, 0x4FFFFFFC, true },
	[SIM_COURSE_C] = { { 8, 8, 1 }, 0x4FFFFFFE, 0x4FFFFFFF, true },
	[SIM_COURSE_FE] = { { 8, 8, 8 }, 0x4FFFFFFE, 0x4FFFFFFF, false },
	[SIM_COURSE_FE_FF] = { { 8, 8, 8 }, 0x4FFFFFFE, 0x4FFFFFFF, true },
	[SIM_COURSE_FD_FC] = { { 8, 8, 8 }, 0x4FFFFFFD, 0x4FFFFFFC, true },
	[SIM_COURSE_TOTAL] = { { 8, 8, 8 }, 0, 0, false },
	[SIM_COURSE_B_NO_FC] = { { 8, 1 }, 0x4FFFFFFD, 0x4FFFFFFC, false },
	[SIM_COURSE_B_SWAPPED] = { { 8, 1 }, 0x4FFFFFFD, 0x4FFFFFFC, true },
	[SIM_COURSE_B_WRONG] = { { 8, 1 }, 0x4FFFFFFD, 0x4FFFFFFC, false },
	[SIM_COURSE_DOUBLE] = { { 8, 8, 8 }, 0, 0, false },
	[SIM_UNPATCHED] = { { 8, 8, 8 }, 0, 0, false },
};

static inline void sim_probe_course(struct sim *sim)
{
	const struct sim_course_plan *plan = &sim_plans[sim->host];

	sim_try_course(sim, 0x4FFFFFFF, 0x4FFFFFFE, plan->pairs[0]);
	sim_try_course(sim, 0x4FFFFFFF, 0x4FFFFFFD, plan->pairs[1]);
	sim_try_course(sim, 0x4FFFFFFC, 0x4FFFFFFE, plan->pairs[2]);
	if (sim->host == SIM_UNPATCHED)
		sim_query(sim, 0x4FFFFF7F, 0);
	if (plan->time && !sim->old)
		sim_try_time(sim, plan->time, plan->believed ? 1 : SIM_TRIES);
}

static inline void sim_course_snapshot(struct sim *sim)
{
	const struct sim_course_plan *plan = &sim_plans[sim->host];
	const struct reason *reasons;
	size_t n;

	if (!plan->count) {
		sim_query(sim, 0x4FFFFFFF, 0);
		return;
	}
	reasons = reason_list(sim->isa, &n);
	for (size_t i = 0; i < n; i++) {
		if (reasons[i].code > 0xffff)
			continue;
		sim_query(sim, plan->count, reasons[i].code);
		if (plan->believed)
			sim_query(sim, plan->time, reasons[i].code);
	}
}

#endif
