/* SPDX-License-Identifier: GPL-2.0-only */
/* Graphs by gnuplot, from a template of plot/ and a data file. */
#ifndef EXITBENCH_PLOT_GNUPLOT_H
#define EXITBENCH_PLOT_GNUPLOT_H

#include "base/error.h"

/* Whether gnuplot can be run and the templates are there: to be asked before the work. */
int gnuplot_check(const char *templates, struct error *err);

/*
 * gnuplot runs without the user's settings and start-up files, and the paths may be any bytes.
 * Draws folder/NAME.svg and folder/NAME.png from folder/NAME.tsv with
 * templates/TEMPLATE.gp. A graph that is not whole is removed and an error.
 */
int gnuplot_draw(const char *templates, const char *template, const char *folder, const char *name,
		 struct error *err);

#endif
