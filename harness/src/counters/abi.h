/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside the counters: the two ABIs by which a guest asks its host with CPUID. Each is a set of
 * leaves and the meaning of their registers. abi_native is the ABI of the kernel series (native.c),
 * abi_course that of the university course's programs (course.c, course_probe.c).
 *
 * An ABI reads one pair of values. The code that makes a snapshot or a window from many pairs is
 * the same for both and is in marks.c, details.c and cost.c; find.c finds out which ABI the host
 * answers by. This file does not concern counters that are not read by CPUID: see source.h.
 */
#ifndef EXITBENCH_COUNTERS_ABI_H
#define EXITBENCH_COUNTERS_ABI_H

#include "counters/records.h"
#include "counters/source.h"

/* A leaf that no patch uses. Its answer is what an unpatched KVM answers to any unknown leaf. */
#define LEAF_NEIGHBOUR 0x4FFFFF7F

/* The numbers of those of the course's leaves that are believed; 0: none. */
struct course {
	uint32_t total;       /* EAX: exits of all kinds */
	uint32_t count;       /* EAX: exits of kind ECX */
	uint32_t time;        /* EBX:ECX: handling time of kind ECX */
	bool swapped;         /* the time is in ECX:EBX instead */
	bool marks_undefined; /* EDX with all bits set says that a kind is not defined */
};

/* What the host tells of its recording. */
struct recording_state {
	uint32_t held;  /* records that the fullest vCPU has */
	uint32_t lost;  /* of all vCPUs, as there was no room */
	uint32_t epoch; /* of the recording; 0: it was refused */
};

/* Counters that are read by CPUID. */
struct cpuid_counters {
	struct counters base;
	struct cpuid_source *source;
	const struct abi *abi;
	size_t cpuid_slot; /* index of CPUID's own */

	/* These are used by the search for counters; some of them only for the course's leaves. */
	enum counters_abi wanted;
	struct counters_report *report;
	struct course course;
	struct cpuid_regs unused; /* what a leaf answers that the host does not know */

	/* The vCPUs whose causes are read; none unless counters_want_causes() was called. */
	uint32_t *cause_vcpus;
	size_t n_cause_vcpus;

	/* The same for records, and the recording that runs or ran last. */
	uint32_t *record_vcpus;
	size_t n_record_vcpus;
	uint32_t period, next_period, record_epoch;
	struct recording_state recorded;

	uint32_t apic_id_leaf; /* of CPUID: tells on which of the vCPUs we run */
};

/* The vCPU number that means all vCPUs together. */
#define WHOLE_VM UINT32_C(0x3FFF)

/* Which pair of values is read. */
struct selection {
	size_t slot;
	unsigned int quantity; /* 0: exits and time; 1: the same of the VMM; 2 and up: buckets */
	unsigned int mark;     /* 0: the live counters */
	uint32_t vcpu;
};

/* An entry of a vCPU's table of causes, as the host tells it. */
struct cause_entry {
	bool used;           /* it counts a key */
	bool others;         /* it is that of a slot's exits without an entry of their own */
	bool hidden;         /* its key is told to the guest's kernel only: the number of a page */
	uint32_t generation; /* of the entry: it changes when the entry gets another key */
	uint64_t key;
	uint32_t slot;
	uint64_t exits, cycles;
};

/* Why the host did not take a mark; the numbers are the ABI's. */
enum mark_refusal {
	MARK_TAKEN,
	MARK_NO_MEMORY,
	MARK_BUSY, /* another mark is being taken, or the VMM wants the vCPU back at once */
};

struct abi {
	/*
	 * Asks whether the host answers in this way and, if so, fills in info
	 * and slots. Returns 1 if it does, 0 if not, -1 on error.
	 */
	int (*probe)(struct cpuid_counters *counters, const struct cpu_identity *cpu,
		     struct error *err);

	/* Reads a pair of values. Returns 1 if the host has no such pair. */
	int (*read)(struct cpuid_counters *counters, const struct selection *selection,
		    uint64_t values[2], struct error *err);

	/* The epoch now; NULL where there is none. */
	int (*epoch)(struct cpuid_counters *counters, uint32_t *epoch, struct error *err);

	/*
	 * Takes a mark, by one query; sets its generation and the TSC then (0: not known), or 0 and
	 * why not. NULL: no marks.
	 */
	int (*mark)(struct cpuid_counters *counters, unsigned int mark, uint64_t *generation,
		    uint64_t *tsc, enum mark_refusal *refusal, struct error *err);

	/* The generation of a mark now, and the handling time of the exit that took it. */
	int (*mark_state)(struct cpuid_counters *counters, unsigned int mark, uint64_t *generation,
			  uint64_t *cycles, struct error *err);

	/*
	 * Reads an entry of a vCPU's table of causes from a mark: first which key it counts, and if
	 * it counts one, how often. NULL: there are none.
	 */
	int (*cause)(struct cpuid_counters *counters, unsigned int mark, uint32_t vcpu,
		     uint32_t number, struct cause_entry *entry, struct error *err);

	/*
	 * Asks for the state of the recording (0), starts it (1) or stops it (2). NULL: there is
	 * none.
	 */
	int (*recording)(struct cpuid_counters *counters, unsigned int command, uint32_t period,
			 struct recording_state *state, struct error *err);

	/* Reads a record of a vCPU by its index. Returns 1 if there is none. */
	int (*record)(struct cpuid_counters *counters, uint32_t vcpu, uint32_t number,
		      struct record *record, struct error *err);
};

extern const struct abi abi_native, abi_course;

/* The functions of the counters that are read by CPUID, for both ABIs. */
extern const struct counters_ops cpuid_ops;

/*
 * Finds out which of the course's leaves count our own queries on a host of the counters' ISA,
 * and which of them give times. Fills in course, and in info the variant, its width and the
 * doubts. Returns 1 if there are counts, 0 if not, -1 on error.
 */
int course_find(struct cpuid_counters *counters, struct error *err);

/*
 * Measures what reading costs, with windows in which nothing else happens; see
 * counters_measure_cost().
 */
int cpuid_measure_cost(struct cpuid_counters *counters, struct read_cost *cost, struct error *err);

#endif
