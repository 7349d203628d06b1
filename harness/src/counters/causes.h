/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside the counters: the causes of the exits of a window (reasons/cause.h). Each vCPU has a table
 * whose entries count the exits of one slot with one key. An entry that is not used any more can be
 * given to another key; then its generation changes, and what it counted belongs to the slot's
 * other keys. The numbers of pages are told to the guest's kernel only: they are read if
 * /dev/cpu/N/cpuid can be, and otherwise pages are other keys of their slot.
 */
#ifndef EXITBENCH_COUNTERS_CAUSES_H
#define EXITBENCH_COUNTERS_CAUSES_H

#include "counters/abi.h"

/* The marks of a window. */
struct cause_marks {
	unsigned int before, after;
};

/*
 * Reads the tables of both marks and sets the causes in after, whose counters have been read as
 * those of before have. Does nothing unless counters_want_causes() was called. It is an error if
 * the entries of a slot do not add up to its counter, in the mark or in the window. What an exit on
 * another vCPU that was under way at a mark adds to one of them only is taken from the cause that
 * has most.
 */
int causes_read(struct cpuid_counters *counters, const struct cause_marks *marks,
		const struct snapshot *before, struct snapshot *after, struct error *err);

#endif
