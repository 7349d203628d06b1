/* SPDX-License-Identifier: GPL-2.0-only */
/* Time: one monotonic clock in nanoseconds, and the wall clock for names of results. */
#ifndef EXITBENCH_BASE_CLOCK_H
#define EXITBENCH_BASE_CLOCK_H

#include <stddef.h>
#include <stdint.h>

#define NS_PER_S UINT64_C(1000000000)
#define NS_PER_MS UINT64_C(1000000)

/* CLOCK_MONOTONIC in nanoseconds. */
uint64_t clock_ns(void);

/* The UTC date and time as 2026-11-22T23:00:45Z, 21 bytes with the NUL. */
void clock_utc(char *text, size_t size);

#endif
