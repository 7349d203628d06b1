/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside the counters: the two ABIs by which a guest asks its host with CPUID, that is, two sets of
 * leaves and what their registers mean. abi_native is that of the kernel series (native.c),
 * abi_course that of the course's programs (course.c, course_probe.c).
 *
 * An ABI reads one pair of values. What it takes to make a snapshot or a window of many pairs is
 * the same for both, and is in marks.c, details.c and cost.c; find.c finds out which of them
 * answers. Counters that are not read by CPUID have nothing to do with this file: see source.h.
 */
#ifndef EXITBENCH_COUNTERS_ABI_H
#define EXITBENCH_COUNTERS_ABI_H

#include "counters/source.h"

/* A leaf of which no patch makes use: what it answers, an unpatched KVM answers to all. */
#define LEAF_NEIGHBOUR 0x4FFFFF7F

/* Which of the course's leaves are believed, by their numbers; 0: none. */
struct course {
	uint32_t total;       /* EAX: exits of all kinds */
	uint32_t count;       /* EAX: exits of kind ECX */
	uint32_t time;        /* EBX:ECX: handling time of kind ECX */
	bool swapped;         /* ECX:EBX */
	bool marks_undefined; /* EDX of all bits says that a kind is not defined */
};

/* Counters that are read by CPUID. */
struct cpuid_counters {
	struct counters base;
	struct cpuid_source *source;
	const struct abi *abi;
	size_t cpuid_slot; /* index of CPUID's own */

	/* While we look for counters, and of the course's leaves. */
	enum counters_abi wanted;
	struct counters_report *report;
	struct course course;
	struct cpuid_regs unused; /* what a leaf answers that the host does not know */

	uint32_t apic_id_leaf; /* of CPUID: tells on which of the vCPUs we run */
};

/* A vCPU number that means all of them. */
#define WHOLE_VM UINT32_C(0x3FFF)

/* Which pair of values is read. */
struct selection {
	size_t slot;
	unsigned int quantity; /* 0 exits and time, 1 of the VMM, 2.. a pair of buckets */
	unsigned int mark;     /* 0: the live counters */
	uint32_t vcpu;
};

struct abi {
	/*
	 * Asks whether the host answers in this way and, if so, fills in info
	 * and slots. Returns 1 if it does, 0 if not, -1 on error.
	 */
	int (*probe)(struct cpuid_counters *counters, const struct cpu_identity *cpu,
		     struct error *err);

	/* Reads a pair of values; 1 if the selection names nothing. */
	int (*read)(struct cpuid_counters *counters, const struct selection *selection,
		    uint64_t values[2], struct error *err);

	/* The epoch now; NULL where there is none. */
	int (*epoch)(struct cpuid_counters *counters, uint32_t *epoch, struct error *err);

	/* Takes a mark, by one query: its generation, 0 if it is refused. NULL: no marks. */
	int (*mark)(struct cpuid_counters *counters, unsigned int mark, uint64_t *generation,
		    struct error *err);

	/* The generation of a mark now, and the handling time of the exit that took it. */
	int (*mark_state)(struct cpuid_counters *counters, unsigned int mark, uint64_t *generation,
			  uint64_t *cycles, struct error *err);
};

extern const struct abi abi_native, abi_course;

/* The table of the counters that are read by CPUID, whichever the ABI. */
extern const struct counters_ops cpuid_ops;

/*
 * Finds out which of the course's leaves count our own queries on a host of the counters' ISA,
 * and which of them tell times: fills in course, and in info which variant that is, its width and
 * what is not believed. Returns 1 if there are counts, 0 if not, -1 on error.
 */
int course_find(struct cpuid_counters *counters, struct error *err);

/*
 * What reading costs, measured on windows in which nothing else is done; see
 * counters_measure_cost().
 */
int cpuid_measure_cost(struct cpuid_counters *counters, struct read_cost *cost, struct error *err);

#endif
