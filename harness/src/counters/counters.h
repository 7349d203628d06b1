/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The exit counters of the virtual machine, however the host offers them: by CPUID to its guest
 * (guest ABI: kernel-patch/linux-6.12, Documentation/virt/kvm/x86/exit-stats.rst), or in a file
 * (host.c). The folders above this one do not need to know which. access.h opens them.
 *
 * Each query by CPUID is a VM exit. A host that has marks copies all counters of all vCPUs at a
 * single CPUID, and the copy is read afterwards. A window takes mark 1 before and mark 2 after the
 * workload and reads both at its end, so that it contains exactly one exit that the reader caused.
 * A single snapshot takes mark 3, so that it does not spoil a window that another reader has open.
 * On a host without marks every counter is read live, with one query each.
 *
 * A snapshot notes how many queries had been made when its CPUID counter was read. From this the
 * number of exits that the reader caused between two snapshots is known exactly.
 * Reading a file makes no queries and causes no exits.
 */
#ifndef EXITBENCH_COUNTERS_COUNTERS_H
#define EXITBENCH_COUNTERS_COUNTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "counters/cpu.h"
#include "counters/cpuid.h"
#include "counters/report.h"
#include "reasons/key.h"
#include "reasons/reasons.h"

/*
 * What answers: COUNTERS_AUTO (the first that does), COUNTERS_NATIVE, COUNTERS_HOST, ...
 * The list of them, with what each is, is sources.def.
 */
enum counters_abi {
#define CPUID_SOURCE(ID, name, brief) COUNTERS_##ID,
#define MACHINE_SOURCE(name, open)
#define FILE_SOURCE(ID, name, open) COUNTERS_##ID,
#include "counters/sources.def"
	COUNTERS_N_ABIS,
};

/* "auto", "native", "course-a", ... */
const char *counters_abi_name(enum counters_abi abi);
bool counters_abi_from_name(const char *name, enum counters_abi *abi);

/* Whether the host writes these counters into a file; else they are read by CPUID. */
bool counters_from_file(enum counters_abi abi);

#define COUNTERS_DOUBTS_SIZE 400

/* Bits of counters_info.features: those of the native ABI, whatever the source is. */
#define COUNTERS_TIME (1u << 1)
#define COUNTERS_USER_EXITS (1u << 2)
#define COUNTERS_HISTOGRAMS (1u << 3)
#define COUNTERS_CAUSES (1u << 6) /* the ABI's "details" */
#define COUNTERS_RECORDS (1u << 7)

struct counters_info {
	enum counters_abi abi;
	enum isa isa;
	uint32_t version;  /* of the native ABI, or of the file; 0 for course leaves */
	uint32_t features; /* what it can do beyond exits; 0 for course leaves */
	uint32_t n_slots;  /* counters that a snapshot reads */
	uint32_t n_vcpus;  /* 0: not known */
	uint32_t n_marks;  /* 0: none */
	uint32_t tsc_khz;  /* of the TSC that times are told in; 0: not known */
	uint32_t epoch;    /* 0: not known */
	unsigned int bits; /* width of a counter: 64, or 32 that wraps */

	/*
	 * Entries of causes of a vCPU, and records that it can hold. A result does not keep them.
	 */
	uint32_t n_causes, n_records;
	bool has_time; /* handling times are known */

	/* Course leaves that are believed, by number; 0: none. A result does not keep them. */
	uint32_t count_leaf, total_leaf, time_leaf;

	/*
	 * What the host seems to report but is not believed, or does not report, and why;
	 * "": no doubts.
	 */
	char doubts[COUNTERS_DOUBTS_SIZE];
};

#define COUNTER_BUCKETS 32

struct counter {
	struct reason_key key; /* what it counts */
	uint64_t exits;
	uint64_t cycles; /* handling time in TSC cycles; 0 if not known */

	/* Details: see struct snapshot. */
	uint64_t user_exits;  /* those that went on to the VMM */
	uint64_t user_cycles; /* time in the VMM */
	uint64_t *buckets;    /* exits by handling time, COUNTER_BUCKETS; NULL: not read */
};

/* The key of CPUID exits that take a mark, whichever mark it is. */
#define COUNTERS_MARK_CAUSE (UINT64_C(0x4FFFFF03) << 32)

/*
 * What was behind some of the exits of a slot (reasons/cause.h): those with one key, or all those
 * that the host did not count by their key.
 */
struct cause {
	size_t slot;
	bool others;  /* the key has no meaning */
	uint64_t key; /* of reasons/cause.h */
	uint64_t exits;
	uint64_t cycles; /* handling time in TSC cycles; 0 if not known */
};

struct snapshot {
	struct counter *counters; /* n of them, in the order of the slots */
	size_t n;
	uint32_t epoch;
	uint64_t queries;     /* made so far, up to the last one that CPUID's counter includes */
	uint64_t generation;  /* of the mark that was read; 0: the counters were read live */
	uint64_t mark_cycles; /* handling time of the exit that took the mark */
	uint64_t tsc; /* of the guest, when the mark was taken; 0: not known. Not kept in results */

	/*
	 * Whether the details were read as well, from a mark of a host that has them. They are
	 * read only for those counters that have exits in the window or the snapshot.
	 */
	bool detailed;

	/*
	 * Of a snapshot that ends a window: the causes of the window's exits, the reader's own
	 * included; see counters_want_causes(). The causes of a slot add up to its exits in the
	 * window. They are in the order of their slots and keys, the others last; slots whose exits
	 * have no keys are left out.
	 */
	bool has_causes;
	struct cause *causes;
	size_t n_causes;

	struct snapshot *vcpus; /* of single vCPUs, without buckets; see counters_want_vcpus() */
	size_t n_vcpus;
	uint32_t vcpu; /* its number if this is one vCPU's, else the vCPU on which the reader ran */
};

struct counters;

/*
 * Finds out whether and how the host counts. If it does not, the error is EXIT_NO
 * with a sentence that says what was found instead (no virtual machine, an
 * unpatched KVM). If abi is not COUNTERS_AUTO, only that one is accepted.
 * The source still belongs to the caller and must outlive the counters.
 */
int counters_open(struct counters **counters, struct cpuid_source *source,
		  const struct cpu_identity *id, enum counters_abi abi, struct error *err);

/* The same. Also fills in report with what was asked and answered, even on error. */
int counters_open_reported(struct counters **counters, struct cpuid_source *source,
			   const struct cpu_identity *id, enum counters_abi abi,
			   struct counters_report *report, struct error *err);
void counters_close(struct counters *counters);

const struct counters_info *counters_info(const struct counters *counters);

/* Whether windows are taken by marks, and what the host reports besides exits and times. */
bool counters_use_marks(const struct counters_info *info);
bool counters_has_user_exits(const struct counters_info *info);
bool counters_has_histograms(const struct counters_info *info);

/* Whether the host tells the causes of exits, and records where the guest was. */
bool counters_has_causes(const struct counters_info *info);
bool counters_has_records(const struct counters_info *info);

/* Whether times are in cycles of the guest's own TSC: since version 2 of the native ABI. */
bool counters_of_guest_tsc(const struct counters_info *info);

/* Whether the exits that reading causes are of this reason. */
bool counters_read_by(const struct counters_info *info, const struct reason_key *key);

/* Whether a window has to begin and end on one vCPU: see counters_want_vcpus(). */
bool counters_on_one_vcpu(const struct counters *counters);

/*
 * From now on the counters of each vCPU are read as well. EXIT_NO if the source cannot separate
 * vCPUs, as CPUID without marks cannot. A file names the vCPUs. With CPUID a vCPU's number is its
 * APIC ID under the usual VMMs, and there may be gaps; so the numbers from 0 on are tried until as
 * many vCPUs are found as the host has. vCPUs that are plugged in later are not seen. A window then
 * must begin and end on the same vCPU, so that it is known whose counters hold the reader's exits.
 */
int counters_want_vcpus(struct counters *counters, struct error *err);

/*
 * From now on a window has the causes of its exits. EXIT_NO if the host does not tell them, or has
 * no marks: an error that says how to switch them on.
 */
int counters_want_causes(struct counters *counters, struct error *err);

/*
 * Reads all counters. snapshot_free() releases the result. A snapshot whose
 * epoch differs from that of counters_open() is an error: the counters started
 * again from zero.
 */
int counters_read(struct counters *counters, struct snapshot *snapshot, struct error *err);

/*
 * The window between two calls. Both snapshots are valid only after the second call.
 * It returns 1, with an error text, if another reader took a mark before it was read:
 * then the counters of the window are lost, and the snapshots are empty.
 */
int counters_begin(struct counters *counters, struct snapshot *before, struct error *err);
int counters_end(struct counters *counters, struct snapshot *before, struct snapshot *after,
		 struct error *err);

/*
 * counters_end() in two steps, for callers that have something to do as soon as the window is over:
 * stop ends the window, and collect, which takes longer, reads the counters.
 */
int counters_stop(struct counters *counters, struct snapshot *after, struct error *err);
int counters_collect(struct counters *counters, struct snapshot *before, struct snapshot *after,
		     struct error *err);

/* Allocates the memory of a snapshot beforehand, so that live reading allocates nothing. */
void snapshot_init(struct snapshot *snapshot, const struct counters *counters);
void snapshot_free(struct snapshot *snapshot);

/* What reading costs, as measured with a few empty windows. */
struct read_cost {
	uint64_t queries;   /* exits that reading causes in a window: 1 with marks, 0 with a file */
	uint64_t net_exits; /* all other exits seen in the quietest empty window */
	uint64_t cycles;    /* handling time of one of the reader's exits, median; 0 if not known */
	uint64_t wall_ns;   /* all reading for one window, median */
};

/* Returns 1 with an error text if a recording ends too early: then the cost is not known. */
int counters_measure_cost(struct counters *counters, struct read_cost *cost, struct error *err);

#endif
