// SPDX-License-Identifier: GPL-2.0-only
/* The 64-bit leaves of the patched KVM. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "counters/abi.h"

enum {
	LEAF_IDENTITY = 0x4FFFFF00,
	LEAF_FEATURES = 0x4FFFFF01,
	LEAF_REASON = 0x4FFFFF02,
	LEAF_MARK = 0x4FFFFF03,
	LEAF_READ = 0x4FFFFF04,
	LEAF_MARK_STATE = 0x4FFFFF05,
	LEAF_CAUSE = 0x4FFFFF06,     /* the ABI's "detail" */
	LEAF_RECORDING = 0x4FFFFF07, /* the ABI's "records" */
	LEAF_RECORD = 0x4FFFFF08,
};

#define SIGNATURE "KVMExitStats"
/*
 * Version 2 says why it refuses a mark, and its times and rate are of the guest's own TSC. What
 * this program reads is otherwise the same in both.
 */
#define OLDEST_VERSION 1
#define NEWEST_VERSION 2

#define FEATURE_SVM (1u << 0)
#define FEATURE_MARKS (1u << 4)

/* In EBX of LEAF_REASON. */
#define REASON_OTHER (1u << 1)
#define REASON_NO_HISTOGRAM (1u << 2)

/* Selector of LEAF_READ: bits 9:0 slot, 14:10 quantity, 17:15 source, 31:18 vCPU. */
#define MAX_SLOTS 1024u
#define SELECT_QUANTITY 10
#define SELECT_SOURCE 15
#define SELECT_VCPU 18

/* Selector of LEAF_CAUSE: bits 8:0 entry, 9 part, 17:15 source, 31:18 vCPU. */
#define MAX_CAUSES 512u
#define CAUSE_PART_COUNTS (1u << 9)

/* In EDX of its first part; bits 31:16 are the generation. */
#define CAUSE_USED (1u << 0)
#define CAUSE_OTHERS (1u << 1)
#define CAUSE_HIDDEN (1u << 2)

/* Selector of LEAF_RECORDING: bits 1:0 command, 17:2 period, 27:18 slot. */
#define RECORDING_PERIOD 2
#define RECORDING_ALL_SLOTS (0x3FFu << 18)

/* Selector of LEAF_RECORD: bits 15:0 index, 17:16 part, 30:18 vCPU. */
#define RECORD_PART 16
#define RECORD_VCPU 18

/* In ECX of its first part. */
#define RECORD_SLOT 0xFFFFu
#define RECORD_CPL 16
#define RECORD_NESTED (1u << 18)

static bool has_signature(const struct cpuid_regs *r)
{
	return !memcmp(&r->ebx, SIGNATURE, 4) && !memcmp(&r->ecx, &SIGNATURE[4], 4) &&
	       !memcmp(&r->edx, &SIGNATURE[8], 4);
}

static int read_slots(struct cpuid_counters *counters, struct error *err)
{
	bool found = false;

	counters->base.slots = xcalloc(counters->base.info.n_slots, sizeof(*counters->base.slots));
	for (uint32_t i = 0; i < counters->base.info.n_slots; i++) {
		struct cpuid_regs r;

		if (cpuid_query(counters->source, LEAF_REASON, i, &r, err))
			return -1;
		counters->base.slots[i] = reason_key(counters->base.info.isa, r.eax);
		/* If one reason has no histogram, that of all reasons lacks its exits. */
		if (r.ebx & REASON_NO_HISTOGRAM)
			counters->base.info.features &= ~COUNTERS_HISTOGRAMS;
		if (r.ebx & REASON_OTHER) {
			counters->base.slots[i].kind = KIND_CATCH_ALL;
		} else if (r.eax == reason_cpuid(counters->base.info.isa)) {
			counters->cpuid_slot = i;
			found = true;
		}
	}
	if (!found)
		return error_set(err, "the host names no slot for CPUID exits; its kernel and "
				      "this program do not match; rebuild both from one version");
	return 0;
}

/* Newer leaves, which a host has only if it has the leaves that they need. */
static int read_causes_info(struct counters_info *info, uint32_t highest,
			    const struct cpuid_regs *features, struct error *err)
{
	if (highest < LEAF_CAUSE)
		info->features &= ~COUNTERS_CAUSES;
	if (highest < LEAF_RECORD)
		info->features &= ~COUNTERS_RECORDS;
	if (counters_has_causes(info))
		info->n_causes = features->ecx;
	if (counters_has_records(info))
		info->n_records = features->edx;
	/* Behind the entries that count keys is one for each slot. */
	if (counters_has_causes(info) &&
	    (info->n_causes <= info->n_slots || info->n_causes > MAX_CAUSES))
		return error_set(err,
				 "the host reports %u entries of details for %u slots; %u to %u "
				 "are possible",
				 info->n_causes, info->n_slots, info->n_slots + 1, MAX_CAUSES);
	return 0;
}

static int native_probe(struct cpuid_counters *counters, const struct cpu_identity *cpu,
			struct error *err)
{
	struct counters_info *info = &counters->base.info;
	struct cpuid_regs r;
	uint32_t highest;
	int rc;

	(void)cpu;
	rc = report_query(counters->report, counters->source, LEAF_IDENTITY, 0, &r, err);
	if (rc)
		return rc < 0 ? -1 : 0;
	/* A host without these leaves answers as to any unknown leaf; remember that answer. */
	counters->unused = r;
	if (!has_signature(&r))
		return 0;
	info->abi = COUNTERS_NATIVE;
	if (r.eax < LEAF_READ)
		return error_set(err,
				 "the host offers leaves only up to 0x%x; it runs another "
				 "version of the patch, rebuild its kernel",
				 r.eax);
	highest = r.eax;
	if (cpuid_query(counters->source, LEAF_FEATURES, 0, &r, err))
		return -1;
	info->version = r.eax;
	info->features = r.ebx;
	info->n_slots = r.ecx;
	info->n_vcpus = r.edx & 0xffff;
	/* Marks are useless without the leaf that shows whether they are still valid. */
	if (r.ebx & FEATURE_MARKS && highest >= LEAF_MARK_STATE)
		info->n_marks = r.edx >> 16 & 0xff;
	info->isa = r.ebx & FEATURE_SVM ? ISA_SVM : ISA_VMX;
	info->has_time = r.ebx & COUNTERS_TIME;
	info->bits = 64;
	if (info->version < OLDEST_VERSION || info->version > NEWEST_VERSION)
		return error_set(err,
				 "the host has version %u of the exit statistics; this "
				 "program knows versions %u to %u, use one of the same release",
				 info->version, OLDEST_VERSION, NEWEST_VERSION);
	if (!info->n_slots || info->n_slots > MAX_SLOTS)
		return error_set(err, "the host reports %u slots; 1 to %u are possible",
				 info->n_slots, MAX_SLOTS);
	if (cpuid_query(counters->source, LEAF_FEATURES, 1, &r, err))
		return -1;
	info->tsc_khz = r.eax;
	info->epoch = r.ebx;
	if (read_causes_info(info, highest, &r, err))
		return -1;
	return read_slots(counters, err) ? -1 : 1;
}

static uint64_t first_value(const struct cpuid_regs *r)
{
	return (uint64_t)r->ebx << 32 | r->eax;
}

static uint64_t second_value(const struct cpuid_regs *r)
{
	return (uint64_t)r->edx << 32 | r->ecx;
}

static int native_read(struct cpuid_counters *counters, const struct selection *selection,
		       uint64_t values[2], struct error *err)
{
	uint32_t selector = (uint32_t)selection->slot | selection->quantity << SELECT_QUANTITY |
			    selection->mark << SELECT_SOURCE | selection->vcpu << SELECT_VCPU;
	struct cpuid_regs r;

	if (cpuid_query(counters->source, LEAF_READ, selector, &r, err))
		return -1;
	values[0] = first_value(&r);
	values[1] = second_value(&r);
	return values[0] == UINT64_MAX && values[1] == UINT64_MAX;
}

static int native_epoch(struct cpuid_counters *counters, uint32_t *epoch, struct error *err)
{
	struct cpuid_regs r;

	if (cpuid_query(counters->source, LEAF_FEATURES, 1, &r, err))
		return -1;
	*epoch = r.ebx;
	return 0;
}

/* Version 1 does not say why it refuses a mark, but its only reason is a lack of memory. */
static int native_mark(struct cpuid_counters *counters, unsigned int mark, uint64_t *generation,
		       uint64_t *tsc, enum mark_refusal *refusal, struct error *err)
{
	struct cpuid_regs r;

	if (cpuid_query(counters->source, LEAF_MARK, mark, &r, err))
		return -1;
	*generation = first_value(&r);
	*refusal = MARK_TAKEN;
	*tsc = *generation ? second_value(&r) : 0;
	if (!*generation)
		*refusal = second_value(&r) == MARK_BUSY ? MARK_BUSY : MARK_NO_MEMORY;
	return 0;
}

static int native_mark_state(struct cpuid_counters *counters, unsigned int mark,
			     uint64_t *generation, uint64_t *cycles, struct error *err)
{
	struct cpuid_regs r;

	if (cpuid_query(counters->source, LEAF_MARK_STATE, mark, &r, err))
		return -1;
	*generation = first_value(&r);
	*cycles = second_value(&r);
	return 0;
}

/* Asks for an entry; where only the guest's kernel is told the key, by that, too, if we may. */
static int query_cause(struct cpuid_counters *counters, uint32_t selector, struct cpuid_regs *r,
		       struct error *err)
{
	struct error ignored = ERROR_INIT;
	struct cpuid_regs told;

	if (cpuid_query(counters->source, LEAF_CAUSE, selector, r, err))
		return -1;
	if (second_value(r) != UINT64_MAX && r->edx & CAUSE_HIDDEN &&
	    !cpuid_query_kernel(counters->source, LEAF_CAUSE, selector, &told, &ignored))
		*r = told;
	return 0;
}

static int native_cause(struct cpuid_counters *counters, unsigned int mark, uint32_t vcpu,
			uint32_t number, struct cause_entry *entry, struct error *err)
{
	uint32_t selector = number | mark << SELECT_SOURCE | vcpu << SELECT_VCPU;
	struct cpuid_regs r;

	if (query_cause(counters, selector, &r, err))
		return -1;
	if (first_value(&r) == UINT64_MAX && second_value(&r) == UINT64_MAX)
		return error_set(err,
				 "the host does not know entry %" PRIu32 " of the details of vCPU "
				 "0x%" PRIx32 ", which it had announced",
				 number, vcpu);
	*entry = (struct cause_entry){
		.used = r.edx & CAUSE_USED,
		.others = r.edx & CAUSE_OTHERS,
		.hidden = r.edx & CAUSE_HIDDEN,
		.generation = r.edx >> 16,
		.key = first_value(&r),
		.slot = r.ecx,
	};
	if (!entry->used)
		return 0;
	if (cpuid_query(counters->source, LEAF_CAUSE, selector | CAUSE_PART_COUNTS, &r, err))
		return -1;
	entry->exits = first_value(&r);
	entry->cycles = second_value(&r);
	return 0;
}

static int native_recording(struct cpuid_counters *counters, unsigned int command, uint32_t period,
			    struct recording_state *state, struct error *err)
{
	uint32_t selector = command | period << RECORDING_PERIOD | RECORDING_ALL_SLOTS;
	struct cpuid_regs r;

	if (cpuid_query_kernel(counters->source, LEAF_RECORDING, selector, &r, err))
		return -1;
	*state = (struct recording_state){ r.eax, r.ebx, r.edx };
	return 0;
}

static int native_record(struct cpuid_counters *counters, uint32_t vcpu, uint32_t number,
			 struct record *record, struct error *err)
{
	uint32_t selector = number | vcpu << RECORD_VCPU;
	struct cpuid_regs parts[3];

	for (uint32_t i = 0; i < 3; i++) {
		if (cpuid_query_kernel(counters->source, LEAF_RECORD, selector | i << RECORD_PART,
				       &parts[i], err))
			return -1;
		/* Behind the last record of this vCPU there is nothing, or zeros. */
		if (!i && (first_value(&parts[0]) == UINT64_MAX || !first_value(&parts[0])))
			return 1;
	}
	*record = (struct record){
		.vcpu = vcpu,
		.tsc = first_value(&parts[0]),
		.slot = parts[0].ecx & RECORD_SLOT,
		.cpl = parts[0].ecx >> RECORD_CPL & 3,
		.nested = parts[0].ecx & RECORD_NESTED,
		.cycles = parts[0].edx,
		.rip = first_value(&parts[1]),
		.cr3 = second_value(&parts[1]),
		.key = first_value(&parts[2]),
	};
	return 0;
}

const struct abi abi_native = {
	.probe = native_probe,
	.read = native_read,
	.epoch = native_epoch,
	.mark = native_mark,
	.mark_state = native_mark_state,
	.cause = native_cause,
	.recording = native_recording,
	.record = native_record,
};
