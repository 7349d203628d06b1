// SPDX-License-Identifier: GPL-2.0-only
/*
 * The course's leaves: 32-bit counts, in three variants that differ in what
 * each leaf means. An unpatched KVM answers them too, with constants, so a
 * variant is believed only if its counters count our own queries.
 */
#include <stdlib.h>

#include "base/memory.h"
#include "counters/abi.h"

struct course_leaves {
	uint32_t total;  /* EAX: exits of all kinds */
	uint32_t count;  /* EAX: exits of kind ECX */
	uint32_t cycles; /* EBX:ECX: handling time of kind ECX; 0: not offered */
};

static const struct course_leaves leaves_a = { 0x4FFFFFFF, 0x4FFFFFFE, 0 };
static const struct course_leaves leaves_b = { 0x4FFFFFFF, 0x4FFFFFFD, 0x4FFFFFFC };
static const struct course_leaves leaves_c = { 0x4FFFFFFC, 0x4FFFFFFE, 0x4FFFFFFF };

static const struct course_leaves *leaves_of(const struct counters *counters)
{
	switch (counters->abi->id) {
	case COUNTERS_COURSE_A:
		return &leaves_a;
	case COUNTERS_COURSE_B:
		return &leaves_b;
	default:
		return &leaves_c;
	}
}

/* Another vCPU may execute CPUID between two of our queries: try a few times. */
#define PROBE_TRIES 8

static int counts_our_queries(struct counters *counters, struct error *err)
{
	const struct course_leaves *leaves = leaves_of(counters);
	uint32_t cpuid = reason_cpuid(counters->info.isa);

	for (int i = 0; i < PROBE_TRIES; i++) {
		struct cpuid_regs total[2], count[2];

		if (cpuid_query(counters->source, leaves->total, 0, &total[0], err) ||
		    cpuid_query(counters->source, leaves->count, cpuid, &count[0], err) ||
		    cpuid_query(counters->source, leaves->count, cpuid, &count[1], err) ||
		    cpuid_query(counters->source, leaves->total, 0, &total[1], err))
			return -1;
		if (count[1].eax - count[0].eax == 1 && total[1].eax - total[0].eax >= 3 &&
		    total[1].eax - total[0].eax < 1u << 31)
			return 1;
	}
	return 0;
}

/* The number in ECX is taken as 16 bits, so AMD's codes from 0x80000000 have no counter. */
static void list_slots(struct counters *counters)
{
	size_t n;
	const struct reason *reasons = reason_list(counters->info.isa, &n);

	counters->slots = xcalloc(n, sizeof(*counters->slots));
	counters->info.n_slots = 0;
	for (size_t i = 0; i < n; i++) {
		if (reasons[i].code > 0xffff)
			continue;
		if (reasons[i].code == reason_cpuid(counters->info.isa))
			counters->cpuid_slot = counters->info.n_slots;
		counters->slots[counters->info.n_slots++].code = reasons[i].code;
	}
}

static int course_probe(struct counters *counters, const struct cpu_identity *cpu,
			struct error *err)
{
	int answer;

	if (!cpu->isa_known)
		return 0;
	counters->info.isa = cpu->isa;
	answer = counts_our_queries(counters, err);
	if (answer != 1)
		return answer;
	counters->info.bits = 32;
	counters->info.has_time = leaves_of(counters)->cycles != 0;
	list_slots(counters);
	return 1;
}

static int course_read(struct counters *counters, const struct selection *selection,
		       uint64_t values[2], struct error *err)
{
	const struct course_leaves *leaves = leaves_of(counters);
	uint32_t code = counters->slots[selection->slot].code;
	struct cpuid_regs r;

	if (cpuid_query(counters->source, leaves->count, code, &r, err))
		return -1;
	values[0] = r.eax;
	values[1] = 0;
	if (!leaves->cycles)
		return 0;
	if (cpuid_query(counters->source, leaves->cycles, code, &r, err))
		return -1;
	values[1] = (uint64_t)r.ebx << 32 | r.ecx;
	return 0;
}

const struct abi abi_course_a = {
	.id = COUNTERS_COURSE_A,
	.probe = course_probe,
	.read = course_read,
};
const struct abi abi_course_b = {
	.id = COUNTERS_COURSE_B,
	.probe = course_probe,
	.read = course_read,
};
const struct abi abi_course_c = {
	.id = COUNTERS_COURSE_C,
	.probe = course_probe,
	.read = course_read,
};
