// SPDX-License-Identifier: GPL-2.0-only
/* The course's leaves: 32-bit counts and, in some variants, handling times. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "counters/abi.h"

/* Hosts answer this in EDX for a kind of exit that they do not define; one does so by mistake. */
#define UNDEFINED UINT32_C(0xFFFFFFFF)
#define UNDEFINED_SHORT UINT32_C(0x0FFFFFFF)

static void add_doubt(struct counters_info *info, const char *doubt)
{
	size_t used = strlen(info->doubts);

	snprintf(info->doubts + used, sizeof(info->doubts) - used, "%s%s", used ? "; " : "", doubt);
}

/*
 * The number in ECX is taken as 16 bits, so AMD's codes from 0x80000000 have no counter. A
 * recording has only those that the recording program asked for.
 */
static void list_slots(struct cpuid_counters *counters)
{
	struct counters_info *info = &counters->base.info;
	size_t n, left_out = 0;
	const struct reason *reasons = reason_list(info->isa, &n);
	char doubt[100];

	counters->base.slots = xcalloc(n, sizeof(*counters->base.slots));
	info->n_slots = 0;
	for (size_t i = 0; i < n; i++) {
		if (reasons[i].code > 0xffff)
			continue;
		if (!cpuid_answers(counters->source, counters->course.count, reasons[i].code)) {
			left_out++;
			continue;
		}
		if (reasons[i].code == reason_cpuid(info->isa))
			counters->cpuid_slot = info->n_slots;
		counters->base.slots[info->n_slots++] = reason_key(info->isa, reasons[i].code);
	}
	if (!left_out)
		return;
	snprintf(doubt, sizeof(doubt), "%zu of %zu exit reasons are not recorded and not shown",
		 left_out, left_out + info->n_slots);
	add_doubt(info, doubt);
}

/* For a host without counts by reason: the catch-all is the only counter. */
static void one_slot(struct cpuid_counters *counters)
{
	counters->base.slots = xcalloc(1, sizeof(*counters->base.slots));
	counters->base.slots[0] = reason_key_catch_all(counters->base.info.isa);
	counters->base.slots[0].code = UINT32_MAX;
	counters->cpuid_slot = 0;
	counters->base.info.n_slots = 1;
}

static int course_probe(struct cpuid_counters *counters, const struct cpu_identity *cpu,
			struct error *err)
{
	static const enum isa isas[] = { ISA_VMX, ISA_SVM };

	/* If the vendor is not known, the reason that counts our queries shows the ISA. */
	for (size_t i = 0; i < sizeof(isas) / sizeof(isas[0]); i++) {
		int answer;

		if (cpu->isa_known && cpu->isa != isas[i])
			continue;
		counters->base.info.isa = isas[i];
		answer = course_find(counters, err);
		if (answer < 0)
			return -1;
		if (!answer)
			continue;
		counters->base.info.bits = 32;
		if (counters->course.count)
			list_slots(counters);
		else
			one_slot(counters);
		return 1;
	}
	return 0;
}

static bool same_regs(const struct cpuid_regs *a, const struct cpuid_regs *b)
{
	return a->eax == b->eax && a->ebx == b->ebx && a->ecx == b->ecx && a->edx == b->edx;
}

/* Whether the host says that it has no such counter, or gives its answer to unknown leaves. */
static bool is_no_counter(const struct cpuid_counters *counters, uint32_t leaf,
			  const struct cpuid_regs *r)
{
	if (counters->course.marks_undefined && (r->edx == UNDEFINED || r->edx == UNDEFINED_SHORT))
		return true;
	return r->eax == leaf || same_regs(r, &counters->unused);
}

static int course_read(struct cpuid_counters *counters, const struct selection *selection,
		       uint64_t values[2], struct error *err)
{
	const struct course *course = &counters->course;
	uint32_t leaf = course->count ? course->count : course->total;
	uint32_t code = course->count ? counters->base.slots[selection->slot].code : 0;
	struct cpuid_regs r;
	bool none;

	if (cpuid_query(counters->source, leaf, code, &r, err))
		return -1;
	none = is_no_counter(counters, leaf, &r);
	values[0] = none ? 0 : r.eax;
	values[1] = 0;
	if (!course->time)
		return 0;
	if (cpuid_query(counters->source, course->time, code, &r, err))
		return -1;
	if (!none && !same_regs(&r, &counters->unused))
		values[1] = course->swapped ? (uint64_t)r.ecx << 32 | r.ebx :
					      (uint64_t)r.ebx << 32 | r.ecx;
	return 0;
}

const struct abi abi_course = {
	.probe = course_probe,
	.read = course_read,
};
