/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Simulates a host that counts VM exits, as its documentation describes it, and a
 * reader that queries it, and so writes the recordings that tests replay. It shares no
 * code with the program except the list of exit reasons that a reader goes through.
 *
 * Every query is a CPUID exit that is counted before it is answered, and whose
 * handling time is counted when its vCPU enters the guest again: before the next
 * query.
 */
#ifndef EXITBENCH_TESTS_SIMULATOR_H
#define EXITBENCH_TESTS_SIMULATOR_H

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "reasons/cause.h"
#include "reasons/reasons.h"

enum sim_host {
	SIM_NATIVE, /* exits and handling times, no marks */
	SIM_MARKS,  /* all that the ABI has */
	SIM_COURSE_A,
	SIM_COURSE_B,
	SIM_COURSE_C,
	SIM_COURSE_FE,        /* counts in ...FE, and nothing else */
	SIM_COURSE_FE_FF,     /* counts in ...FE, times in ...FF, no totals */
	SIM_COURSE_FD_FC,     /* counts in ...FD, times in ...FC, no totals */
	SIM_COURSE_TOTAL,     /* a total in ...FF, and nothing else */
	SIM_COURSE_B_NO_FC,   /* B without times */
	SIM_COURSE_B_SWAPPED, /* B with EBX and ECX interchanged */
	SIM_COURSE_B_WRONG,   /* B with a time that runs faster than the time stamp counter */
	SIM_COURSE_DOUBLE,    /* A that counts each exit of a kind twice */
	SIM_UNPATCHED,        /* Intel: data of the highest basic leaf; AMD: zeros */
};

#define SIM_SLOTS 9
#define SIM_QUERY_CYCLES 2000 /* handling time of one CPUID */
#define SIM_MARK_CYCLES 9000  /* of a CPUID that takes a mark */
#define SIM_OTHER_CYCLES 5000 /* of any other exit */
#define SIM_VMM_CYCLES 3000   /* the part of that in the VMM, for every second exit of port I/O */
#define SIM_TSC_KHZ 2000000
#define SIM_VCPUS 2
#define SIM_MARK_COUNT 7
#define SIM_BUCKETS 32
#define SIM_KEYS 63
#define SIM_RECORDS 64
#define SIM_KVM "KVMKVMKVM\0\0"
#define SIM_ALL 0x3FFF /* a selector's whole VM */

struct sim_slot {
	uint32_t code;
	bool other;
	uint64_t exits, cycles;
	uint64_t user_exits, user_cycles;
	uint64_t buckets[SIM_BUCKETS];
};

/* An entry of a vCPU's table of causes. */
struct sim_entry {
	bool used;
	bool counted; /* since the newest mark */
	uint16_t generation;
	uint32_t slot;
	uint64_t key, exits, cycles;
};

/* The counters of the whole VM and of each vCPU. */
struct sim_counters {
	struct sim_slot all[SIM_SLOTS];
	struct sim_slot vcpu[SIM_VCPUS][SIM_SLOTS];
	struct sim_entry tables[SIM_VCPUS][SIM_KEYS];
};

/* Where the guest was at an exit. */
struct sim_record {
	uint64_t tsc, rip, cr3, key;
	uint32_t slot, cpl, cycles;
};

struct sim_buffer {
	struct sim_record records[SIM_RECORDS];
	uint32_t n;
	uint64_t n_exits;
};

struct sim_mark {
	uint64_t generation, cycles;
	struct sim_counters copy;
};

struct sim {
	FILE *out;
	enum sim_host host;
	enum isa isa;
	struct sim_slot slots[SIM_SLOTS];            /* of the whole VM */
	struct sim_slot vcpus[SIM_VCPUS][SIM_SLOTS]; /* of each vCPU */
	struct sim_mark marks[SIM_MARK_COUNT + 1];   /* by number, from 1 */
	uint32_t vcpu_ids[SIM_VCPUS];
	bool topology; /* CPUID has the leaf with the 32-bit APIC ID */
	size_t reader; /* the vCPU that the reader runs on */
	struct sim_entry tables[SIM_VCPUS][SIM_KEYS]; /* of causes */
	uint32_t n_keys; /* entries of these tables that are used; 0: no details */
	struct sim_buffer buffers[SIM_VCPUS];             /* of records */
	uint32_t n_records, n_lost, period, record_epoch; /* room for records; 0: there are none */
	bool recording, refuses_records;
	bool reads_records;              /* the reader asks for them */
	bool reads_causes;               /* the reader asks for them */
	bool hides_pages;                /* tells the numbers of pages to the guest's kernel only */
	bool kernel_asks;                /* the reader can ask by the guest's kernel */
	uint32_t breaks_detail;          /* from 1: the entry that names a slot that there is not */
	uint64_t untimed;                /* handling time of the last query, not yet counted */
	struct sim_entry *untimed_entry; /* that counts it by its key, or NULL */
	size_t untimed_vcpu;
	struct sim_mark *untimed_mark; /* the mark that this query took, or NULL */
	uint32_t epoch;
	uint32_t version;
	uint32_t n_slots; /* as the host tells it */
	uint32_t n_marks; /* as the host tells it */
	bool refuses_marks;
	uint32_t busy;        /* how many of the next marks are refused as busy */
	uint64_t mark_cycles; /* handling time of an exit that takes a mark */
	bool lies;            /* tells 2^64-1 instead of mark_cycles */
	uint32_t intruder;    /* the mark that another reader takes once we have read it; 0: none */
	const char *vendor;
	const char *hypervisor; /* the first one that announces itself to the guest */
	uint32_t kvm_base;      /* where KVM's leaves begin */
	uint32_t undefined;     /* EDX of a course leaf for what is not a reason */
	bool leaves_eax;        /* in that answer EAX is still the leaf's number */
	uint64_t tsc;
	bool old; /* the reader does not check times, as in older recordings */
	bool guest;
	bool hides_cpuid; /* says that CPUID's slot counts another reason */
};

static const uint32_t sim_vmx_codes[SIM_SLOTS - 1] = { 0, 1, 10, 12, 28, 30, 32, 48 };
static const uint32_t sim_svm_codes[SIM_SLOTS - 1] = { 0x60, 0x64, 0x72,  0x78,
						       0x7b, 0x7c, 0x400, 0x80000000 };

static inline struct sim_slot *sim_slot(struct sim *sim, uint32_t code)
{
	for (size_t i = 0; i < SIM_SLOTS; i++)
		if (!sim->slots[i].other && sim->slots[i].code == code)
			return &sim->slots[i];
	return NULL;
}

static inline struct sim_slot *sim_cpuid(struct sim *sim)
{
	return sim_slot(sim, sim->isa == ISA_VMX ? 10 : 0x72);
}

static inline bool sim_is_native(const struct sim *sim)
{
	return sim->host == SIM_NATIVE || sim->host == SIM_MARKS;
}

static inline void sim_count(struct sim_slot *slot, uint64_t n, uint64_t cycles)
{
	size_t bucket = 0;

	while (bucket + 1 < SIM_BUCKETS && cycles >> (bucket + 1))
		bucket++;
	slot->exits += n;
	slot->cycles += n * cycles;
	slot->buckets[bucket] += n;
}

/* Adds n exits of one vCPU that the reader does not cause, each with that handling time. */
static inline void sim_vcpu_exits(struct sim *sim, size_t vcpu, uint32_t code, uint64_t n,
				  uint64_t cycles)
{
	struct sim_slot *slot = sim_slot(sim, code);
	struct sim_slot *own = &sim->vcpus[vcpu][slot - sim->slots];

	sim_count(slot, n, cycles);
	sim_count(own, n, cycles);
	if (code != (sim->isa == ISA_VMX ? 30 : 0x7b))
		return;
	slot->user_exits += n / 2;
	own->user_exits += n / 2;
	slot->user_cycles += n / 2 * SIM_VMM_CYCLES;
	own->user_cycles += n / 2 * SIM_VMM_CYCLES;
}

/* The same for both vCPUs: three quarters of the exits are the first one's. */
static inline void sim_exits(struct sim *sim, uint32_t code, uint64_t n)
{
	sim_vcpu_exits(sim, 0, code, n - n / 4, SIM_OTHER_CYCLES);
	sim_vcpu_exits(sim, 1, code, n / 4, SIM_OTHER_CYCLES);
}

static inline void sim_init(struct sim *sim, FILE *out, enum sim_host host, enum isa isa)
{
	const uint32_t *codes = isa == ISA_VMX ? sim_vmx_codes : sim_svm_codes;

	*sim = (struct sim){
		.out = out,
		.host = host,
		.isa = isa,
		.epoch = 0x5eed0001,
		.version = 2,
		.n_slots = SIM_SLOTS,
		.n_marks = host == SIM_MARKS ? SIM_MARK_COUNT : 0,
		.mark_cycles = SIM_MARK_CYCLES,
		.vcpu_ids = { 0, 1 },
		.topology = true,
		.vendor = isa == ISA_VMX ? "GenuineIntel" : "AuthenticAMD",
		.hypervisor = SIM_KVM,
		.kvm_base = 0x40000000,
		.guest = true,
	};
	for (size_t i = 0; i < SIM_SLOTS - 1; i++)
		sim->slots[i].code = codes[i];
	sim->slots[SIM_SLOTS - 1] = (struct sim_slot){ .code = 0xffffffff, .other = true };
	/* A guest that has booted. */
	for (size_t i = 0; i < SIM_SLOTS - 1; i++)
		sim_exits(sim, codes[i], 1000 * (i + 1));
	fprintf(out, "# exitbench cpuid 1\n");
}

#include "sim_identity.h"

static inline void sim_put_pair(uint64_t first, uint64_t second, uint32_t regs[4])
{
	regs[0] = (uint32_t)first;
	regs[1] = (uint32_t)(first >> 32);
	regs[2] = (uint32_t)second;
	regs[3] = (uint32_t)(second >> 32);
}

/* Feature bits: the ISA, handling time; readable at CPL 3; user exits, histograms, marks. */
static inline uint32_t sim_features(const struct sim *sim)
{
	uint32_t features = (sim->isa == ISA_SVM) | 1u << 1 | 1u << 5;

	features |= sim->host == SIM_MARKS ? 1u << 2 | 1u << 3 | 1u << 4 : 0;
	return features | (uint32_t)(sim->n_keys > 0) << 6 | (uint32_t)(sim->n_records > 0) << 7;
}

/* The counters that a selector names; NULL if it names none. */
static inline const struct sim_slot *sim_select(const struct sim *sim, uint32_t selector)
{
	uint32_t slot = selector & 0x3ff, mark = selector >> 15 & 7, vcpu = selector >> 18;
	const struct sim_counters *copy = &sim->marks[mark].copy;

	if (slot >= SIM_SLOTS || mark > sim->n_marks)
		return NULL;
	if (vcpu == SIM_ALL)
		return mark ? &copy->all[slot] : &sim->slots[slot];
	for (size_t i = 0; i < SIM_VCPUS; i++)
		if (sim->vcpu_ids[i] == vcpu)
			return mark ? &copy->vcpu[i][slot] : &sim->vcpus[i][slot];
	return NULL;
}

static inline void sim_read(const struct sim *sim, uint32_t selector, uint32_t regs[4])
{
	const struct sim_slot *slot = sim_select(sim, selector);
	uint32_t quantity = selector >> 10 & 0x1f;

	if (!slot || quantity > 17 || (quantity && sim->host != SIM_MARKS))
		memset(regs, 0xff, 4 * sizeof(*regs));
	else if (quantity == 0)
		sim_put_pair(slot->exits, slot->cycles, regs);
	else if (quantity == 1)
		sim_put_pair(slot->user_exits, slot->user_cycles, regs);
	else
		sim_put_pair(slot->buckets[2 * (quantity - 2)],
			     slot->buckets[2 * (quantity - 2) + 1], regs);
}

#include "sim_causes.h"
#include "sim_records.h"

static inline void sim_take_mark(struct sim *sim, uint32_t number, uint32_t regs[4])
{
	struct sim_mark *mark = &sim->marks[number];

	if (!number || number > sim->n_marks || sim->refuses_marks || sim->busy) {
		uint64_t why = sim->busy ? 2 : sim->refuses_marks ? 1 : 3;

		sim->busy -= sim->busy > 0;
		sim_put_pair(0, sim->version > 1 ? why : 0, regs);
		return;
	}
	memcpy(mark->copy.all, sim->slots, sizeof(sim->slots));
	memcpy(mark->copy.vcpu, sim->vcpus, sizeof(sim->vcpus));
	memcpy(mark->copy.tables, sim->tables, sizeof(sim->tables));
	sim_new_mark(sim);
	mark->cycles = 0;
	sim->untimed = sim->mark_cycles;
	sim->untimed_mark = mark;
	/* Older recordings have no use for the time of a mark. */
	sim_put_pair(++mark->generation, sim->n_records ? sim->tsc : 0, regs);
}

static inline void sim_native(struct sim *sim, uint32_t leaf, uint32_t sub, uint32_t regs[4])
{
	const struct sim_slot *slot;

	switch (leaf) {
	case 0x4FFFFF00:
		regs[0] = sim->n_records         ? 0x4FFFFF08 :
			  sim->n_keys            ? 0x4FFFFF06 :
			  sim->host == SIM_MARKS ? 0x4FFFFF05 :
						   0x4FFFFF04;
		sim_text("KVMExitStats", 0, &regs[1]);
		sim_text("KVMExitStats", 4, &regs[2]);
		sim_text("KVMExitStats", 8, &regs[3]);
		break;
	case 0x4FFFFF01:
		if (sub == 0) {
			regs[0] = sim->version;
			regs[1] = sim_features(sim);
			regs[2] = sim->n_slots;
			regs[3] = SIM_VCPUS | sim->n_marks << 16;
		} else {
			regs[0] = SIM_TSC_KHZ;
			regs[1] = sim->epoch;
			regs[2] = sim->n_keys ? sim->n_keys + SIM_SLOTS : 0;
			regs[3] = sim->n_records;
		}
		break;
	case 0x4FFFFF02:
		slot = &sim->slots[sub];
		regs[0] = sim->hides_cpuid && slot == sim_cpuid(sim) ? 0x99 : slot->code;
		regs[1] = 1u | (uint32_t)slot->other << 1;
		break;
	case 0x4FFFFF03:
		sim_take_mark(sim, sub, regs);
		break;
	case 0x4FFFFF04:
		sim_read(sim, sub, regs);
		break;
	case 0x4FFFFF05:
		if (sub && sub <= sim->n_marks)
			sim_put_pair(sim->marks[sub].generation,
				     sim->lies ? UINT64_MAX : sim->marks[sub].cycles, regs);
		break;
	case 0x4FFFFF06:
		if (sim->n_keys)
			sim_detail(sim, sub, regs);
		break;
	case 0x4FFFFF07:
		if (sim->n_records)
			sim_recording(sim, sub, regs);
		break;
	case 0x4FFFFF08:
		if (sim->n_records)
			sim_read_record(sim, sub, regs);
	}
}

#include "sim_course.h"

/* The vCPU enters the guest again after a query. */
static inline void sim_enter(struct sim *sim)
{
	struct sim_slot *cpuid = sim_cpuid(sim);
	struct sim_slot *own = &sim->vcpus[sim->untimed_vcpu][cpuid - sim->slots];

	if (!sim->untimed)
		return;
	sim_count(cpuid, 1, sim->untimed);
	sim_count(own, 1, sim->untimed);
	/* The exit itself was counted when it was taken. */
	cpuid->exits--;
	own->exits--;
	if (sim->untimed_mark)
		sim->untimed_mark->cycles = sim->untimed;
	if (sim->untimed_entry)
		sim->untimed_entry->cycles += sim->untimed;
	sim->untimed = 0;
	sim->untimed_entry = NULL;
	sim->untimed_mark = NULL;
}

/* One query of the reader's: an exit, an answer, a line of the recording. */
static inline void sim_query(struct sim *sim, uint32_t leaf, uint32_t sub)
{
	struct sim_slot *cpuid = sim_cpuid(sim);
	uint32_t regs[4] = { 0 };

	sim_enter(sim);
	cpuid->exits++;
	sim->vcpus[sim->reader][cpuid - sim->slots].exits++;
	sim_record(sim, sim->reader,
		   &(struct sim_record){ .tsc = sim->tsc + 1,
					 .slot = (uint32_t)(cpuid - sim->slots),
					 .cpl = 3,
					 .rip = 0x401000,
					 .key = sim_leaf_key(leaf, sub) });
	sim->untimed_entry = sim_count_key(sim, sim->reader, (uint32_t)(cpuid - sim->slots),
					   sim_leaf_key(leaf, sub), 1, 0);
	sim->untimed = SIM_QUERY_CYCLES;
	sim->untimed_vcpu = sim->reader;
	sim->tsc += 2 * SIM_QUERY_CYCLES;
	if (leaf >= 0x40000000 && leaf < 0x4FFFFF00)
		sim_hypervisor(sim, leaf, regs);
	else if (leaf < 0x40000000 || leaf >= 0x80000000)
		sim_identity(sim, leaf, regs);
	else if (sim_is_native(sim))
		sim_native(sim, leaf, sub, regs);
	else
		sim_course(sim, leaf, sub, regs);
	fprintf(sim->out,
		"%08" PRIx32 " %08" PRIx32 " = %08" PRIx32 " %08" PRIx32 " %08" PRIx32 " %08" PRIx32
		"\n",
		leaf, sub, regs[0], regs[1], regs[2], regs[3]);
}

#include "sim_course_reader.h"

/* The reader asks for processor and hypervisor. */
static inline void sim_identify(struct sim *sim)
{
	static const uint32_t leaves[] = { 0,          1,          0x80000000, 0x80000001,
					   0x80000002, 0x80000003, 0x80000004 };

	for (size_t i = 0; i < sizeof(leaves) / sizeof(leaves[0]); i++)
		sim_query(sim, leaves[i], 0);
	for (uint32_t base = 0x40000000; sim->guest && base <= 0x4000FF00; base += 0x100) {
		sim_query(sim, base, 0);
		if (base == sim->kvm_base &&
		    (base > 0x40000000 || !strcmp(sim->hypervisor, SIM_KVM))) {
			sim_query(sim, base + 1, 0);
			break;
		}
	}
}

/* The reader finds out how the host counts, trying one way after the other. */
static inline void sim_probe(struct sim *sim)
{
	sim_query(sim, 0x4FFFFF00, 0);
	if (sim_is_native(sim)) {
		sim_query(sim, 0x4FFFFF01, 0);
		sim_query(sim, 0x4FFFFF01, 1);
		for (uint32_t i = 0; i < SIM_SLOTS; i++)
			sim_query(sim, 0x4FFFFF02, i);
		return;
	}
	sim_probe_course(sim);
}

/* The reader reads every counter of the whole VM once. */
static inline void sim_read_all(struct sim *sim, uint32_t mark)
{
	for (uint32_t i = 0; i < SIM_SLOTS; i++)
		sim_query(sim, 0x4FFFFF04, i | mark << 15 | (uint32_t)SIM_ALL << 18);
}

static inline void sim_live_snapshot(struct sim *sim)
{
	if (!sim_is_native(sim)) {
		sim_course_snapshot(sim);
		return;
	}
	sim_read_all(sim, 0);
	sim_query(sim, 0x4FFFFF01, 1);
}

/* The reader looks for the numbers of the vCPUs. */
static inline void sim_want_vcpus(struct sim *sim)
{
	sim_query(sim, 0, 0);
	sim_query(sim, 0xB, 0);
	for (uint32_t id = 0; id <= sim->vcpu_ids[SIM_VCPUS - 1]; id++)
		sim_query(sim, 0x4FFFFF04, id << 18);
}

/* What the reader reads of one counter in a mark beyond exits and time, also by vCPU. */
static inline void sim_read_detail(struct sim *sim, uint32_t mark, uint32_t slot)
{
	uint32_t base = slot | mark << 15;

	for (uint32_t quantity = 1; quantity <= 17; quantity++)
		sim_query(sim, 0x4FFFFF04, base | quantity << 10 | (uint32_t)SIM_ALL << 18);
	for (size_t i = 0; i < SIM_VCPUS; i++) {
		sim_query(sim, 0x4FFFFF04, base | sim->vcpu_ids[i] << 18);
		sim_query(sim, 0x4FFFFF04, base | 1u << 10 | sim->vcpu_ids[i] << 18);
	}
}

/* The reader looks for the vCPUs whose causes it will read. */
static inline void sim_want_causes(struct sim *sim)
{
	for (uint32_t id = 0; id <= sim->vcpu_ids[SIM_VCPUS - 1]; id++)
		sim_query(sim, 0x4FFFFF04, id << 18);
	sim->reads_causes = true;
}

/* The reader looks for the vCPUs whose records it will read. */
static inline void sim_want_records(struct sim *sim)
{
	sim_query(sim, 0x4FFFFF07, 0x3FFu << 18);
	for (uint32_t id = 0; id <= sim->vcpu_ids[SIM_VCPUS - 1]; id++)
		sim_query(sim, 0x4FFFFF04, id << 18);
	sim->reads_records = true;
}

/* The reader starts a recording with that period, or stops it. */
static inline void sim_start_recording(struct sim *sim, uint32_t period)
{
	if (sim->reads_records)
		sim_query(sim, 0x4FFFFF07, 1 | period << 2 | 0x3FFu << 18);
}

static inline void sim_stop_recording(struct sim *sim)
{
	if (sim->reads_records)
		sim_query(sim, 0x4FFFFF07, 2 | 0x3FFu << 18);
}

/* The reader reads all records of its recording. */
static inline void sim_read_records(struct sim *sim)
{
	uint32_t fullest = 0;

	for (size_t i = 0; i < SIM_VCPUS; i++)
		if (sim->buffers[i].n > fullest)
			fullest = sim->buffers[i].n;
	for (size_t i = 0; i < SIM_VCPUS && sim->reads_records; i++) {
		uint32_t vcpu = sim->vcpu_ids[i] << 18;

		for (uint32_t j = 0; j < fullest; j++) {
			sim_query(sim, 0x4FFFFF08, j | vcpu);
			if (j >= sim->buffers[i].n)
				break;
			sim_query(sim, 0x4FFFFF08, j | 1u << 16 | vcpu);
			sim_query(sim, 0x4FFFFF08, j | 2u << 16 | vcpu);
		}
	}
	if (sim->reads_records)
		sim_query(sim, 0x4FFFFF07, 0x3FFu << 18);
}

/* The reader asks for an entry, and if it is used for its counts. */
static inline bool sim_read_entry(struct sim *sim, uint32_t mark, size_t vcpu, uint32_t number)
{
	uint32_t selector = number | mark << 15 | sim->vcpu_ids[vcpu] << 18;
	struct sim_entry entry;

	sim_query(sim, 0x4FFFFF06, selector);
	if (!sim_detail_entry(sim, selector, &entry) || !entry.used)
		return false;
	if (sim->kernel_asks && sim_hides(sim, number, &entry)) {
		sim->hides_pages = false;
		sim_query(sim, 0x4FFFFF06, selector);
		sim->hides_pages = true;
	}
	sim_query(sim, 0x4FFFFF06, selector | 1u << 9);
	return true;
}

/* The reader reads the causes of a window, and whether they add up to the slots. */
static inline void sim_read_causes(struct sim *sim)
{
	const struct sim_counters *first = &sim->marks[1].copy, *second = &sim->marks[2].copy;
	bool keyed[SIM_SLOTS] = { false };

	for (size_t i = 0; i < SIM_VCPUS; i++) {
		for (uint32_t j = 0; j < sim->n_keys; j++) {
			if (!sim_read_entry(sim, 2, i, j))
				continue;
			keyed[second->tables[i][j].slot] = true;
			if (sim->kernel_asks || !sim_hides(sim, j, &second->tables[i][j]))
				sim_read_entry(sim, 1, i, j);
		}
	}
	for (uint32_t i = 0; i < SIM_SLOTS; i++) {
		const struct reason_key reason = { .isa = sim->isa, .code = sim->slots[i].code };

		if (first->all[i].exits == second->all[i].exits ||
		    (!keyed[i] && (sim->slots[i].other || !cause_kind_of(&reason))))
			continue;
		for (size_t j = 0; j < SIM_VCPUS; j++)
			sim_read_entry(sim, 2, j, sim->n_keys + i);
	}
}

static inline void sim_intrude(struct sim *sim)
{
	if (sim->intruder)
		sim->marks[sim->intruder].generation++;
}

/* A snapshot by itself: mark 3, if there is one. */
static inline void sim_snapshot(struct sim *sim)
{
	if (sim->n_marks < 3) {
		sim_live_snapshot(sim);
		return;
	}
	sim_query(sim, 0x4FFFFF03, 3);
	sim_read_all(sim, 3);
	for (uint32_t i = 0; i < SIM_SLOTS; i++)
		if (sim->marks[3].copy.all[i].exits)
			sim_read_detail(sim, 3, i);
	sim_intrude(sim);
	sim_query(sim, 0x4FFFFF05, 3);
	sim_query(sim, 0x4FFFFF01, 1);
}

/* The reader begins a window and ends it: marks 1 and 2, else two snapshots. */
static inline void sim_begin_window(struct sim *sim)
{
	if (sim->n_marks < 2) {
		sim_live_snapshot(sim);
		return;
	}
	sim_query(sim, sim->topology ? 0xB : 1, 0);
	sim_query(sim, 0x4FFFFF03, 1);
}

/* Reads both marks: all about those counters that changed, or if bare only exits and times. */
static inline void sim_read_window(struct sim *sim, bool bare)
{
	sim_read_all(sim, 1);
	sim_read_all(sim, 2);
	for (uint32_t i = 0; i < SIM_SLOTS && !bare; i++) {
		if (sim->marks[1].copy.all[i].exits == sim->marks[2].copy.all[i].exits)
			continue;
		sim_read_detail(sim, 1, i);
		sim_read_detail(sim, 2, i);
	}
	if (sim->reads_causes && !bare)
		sim_read_causes(sim);
	sim_intrude(sim);
	sim_query(sim, 0x4FFFFF05, 1);
	sim_query(sim, 0x4FFFFF05, 2);
	sim_query(sim, 0x4FFFFF01, 1);
}

static inline void sim_end_window(struct sim *sim)
{
	if (sim->n_marks < 2) {
		sim_live_snapshot(sim);
		return;
	}
	sim_query(sim, 0x4FFFFF03, 2);
	sim_read_window(sim, false);
}

/* The empty windows on which the reader measures what reading costs. */
#define SIM_COST_WINDOWS 9

static inline void sim_cost(struct sim *sim)
{
	if (sim->n_marks < 2)
		sim_live_snapshot(sim);
	for (int i = 0; i < SIM_COST_WINDOWS; i++) {
		if (sim->n_marks < 2) {
			sim_live_snapshot(sim);
			continue;
		}
		sim_query(sim, 0x4FFFFF03, 1);
		sim_query(sim, 0x4FFFFF03, 2);
		sim_read_window(sim, true);
	}
}

#endif
