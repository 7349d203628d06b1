/* SPDX-License-Identifier: GPL-2.0-only */
/* What came of a comparison, in one line and in sentences. All strings are in fresh memory. */
#ifndef EXITBENCH_RENDER_VERDICT_LINE_H
#define EXITBENCH_RENDER_VERDICT_LINE_H

#include "compare/compare.h"

/*
 * "2 of 14 workloads changed; io/randread-4k: 12.1 -> 10.4 exits/op (-14 %, p 0.0002), all of it
 * npf; 11,300 -> 9,200 ns/op"
 */
char *verdict_line(const struct comparison_set *set);

/*
 * Why a workload has no verdict although its numbers moved: in which directions exits (or times)
 * per operation and per second went, and what came of the rate of work and the processor's speed.
 */
char *disagreement_text(const struct comparison *c);

/* "12.1 -> 10.4 exits/op (-14 %, p 0.0002)" */
char *change_text(const struct change *change, enum comparison_quantity quantity, double p);

/* A number that is compared, with digits that suit the greatest one beside it. */
char *compared_text(double value, double greatest);

/* "0.0002", "< 0.0001". */
char *probability_text(double p);

#endif
