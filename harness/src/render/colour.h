/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The colour of an exit reason, which is the same in every graph and report. It only
 * depends on the reason's class and name, not on what else a graph shows, and CPUID has
 * the same colour on both vendors' processors.
 */
#ifndef EXITBENCH_RENDER_COLOUR_H
#define EXITBENCH_RENDER_COLOUR_H

#include <stdint.h>

#include "reasons/key.h"

/* For everything that is too rare to have a separate colour. */
#define COLOUR_OTHER UINT32_C(0xEEEEEE)

/* 0xRRGGBB; COLOUR_OTHER for the catch-all. */
uint32_t colour_of_reason(const struct reason_key *key);

#endif
