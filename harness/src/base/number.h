/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Numbers from outside, checked against a range. strtod() takes "inf", "nan", "0x1p3" and blanks,
 * and a conversion of a double to an integer that cannot hold it is undefined; neither is for what
 * people type and tools report.
 */
#ifndef EXITBENCH_BASE_NUMBER_H
#define EXITBENCH_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The decimal number at the beginning of the text: digits with at most one point, and an
 * exponent. Returns its length, 0 if there is none or if no double can hold it.
 */
size_t number_scan(const char *text, double *value);

/* A text that is such a number, from min to max, and nothing else. */
bool number_from_text(const char *text, double min, double max, double *value);

/* A text that is digits and nothing else, from min to max. */
bool number_whole(const char *text, uint64_t min, uint64_t max, uint64_t *value);

/* A value that is whole and from min to max. */
bool number_to_int(double value, int min, int max, int *result);

/*
 * The whole number next to a value: 0 for what is below, or is none, and the most there is above.
 */
uint64_t number_to_u64(double value);

/* Seconds in nanoseconds: at least 1 if there are any, the most there is if they are too many. */
uint64_t number_seconds_ns(double seconds);

#endif
