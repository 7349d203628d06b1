/* SPDX-License-Identifier: GPL-2.0-only */
/* How the simulated host answers the course's leaves, in the variants that are in use. */
#ifndef EXITBENCH_TESTS_SIM_COURSE_H
#define EXITBENCH_TESTS_SIM_COURSE_H

#include "simulator.h"

enum sim_meaning {
	SIM_UNUSED,
	SIM_ALL_EXITS,
	SIM_EXITS,
	SIM_ALL_CYCLES,
	SIM_CYCLES,
};

/* What ...FF, ...FE, ...FD and ...FC mean. */
static const enum sim_meaning sim_meanings[][4] = {
	[SIM_COURSE_A] = { SIM_ALL_EXITS, SIM_EXITS },
	[SIM_COURSE_B] = { SIM_ALL_EXITS, SIM_ALL_CYCLES, SIM_EXITS, SIM_CYCLES },
	[SIM_COURSE_C] = { SIM_CYCLES, SIM_EXITS, SIM_ALL_CYCLES, SIM_ALL_EXITS },
	[SIM_COURSE_FE] = { SIM_UNUSED, SIM_EXITS },
	[SIM_COURSE_FE_FF] = { SIM_CYCLES, SIM_EXITS },
	[SIM_COURSE_FD_FC] = { SIM_UNUSED, SIM_UNUSED, SIM_EXITS, SIM_CYCLES },
	[SIM_COURSE_TOTAL] = { SIM_ALL_EXITS },
	[SIM_COURSE_B_NO_FC] = { SIM_ALL_EXITS, SIM_ALL_CYCLES, SIM_EXITS },
	[SIM_COURSE_B_SWAPPED] = { SIM_ALL_EXITS, SIM_ALL_CYCLES, SIM_EXITS, SIM_CYCLES },
	[SIM_COURSE_B_WRONG] = { SIM_ALL_EXITS, SIM_ALL_CYCLES, SIM_EXITS, SIM_CYCLES },
	[SIM_COURSE_DOUBLE] = { SIM_ALL_EXITS, SIM_EXITS },
	[SIM_UNPATCHED] = { SIM_UNUSED },
};

static inline void sim_put_cycles(const struct sim *sim, uint64_t cycles, uint32_t regs[4])
{
	bool swapped = sim->host == SIM_COURSE_B_SWAPPED;

	cycles *= sim->host == SIM_COURSE_B_WRONG ? 5 : 1;
	regs[swapped ? 2 : 1] = (uint32_t)(cycles >> 32);
	regs[swapped ? 1 : 2] = (uint32_t)cycles;
}

static inline void sim_course(struct sim *sim, uint32_t leaf, uint32_t sub, uint32_t regs[4])
{
	enum sim_meaning meaning =
		leaf < 0x4FFFFFFC ? SIM_UNUSED : sim_meanings[sim->host][0x4FFFFFFF - leaf];
	const struct sim_slot *slot = sim_slot(sim, sub);
	struct sim_slot all = { 0 };

	for (size_t i = 0; i < SIM_SLOTS; i++) {
		all.exits += sim->slots[i].exits;
		all.cycles += sim->slots[i].cycles;
	}
	if (!slot && (meaning == SIM_EXITS || meaning == SIM_CYCLES)) {
		regs[0] = sim->leaves_eax ? leaf : 0;
		regs[3] = sim->undefined;
	} else if (meaning == SIM_ALL_EXITS) {
		regs[0] = (uint32_t)all.exits;
	} else if (meaning == SIM_EXITS) {
		regs[0] = (uint32_t)slot->exits * (sim->host == SIM_COURSE_DOUBLE ? 2 : 1);
	} else if (meaning == SIM_ALL_CYCLES) {
		/* Many patches leave EAX as it was. */
		regs[0] = leaf;
		sim_put_cycles(sim, all.cycles, regs);
	} else if (meaning == SIM_CYCLES) {
		sim_put_cycles(sim, slot->cycles, regs);
	} else if (sim->isa == ISA_VMX) {
		memcpy(regs, (uint32_t[]){ 0x7d0, 0xbb8, 0x64, 0 }, 4 * sizeof(*regs));
	}
}

#endif
