/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the hypervisor says of itself in CPUID. KVM's leaves begin at 0x40000000 or, where it also
 * speaks as another one, behind that one's: at a multiple of 0x100 up to 0x4000FF00.
 */
#ifndef EXITBENCH_COUNTERS_HYPERVISOR_H
#define EXITBENCH_COUNTERS_HYPERVISOR_H

#include <stdbool.h>
#include <stdint.h>

#include "counters/cpuid.h"

struct hypervisor {
	char signature[16]; /* "KVMKVMKVM", or the first one's; "" outside of a virtual machine */
	uint32_t base;      /* first leaf of that one's */
	uint32_t highest;   /* leaf that it says it has */
	char beside[64];    /* whom KVM speaks as, too: "Microsoft Hv, XenVMMXenVMM" */
	uint32_t asked_to;  /* the last leaf at which one was looked for */
	bool unrecorded;    /* because the recording has no more */
	bool has_kvm;       /* the following are told */
	uint32_t features, hints; /* EAX and EDX of leaf base + 1 */
};

/* Asks. What an old recording has no answer for is left out, but for the signature. */
int hypervisor_identify(struct cpuid_source *source, struct hypervisor *hypervisor,
			struct error *err);

/*
 * The features by the kernel's names in lower case, with blanks between, in fresh memory:
 * "clocksource2 async-pf pv-eoi"; a bit without a name is "bit-31".
 */
char *hypervisor_feature_names(const struct hypervisor *hypervisor);

#endif
