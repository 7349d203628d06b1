/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The VM's exit counters, whichever way the host offers them (guest ABI:
 * kernel-patch/linux-6.12, Documentation/virt/kvm/x86/exit-stats.rst).
 *
 * A snapshot reads every counter once, live. Each read is a CPUID and so a VM
 * exit; a snapshot notes how many queries had been made when CPUID's own
 * counter was read, from which the reader's share of a delta follows exactly.
 */
#ifndef EXITBENCH_COUNTERS_COUNTERS_H
#define EXITBENCH_COUNTERS_COUNTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "counters/cpu.h"
#include "counters/cpuid.h"
#include "reasons/reasons.h"

enum counters_abi {
	COUNTERS_AUTO,     /* the first that answers */
	COUNTERS_NATIVE,   /* 64-bit leaves 0x4FFFFFxx */
	COUNTERS_COURSE_A, /* the course's leaves, 32-bit; variants differ in the */
	COUNTERS_COURSE_B, /* meaning of 0x4FFFFFFC to 0x4FFFFFFF */
	COUNTERS_COURSE_C,
	COUNTERS_N_ABIS,
};

/* "auto", "native", "course-a", ... */
const char *counters_abi_name(enum counters_abi abi);
bool counters_abi_from_name(const char *name, enum counters_abi *abi);

struct counters_info {
	enum counters_abi abi;
	enum isa isa;
	uint32_t version;  /* of the native ABI; 0 for course leaves */
	uint32_t features; /* native feature bits; 0 for course leaves */
	uint32_t n_slots;  /* counters that a snapshot reads */
	uint32_t n_vcpus;  /* 0: not told */
	uint32_t n_marks;  /* 0: none */
	uint32_t tsc_khz;  /* host TSC; 0: not told */
	uint32_t epoch;    /* 0: not told */
	unsigned int bits; /* width of a counter: 64, or 32 that wraps */
	bool has_time;     /* handling times are told */
};

struct counter {
	uint32_t code; /* exit reason, as the processor numbers it */
	bool other;    /* the host's catch-all for reasons that it has no slot for */
	uint64_t exits;
	uint64_t cycles; /* handling time in TSC cycles; 0 if not told */
};

struct snapshot {
	struct counter *counters; /* n of them, in the order of the slots */
	size_t n;
	uint32_t epoch;
	uint64_t queries; /* of the source, up to and with the read of CPUID's counter */
};

struct counters;

/*
 * Finds out whether and how the host counts. Errors: EXIT_NO with a sentence
 * that says what was found instead (no virtual machine, an unpatched KVM).
 * A given abi other than COUNTERS_AUTO must answer, else likewise EXIT_NO.
 * The source stays the caller's and must outlive the counters.
 */
int counters_open(struct counters **counters, struct cpuid_source *source,
		  const struct cpu_identity *id, enum counters_abi abi, struct error *err);
void counters_close(struct counters *counters);

const struct counters_info *counters_info(const struct counters *counters);

/*
 * Reads all counters. snapshot_free() releases the result. A snapshot whose
 * epoch differs from that of counters_open() is an error: the counters started
 * again from zero.
 */
int counters_read(struct counters *counters, struct snapshot *snapshot, struct error *err);

/* Memory for a snapshot made ahead, so that counters_read() allocates nothing. */
void snapshot_init(struct snapshot *snapshot, const struct counters *counters);
void snapshot_free(struct snapshot *snapshot);

/* What reading costs, measured by reading an empty window a few times. */
struct read_cost {
	uint64_t queries;   /* CPUID exits that one snapshot takes */
	uint64_t net_exits; /* all other exits seen in the quietest empty window */
	uint64_t cycles;    /* handling time of one query, median; 0 if not told */
	uint64_t wall_ns;   /* one snapshot, median */
};

int counters_measure_cost(struct counters *counters, struct read_cost *cost, struct error *err);

#endif
