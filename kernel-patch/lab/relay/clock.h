/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LAB_CLOCK_H
#define LAB_CLOCK_H

/* Seconds on a clock that nobody sets. */
double now(void);

#endif
