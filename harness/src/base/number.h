/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Numbers that people type or tools report, checked against a range. strtod() alone is not enough,
 * as it accepts "inf", "nan", "0x1p3" and leading blanks; nor is a plain conversion of a double to
 * an integer, which is undefined if the integer cannot hold the value.
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

/* Reads a text that is such a number, from min to max, and nothing else; else returns false. */
bool number_from_text(const char *text, double min, double max, double *value);

/* Reads a text that is digits and nothing else, a number from min to max; else returns false. */
bool number_whole(const char *text, uint64_t min, uint64_t max, uint64_t *value);

/* Converts a value that is whole and from min to max; returns false for any other. */
bool number_to_int(double value, int min, int max, int *result);

/*
 * The whole number nearest to a value: 0 for negative values and NAN, UINT64_MAX for values that
 * are too large.
 */
uint64_t number_to_u64(double value);

/* Seconds in nanoseconds: at least 1 for any positive time, UINT64_MAX if it is too long. */
uint64_t number_seconds_ns(double seconds);

#endif
