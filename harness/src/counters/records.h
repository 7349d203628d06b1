/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Records of where the guest was: every Nth exit of each vCPU, noted by the host while a window is
 * open and read after it. Only the guest's kernel may ask for them, so it is asked through
 * /dev/cpu/N/cpuid, which takes root.
 */
#ifndef EXITBENCH_COUNTERS_RECORDS_H
#define EXITBENCH_COUNTERS_RECORDS_H

#include "counters/counters.h"

/* One exit. */
struct record {
	uint32_t vcpu;
	uint64_t tsc; /* of the guest, when the exit was taken */
	size_t slot;
	uint64_t key;     /* of reasons/cause.h; 0 if the reason has none */
	uint64_t cycles;  /* handling time; the largest 32-bit number stands for more, too */
	unsigned int cpl; /* privilege level: 0 the guest's kernel, 3 its programs */
	bool nested;      /* in a guest of this guest */
	uint64_t rip;     /* of the instruction, a virtual address */
	uint64_t cr3;     /* which address space it was in */
};

/* The records of one window, without those of the reader's own exits. */
struct recording {
	uint32_t period; /* every so many exits of a vCPU were noted; 0: there is no recording */
	uint64_t lost;   /* how many more would have been noted, had there been room */
	struct record *list; /* by vCPU, and by time */
	size_t n;
};

/*
 * From now on windows can be recorded. EXIT_NO if the host has no records, or they cannot be asked
 * for: an error that says what is missing.
 */
int counters_want_records(struct counters *counters, struct error *err);

/* Whether counters_want_records() was called and succeeded. */
bool counters_wants_records(const struct counters *counters);

/*
 * Starts recording, before a window begins. The period is chosen so that as many exits as the
 * recording before it had fit into the host's buffers; the first one notes every exit.
 */
int counters_record_start(struct counters *counters, struct error *err);

/* Stops it, after the window has ended. */
int counters_record_stop(struct counters *counters, struct error *err);

/*
 * Reads the records between the two marks of the window. Returns 1 with an error text if another
 * reader has started a recording meanwhile. recording_free() releases them.
 */
int counters_record_read(struct counters *counters, const struct snapshot *before,
			 const struct snapshot *after, struct recording *recording,
			 struct error *err);
void recording_free(struct recording *recording);

/* The period with which that many exits fit into that much room, no divisor of small cycles. */
uint32_t record_period(uint64_t exits, uint64_t room);

#endif
