/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the hypervisor says of itself in CPUID: leaf 0x40000000 and, if it is KVM, the next.
 */
#ifndef EXITBENCH_COUNTERS_HYPERVISOR_H
#define EXITBENCH_COUNTERS_HYPERVISOR_H

#include <stdbool.h>
#include <stdint.h>

#include "counters/cpuid.h"

struct hypervisor {
	char signature[16];       /* "KVMKVMKVM"; "" outside a virtual machine */
	uint32_t highest;         /* leaf that it says it has */
	bool has_kvm;             /* the following are told */
	uint32_t features, hints; /* EAX and EDX of leaf 0x40000001 */
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
