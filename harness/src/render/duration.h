/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Times for readers: in ns or us, with the digits that their spread deserves. They are measured in
 * cycles of the host's TSC, whose rate in kHz is needed; 0 stands for a rate that is not known.
 */
#ifndef EXITBENCH_RENDER_DURATION_H
#define EXITBENCH_RENDER_DURATION_H

#include <stdint.h>

#include "analysis/summary.h"

/* Nanoseconds of that many cycles; NAN if the rate is not known. */
double duration_ns(double cycles, uint32_t tsc_khz);

/*
 * Times up to this many nanoseconds are shown in ns, longer ones in us. Times that are compared go
 * by the greatest.
 */
#define DURATION_MOST_NS 10000

/*
 * How many significant digits a median has: one more than those in which the repeats agree, from
 * two to four. Three where one value tells nothing of how it scatters.
 */
int duration_digits(const struct spread *spread);

/* "1.57 us" or "312 ns", in fresh memory: in the unit that the greatest time beside it has. */
char *duration_text(double ns, int digits, double greatest_ns);

/* The name of that unit: "ns" or "us". */
const char *duration_unit(double greatest_ns);

/* The same without the unit: "1.57". */
char *duration_number(double ns, int digits, double greatest_ns);

/* "1.57 us (1.55 to 1.61)", the range only of two repeats or more; of cycles, in fresh memory. */
char *duration_range_text(const struct spread *cycles, uint32_t tsc_khz);

#endif
