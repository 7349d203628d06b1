/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the hypervisor says about itself in CPUID. KVM's leaves begin at 0x40000000 or, if KVM also
 * imitates another hypervisor, after the leaves of that one: at a multiple of 0x100 up to
 * 0x4000FF00.
 */
#ifndef EXITBENCH_COUNTERS_HYPERVISOR_H
#define EXITBENCH_COUNTERS_HYPERVISOR_H

#include <stdbool.h>
#include <stdint.h>

#include "counters/cpuid.h"

struct hypervisor {
	char signature[16]; /* "KVMKVMKVM", or the first one's; "" if none tells its name */
	uint32_t base;      /* the first leaf of that hypervisor */
	uint32_t highest;   /* the highest leaf that it says it has */
	char beside[64];    /* the others that speak in this guest: "Microsoft Hv, XenVMMXenVMM" */
	uint32_t asked_to;  /* the last leaf at which a hypervisor was looked for */
	bool unrecorded;    /* the search ended there because the recording has no more */
	bool has_kvm;       /* the following are known */
	uint32_t features, hints; /* EAX and EDX of leaf base + 1 */
};

/* Asks the hypervisor. An old recording may lack any answer except that with the signature. */
int hypervisor_identify(struct cpuid_source *source, struct hypervisor *hypervisor,
			struct error *err);

/*
 * Whether a hypervisor that calls itself KVM may be VirtualBox, which uses KVM's name for its Linux
 * guests. It offers three or four of KVM's features, but not the one that KVM always has.
 */
bool hypervisor_may_be_virtualbox(const struct hypervisor *hypervisor);

/*
 * The features by the kernel's names in lower case, separated by spaces, in fresh memory:
 * "clocksource2 async-pf pv-eoi"; a bit without a name is "bit-31".
 */
char *hypervisor_feature_names(const struct hypervisor *hypervisor);

#endif
