/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A profile: the VM exits that happened between two snapshots, without those that
 * reading caused, and how long the host handled them. Pure data, no I/O.
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
	struct reason_key key;      /* whose exits these are */
	uint64_t exits;             /* net of the reader's */
	uint64_t cycles;            /* handling time in TSC cycles, net of the reader's share */
	uint64_t user_exits;        /* of these exits, those that went on to the VMM */
	uint64_t user_cycles;       /* the part of that time that the VMM took */
	struct histogram histogram; /* net of the reader's exit */
};

/* What was behind some of the exits of a reason; see struct cause. */
struct profile_cause {
	struct reason_key reason;
	bool others;  /* those that the host did not count by their key */
	uint64_t key; /* of reasons/cause.h */
	uint64_t exits;
	uint64_t cycles;
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

	/*
	 * The causes of the exits, without the reader's, most exits first. Those of a reason add up
	 * to its row, as long as nothing else was subtracted from that.
	 */
	bool has_causes;
	struct profile_cause *causes;
	size_t n_causes;
	struct profile *vcpus; /* of single vCPUs, if they were read, without histograms */
	size_t n_vcpus;
	uint32_t vcpu; /* its number, if this is the profile of one vCPU */
};

/*
 * The profile of the window between two snapshots of one set of counters.
 *
 * The reader caused exactly after->queries - before->queries exits in it. Between two marks that is
 * one exit; its exact time is subtracted as well, also from the histogram. This is the time of the
 * exit that took the first mark, because an exit is counted when it happens but its time only when
 * its vCPU enters the guest again. Between two live readings, cost->cycles is subtracted for each
 * of the reader's exits (cost may be NULL: then no time is subtracted).
 *
 * 32-bit counters are assumed to have wrapped at most once; if one seems to have counted 2^31 exits
 * or more, it went backwards. These are errors, because the numbers would be wrong: a counter that
 * went backwards, snapshots of different shape or epoch, and fewer CPUID exits, or less time of
 * them, than the reader caused. It is an error, too, if the causes of a reason's exits do not add
 * up to them.
 */
int profile_between(const struct counters_info *info, const struct snapshot *before,
		    const struct snapshot *after, const struct read_cost *cost,
		    struct profile *profile, struct error *err);

/* The row of a reason, or NULL if it had no exits. */
const struct profile_row *profile_find(const struct profile *profile, const struct reason_key *key);

/* Sorts the rows again after they were changed. */
void profile_sort(struct profile *profile);

void profile_free(struct profile *profile);

#endif
