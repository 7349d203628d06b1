/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What was asked to find out how a host counts, and what it answered: what a person needs to see,
 * and can send to others, when no counters are found or not all of them are believed.
 */
#ifndef EXITBENCH_COUNTERS_REPORT_H
#define EXITBENCH_COUNTERS_REPORT_H

#include "counters/cpuid.h"

#define REPORT_MOST 32

struct leaf_answer {
	uint32_t leaf, subleaf;
	unsigned int asked; /* 0: the recording has no answer */
	struct cpuid_regs first, last;
};

struct counters_report {
	struct leaf_answer answers[REPORT_MOST]; /* in the order in which they were asked first */
	size_t n;
};

/*
 * Asks and notes the answer. Returns 1 if a recording has no answer that was not given before,
 * which is noted, too, and must not be taken for one.
 */
int report_query(struct counters_report *report, struct cpuid_source *source, uint32_t leaf,
		 uint32_t subleaf, struct cpuid_regs *regs, struct error *err);

/*
 * One line or two of a leaf for people and bug reports, up to 80 columns each, in fresh memory:
 * written as in a recording, and how often it was asked.
 */
char *report_line(const struct leaf_answer *answer);

#endif
