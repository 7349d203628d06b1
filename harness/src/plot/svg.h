/* SPDX-License-Identifier: GPL-2.0-only */
/* A graph as an element of the page. */
#ifndef EXITBENCH_PLOT_SVG_H
#define EXITBENCH_PLOT_SVG_H

#include <stdio.h>

/*
 * A gnuplot SVG as an element of the page. prefix makes its ids unique in the
 * page; label is what a screen reader says.
 */
void svg_write(FILE *out, const char *svg, const char *prefix, const char *label);

#endif
