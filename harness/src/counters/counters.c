// SPDX-License-Identifier: GPL-2.0-only
#include "counters/counters.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "counters/abi.h"

static const char *const abi_names[COUNTERS_N_ABIS] = {
	[COUNTERS_AUTO] = "auto",         [COUNTERS_NATIVE] = "native",
	[COUNTERS_COURSE_A] = "course-a", [COUNTERS_COURSE_B] = "course-b",
	[COUNTERS_COURSE_C] = "course-c",
};

/* In the order in which they are tried. */
static const struct abi *const abis[] = {
	&abi_native,
	&abi_course_a,
	&abi_course_b,
	&abi_course_c,
};

#define N_ABIS (sizeof(abis) / sizeof(abis[0]))

const char *counters_abi_name(enum counters_abi abi)
{
	return (size_t)abi < COUNTERS_N_ABIS ? abi_names[abi] : "unknown";
}

bool counters_abi_from_name(const char *name, enum counters_abi *abi)
{
	for (size_t i = 0; i < COUNTERS_N_ABIS; i++) {
		if (!strcmp(abi_names[i], name)) {
			*abi = (enum counters_abi)i;
			return true;
		}
	}
	return false;
}

#define LEAF_IDENTITY 0x4FFFFF00
/* A leaf of which no patch makes use: what it answers, an unpatched KVM answers to all. */
#define LEAF_NEIGHBOUR 0x4FFFFF7F

#define REMEDY "boot the host with the patched kernel and kvm.exit_stats=user"

/* Says what was found instead of counters. */
static int explain(struct cpuid_source *source, const struct cpu_identity *id, struct error *err)
{
	struct cpuid_regs neighbour, identity;

	if (!id->guest)
		return error_no(err, "not in a virtual machine: CPUID's hypervisor bit is clear; "
				     "run this in a KVM guest whose host counts exits");
	if (strcmp(id->hypervisor.signature, "KVMKVMKVM"))
		return error_no(err,
				"the hypervisor is '%s', not KVM; run this in a KVM guest "
				"whose host counts exits",
				id->hypervisor.signature);
	if (cpuid_query(source, LEAF_NEIGHBOUR, 0, &neighbour, err) ||
	    cpuid_query(source, LEAF_IDENTITY, 0, &identity, err))
		return -1;
	if (!identity.eax && !identity.ebx && !identity.ecx && !identity.edx)
		return error_no(err,
				"this KVM does not count exits for this guest: leaf 0x%x "
				"answers zeros, as that of an unpatched KVM does; " REMEDY,
				LEAF_IDENTITY);
	if (!memcmp(&neighbour, &identity, sizeof(identity)))
		return error_no(err,
				"this KVM does not count exits for this guest: leaf 0x%x "
				"answers with the data of the highest basic leaf, as that of an "
				"unpatched KVM does on Intel; " REMEDY,
				LEAF_IDENTITY);
	return error_no(err,
			"leaf 0x%x answers neither as a patched nor as an unpatched KVM: "
			"%08" PRIx32 " %08" PRIx32 " %08" PRIx32 " %08" PRIx32 "; " REMEDY,
			LEAF_IDENTITY, identity.eax, identity.ebx, identity.ecx, identity.edx);
}

int counters_open(struct counters **counters, struct cpuid_source *source,
		  const struct cpu_identity *id, enum counters_abi abi, struct error *err)
{
	struct counters *c = xcalloc(1, sizeof(*c));

	c->source = source;
	for (size_t i = 0; i < N_ABIS; i++) {
		int answer;

		if (abi != COUNTERS_AUTO && abi != abis[i]->id)
			continue;
		c->abi = abis[i];
		c->info.abi = abis[i]->id;
		answer = c->abi->probe(c, id, err);
		if (answer < 0) {
			counters_close(c);
			return -1;
		}
		if (answer) {
			*counters = c;
			return 0;
		}
	}
	counters_close(c);
	if (abi != COUNTERS_AUTO)
		return error_no(err,
				"this host does not answer as '%s'; leave --counters out to "
				"try all",
				counters_abi_name(abi));
	return explain(source, id, err);
}

void counters_close(struct counters *counters)
{
	if (!counters)
		return;
	free(counters->slots);
	free(counters->vcpus);
	free(counters);
}

const struct counters_info *counters_info(const struct counters *counters)
{
	return &counters->info;
}
