/* SPDX-License-Identifier: GPL-2.0-only */
/* Writing HTML: everything that comes from data goes through one of these. */
#ifndef EXITBENCH_PLOT_HTML_H
#define EXITBENCH_PLOT_HTML_H

#include <stdio.h>

/* Text of an element or of a quoted attribute. NULL is written as "". */
void html_text(FILE *out, const char *text);

/*
 * A gnuplot SVG as an element of the page. prefix makes its ids unique in the
 * page; label is what a screen reader says.
 */
void html_svg(FILE *out, const char *svg, const char *prefix, const char *label);

#endif
