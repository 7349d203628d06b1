/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside the counters: the details that are read from a mark besides the exits and
 * handling times of the whole VM. Each value costs a query (outside the window), so
 * only those counters are asked for that have exits.
 */
#ifndef EXITBENCH_COUNTERS_DETAILS_H
#define EXITBENCH_COUNTERS_DETAILS_H

#include "counters/abi.h"

/*
 * Fills in the details of a snapshot whose exits have been read from the mark. For
 * a window, other is the snapshot at its other end, and only counters that differ
 * are read; for a single snapshot other is NULL.
 */
int details_read(struct cpuid_counters *counters, unsigned int mark, const struct snapshot *other,
		 struct snapshot *snapshot, struct error *err);

/* See counters_want_vcpus(). */
int details_want_vcpus(struct cpuid_counters *counters, struct error *err);

/* The same for counters_want_causes(). */
int details_want_causes(struct cpuid_counters *counters, struct error *err);

/*
 * Finds the numbers of all vCPUs. *list is fresh memory; where it was NULL before, it may have to
 * be freed after an error, too.
 */
int details_find_vcpus(struct cpuid_counters *counters, uint32_t **list, size_t *n_found,
		       struct error *err);

/* Notes in the snapshot on which vCPU the reader runs, if vCPUs are read one by one. */
int details_vcpu(struct cpuid_counters *counters, struct snapshot *snapshot, struct error *err);

/* Assigns the reader's share of a window to the vCPU on which it ran, as noted in before. */
void details_subtract_reader(struct snapshot *before, struct snapshot *after);

/* Reads a pair of values that the host says it has. */
int read_pair(struct cpuid_counters *counters, const struct selection *selection, uint64_t *first,
	      uint64_t *second, struct error *err);

#endif
