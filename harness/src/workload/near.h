/* SPDX-License-Identifier: GPL-2.0-only */
/* Names that were probably meant when an unknown one was given. */
#ifndef EXITBENCH_WORKLOAD_NEAR_H
#define EXITBENCH_WORKLOAD_NEAR_H

#include <stdbool.h>

/*
 * How far two names are apart: the number of letters to change, insert, leave
 * out or swap with their neighbour. Names of more than 64 letters are as far
 * apart as the longer is long.
 */
unsigned int near_distance(const char *a, const char *b);

/*
 * Whether a reader who typed `typed` may have meant `name`: few letters differ, or
 * it is a part of the name ("randread" of "io/randread-4k").
 */
bool near_match(const char *typed, const char *name);

#endif
