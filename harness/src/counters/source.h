/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside the counters: the interface of a source of counters. A source is one file that defines a
 * table of functions and a function that opens it, and one row in sources.def. No other code
 * depends on what it reads.
 *
 * There are two: the leaves of CPUID that a patched KVM answers in the guest (marks.c, behind which
 * are two ways of asking, abi.h), and a file that the host writes (host.c).
 *
 * counters_info says what a source can do: has_time, n_marks, n_vcpus and the feature bits.
 * Functions and values that a source does not have are NULL, or left out of its snapshots.
 */
#ifndef EXITBENCH_COUNTERS_SOURCE_H
#define EXITBENCH_COUNTERS_SOURCE_H

#include "counters/counters.h"

struct counters_ops {
	/* As counters_read(), counters_begin(), counters_stop() and counters_collect(). */
	int (*read)(struct counters *counters, struct snapshot *snapshot, struct error *err);
	int (*begin)(struct counters *counters, struct snapshot *before, struct error *err);
	int (*stop)(struct counters *counters, struct snapshot *after, struct error *err);
	/* NULL: after begin and stop both snapshots are complete. */
	int (*collect)(struct counters *counters, struct snapshot *before, struct snapshot *after,
		       struct error *err);

	/* As counters_want_vcpus(). Sets vcpus and n_vcpus. */
	int (*want_vcpus)(struct counters *counters, struct error *err);

	/*
	 * As counters_want_causes(), once it is known that there are causes. NULL: there are none.
	 */
	int (*want_causes)(struct counters *counters, struct error *err);

	/* As counters_measure_cost(): each source has a read cost of its own. */
	int (*measure_cost)(struct counters *counters, struct read_cost *cost, struct error *err);

	/* Releases the counters, except slots and vcpus. */
	void (*close)(struct counters *counters);

	/* A window has to begin and end on one vCPU when vCPUs are read one by one. */
	bool on_one_vcpu;
};

/* The part that all sources share. Each source has it as the first member of its struct. */
struct counters {
	const struct counters_ops *ops;
	struct counters_info info;
	struct reason_key *slots; /* what the info.n_slots counters of the host count */
	bool bare;                /* read exits and handling times of the whole VM only */

	/* The vCPUs that are read one by one; none unless counters_want_vcpus() was called. */
	uint32_t *vcpus;
	size_t n_vcpus;
};

/* Removes everything from the snapshot except the list of its counters. */
void snapshot_clear(struct snapshot *snapshot, const struct counters *counters);

/*
 * As counters_measure_cost(), for a source whose readings cause no exits: the cost is the time of a
 * reading. Two are made, with nothing between them.
 */
int readings_measure_cost(struct counters *counters, struct read_cost *cost, struct error *err);

/*
 * The error for an epoch that differs from the one when the counters were opened: they belong to
 * another virtual machine, or started again from zero.
 */
int error_epoch(const struct counters *counters, uint32_t epoch, struct error *err);

/*
 * The functions that open each source of sources.def whose file the host writes: path is that file,
 * id the processor that we run on. On error nothing is left open.
 */
#define CPUID_SOURCE(ID, name, brief)
#define MACHINE_SOURCE(name, open)
#define FILE_SOURCE(ID, name, open)                                                           \
	int open(struct counters **counters, const char *path, const struct cpu_identity *id, \
		 struct error *err);
#include "counters/sources.def"

#endif
