/* SPDX-License-Identifier: GPL-2.0-only */
/* What the simulated processor and its hypervisor say they are; a part of simulator.h. */
#ifndef EXITBENCH_TESTS_SIM_IDENTITY_H
#define EXITBENCH_TESTS_SIM_IDENTITY_H

#include "simulator.h"

static inline void sim_text(const char *text, size_t at, uint32_t *reg)
{
	memcpy(reg, text + at, sizeof(*reg));
}

/* Leaves that say what processor and hypervisor this is. */
static inline void sim_identity(const struct sim *sim, uint32_t leaf, uint32_t regs[4])
{
	static const char brand[48] = "Simulated Processor";

	switch (leaf) {
	case 0:
		regs[0] = 0x16;
		sim_text(sim->vendor, 0, &regs[1]);
		sim_text(sim->vendor, 4, &regs[3]);
		sim_text(sim->vendor, 8, &regs[2]);
		break;
	case 1:
		regs[0] = sim->isa == ISA_VMX ? 0x000306c3 : 0x00800f82;
		regs[1] = sim->vcpu_ids[sim->reader] << 24;
		regs[2] = sim->guest ? UINT32_C(1) << 31 : 0;
		break;
	case 0xB:
		regs[1] = sim->topology;
		regs[3] = sim->topology ? sim->vcpu_ids[sim->reader] : 0;
		break;
	case 0x80000000:
		regs[0] = 0x80000004;
		break;
	case 0x80000002:
	case 0x80000003:
	case 0x80000004:
		for (size_t i = 0; i < 4; i++)
			sim_text(brand, (leaf - 0x80000002) * 16 + 4 * i, &regs[i]);
	}
}

/* Leaves in which hypervisors speak: the first one, Xen in between, KVM. */
static inline void sim_hypervisor(const struct sim *sim, uint32_t leaf, uint32_t regs[4])
{
	bool kvm =
		leaf == sim->kvm_base && (leaf > 0x40000000 || !strcmp(sim->hypervisor, SIM_KVM));
	const char *signature = NULL;

	if (kvm)
		signature = SIM_KVM;
	else if (leaf == 0x40000000)
		signature = sim->hypervisor;
	else if (leaf == 0x40000100 && sim->kvm_base > leaf)
		signature = "XenVMMXenVMM";
	if (signature) {
		regs[0] = leaf + 1;
		sim_text(signature, 0, &regs[1]);
		sim_text(signature, 4, &regs[2]);
		sim_text(signature, 8, &regs[3]);
	} else if (leaf == sim->kvm_base + 1) {
		regs[0] = 0x01000008 | 1 << 6 | 1 << 30;
		regs[3] = 1;
	} else if (sim->isa == ISA_VMX) {
		memcpy(regs, (uint32_t[]){ 0x7d0, 0xbb8, 0x64, 0 }, 4 * sizeof(*regs));
	}
}

#endif
