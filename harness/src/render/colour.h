/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The colour of an exit reason: one assignment for every graph and report,
 * made of the reason's class and name alone, so that it never depends on what
 * else a graph shows, and CPUID is the same colour on both vendors.
 */
#ifndef EXITBENCH_RENDER_COLOUR_H
#define EXITBENCH_RENDER_COLOUR_H

#include <stdint.h>

#include "reasons/key.h"

/* For everything that is too rare to have a colour of its own. */
#define COLOUR_OTHER UINT32_C(0xEEEEEE)

/* 0xRRGGBB; COLOUR_OTHER for the catch-all. */
uint32_t colour_of_reason(const struct reason_key *key);

#endif
