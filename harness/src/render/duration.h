/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Times for readers: in ns or us, with as many digits as their spread justifies. They are measured
 * in cycles of the TSC. tsc_khz is its rate in kHz; 0: not known.
 */
#ifndef EXITBENCH_RENDER_DURATION_H
#define EXITBENCH_RENDER_DURATION_H

#include <stdint.h>

#include "analysis/summary.h"

/* Converts cycles to nanoseconds; NAN if the rate is not known. */
double duration_ns(double cycles, uint32_t tsc_khz);

/*
 * Times up to this many nanoseconds are shown in ns, longer ones in us. For times that are compared
 * with each other, the greatest one decides.
 */
#define DURATION_MOST_NS 10000

/*
 * How many significant digits a median is shown with: one more than those in which the repeats
 * agree, from two to four. Three for a single value, whose spread is not known.
 */
int duration_digits(const struct spread *spread);

/* "1.57 us" or "312 ns", in fresh memory, in the unit of the greatest time beside it. */
char *duration_text(double ns, int digits, double greatest_ns);

/* The name of that unit: "ns" or "us". */
const char *duration_unit(double greatest_ns);

/* The same without the unit: "1.57". */
char *duration_number(double ns, int digits, double greatest_ns);

/* "1.57 us (1.55 to 1.61)" for cycles, in fresh memory; the range only with two or more repeats. */
char *duration_range_text(const struct spread *cycles, uint32_t tsc_khz);

#endif
