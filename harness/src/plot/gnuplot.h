/* SPDX-License-Identifier: GPL-2.0-only */
/* Draws graphs with gnuplot, from a template of plot/ and a data file. */
#ifndef EXITBENCH_PLOT_GNUPLOT_H
#define EXITBENCH_PLOT_GNUPLOT_H

#include "base/error.h"

/* Checks that gnuplot can be run and the templates exist. To be called before the work begins. */
int gnuplot_check(const char *templates, struct error *err);

/*
 * Draws folder/NAME.svg and folder/NAME.png from folder/NAME.tsv with
 * templates/TEMPLATE.gp. gnuplot runs without the user's settings and start-up files, and
 * the paths may be any bytes. An incomplete graph is removed and is an error.
 */
int gnuplot_draw(const char *templates, const char *template, const char *folder, const char *name,
		 struct error *err);

#endif
