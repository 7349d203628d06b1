/* SPDX-License-Identifier: GPL-2.0-only */
/* Puts a graph into the page. */
#ifndef EXITBENCH_PLOT_SVG_H
#define EXITBENCH_PLOT_SVG_H

#include <stdio.h>

/*
 * Writes an SVG of gnuplot as an element of the page. prefix makes its ids unique in
 * the page; label is the text for screen readers.
 */
void svg_write(FILE *out, const char *svg, const char *prefix, const char *label);

#endif
