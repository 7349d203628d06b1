/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A list of the queries that were made to find out how a host counts, with the answers. It is
 * printed when no counters are found or not all of them are believed, so that people can see why
 * and send it to others.
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
 * Makes a query and notes the answer. Returns 1 if a recording has no new answer to it; this is
 * noted, too, and the repeated answer must not be used.
 */
int report_query(struct counters_report *report, struct cpuid_source *source, uint32_t leaf,
		 uint32_t subleaf, struct cpuid_regs *regs, struct error *err);

/*
 * One or two lines about a leaf for people and bug reports, of up to 80 columns each, in fresh
 * memory: the query as in a recording, and how often it was made.
 */
char *report_line(const struct leaf_answer *answer);

#endif
