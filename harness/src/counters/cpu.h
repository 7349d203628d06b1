/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The names of the processor and the hypervisor, as they report them. libcpuid decodes brand and
 * model from the source's answers; if it does not know the vendor, they are taken from the answers
 * directly. The hypervisor is known by its leaves.
 * libcpuid's code name is not used: Debian's 0.6.2 guesses it from the brand string and calls an
 * Ice Lake server a Pentium III.
 */
#ifndef EXITBENCH_COUNTERS_CPU_H
#define EXITBENCH_COUNTERS_CPU_H

#include <stdbool.h>
#include <stdint.h>

#include "counters/cpuid.h"
#include "counters/hypervisor.h"
#include "reasons/reasons.h"

struct cpu_identity {
	char vendor[16]; /* "AuthenticAMD" */
	char brand[64];  /* "AMD EPYC 7763 64-Core Processor", without blanks around it; or "" */
	int32_t family, model, stepping;
	bool guest;                   /* CPUID's hypervisor bit */
	struct hypervisor hypervisor; /* zeros outside a virtual machine */
	bool isa_known;               /* Intel, Centaur, Zhaoxin; AMD, Hygon: isa is valid */
	enum isa isa;
};

int cpu_identify_source(struct cpuid_source *source, struct cpu_identity *id, struct error *err);

#endif
