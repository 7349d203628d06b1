/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An icicle: a picture of the tree of a workload's exits. Below a bar for all of them hang bars for
 * the exit reasons, below each its causes, and below those the code, as wide as their share. It
 * needs no mouse: what is wide enough carries its name and share, and the table beside it has the
 * rest.
 */
#ifndef EXITBENCH_PLOT_ICICLE_H
#define EXITBENCH_PLOT_ICICLE_H

#include <stdio.h>

#include "analysis/why.h"

/* What the width of a bar tells. */
enum icicle_width {
	ICICLE_EXITS,
	ICICLE_TIME, /* handling time; idle time is left out */
};

/* Writes an SVG element. Returns false, and writes nothing, if there is nothing to draw. */
bool icicle_write(FILE *out, const struct why *why, const struct regions *regions,
		  enum icicle_width width);

#endif
