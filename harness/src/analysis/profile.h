/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A profile: which VM exits happened between two snapshots, net of the
 * reader's own, and how long the host handled them. Pure data, no I/O.
 */
#ifndef EXITBENCH_ANALYSIS_PROFILE_H
#define EXITBENCH_ANALYSIS_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/histogram.h"
#include "base/error.h"
#include "counters/counters.h"
#include "reasons/key.h"

struct profile_row {
	struct reason_key key;      /* of which exits */
	uint64_t exits;             /* net of the reader's */
	uint64_t cycles;            /* handling time in TSC cycles, net of the reader's share */
	uint64_t user_exits;        /* of these exits, those that went on to the VMM */
	uint64_t user_cycles;       /* of that time, what the VMM took */
	struct histogram histogram; /* net of the reader's exit */
};

struct profile {
	enum isa isa;
	bool has_time;            /* cycles are known */
	bool has_user;            /* user exits are known */
	bool has_histograms;      /* histograms are known */
	struct profile_row *rows; /* those with exits, most exits first */
	size_t n;
	uint64_t exits;        /* sum of the rows */
	uint64_t cycles;       /* sum of the rows */
	uint64_t reader_exits; /* what was subtracted from CPUID's row */
	uint64_t reader_cycles;
	struct profile *vcpus; /* of single vCPUs, if they were read, without histograms */
	size_t n_vcpus;
	uint32_t vcpu; /* in such a one: its number */
};

/*
 * The profile of the window between two snapshots of one set of counters.
 *
 * The reader's exits in it are after->queries - before->queries, exactly. Between
 * two marks that is one, and the time of the exit that took the first mark is
 * subtracted, exactly, as it is from the histogram: an exit is counted when it is taken and its
 * time when its vCPU enters the guest again. Between two live readings the time is taken as that
 * many times cost->cycles (cost may be NULL: then nothing is subtracted).
 *
 * 32-bit counters are taken to have wrapped at most once; one that seems to have
 * counted 2^31 exits or more has rather gone backwards. A counter that went backwards, snapshots of
 * different shape or epoch, and fewer CPUID exits or less time of them than the reader's are
 * errors: the numbers would be wrong.
 */
int profile_between(const struct counters_info *info, const struct snapshot *before,
		    const struct snapshot *after, const struct read_cost *cost,
		    struct profile *profile, struct error *err);

/* The row of a reason, or NULL if it had no exits. */
const struct profile_row *profile_find(const struct profile *profile, const struct reason_key *key);

/* Puts the rows in their order, after they were changed. */
void profile_sort(struct profile *profile);

void profile_free(struct profile *profile);

#endif
