/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The data files that the graphs are drawn from: tab-separated, in blocks that
 * gnuplot tells apart by index, each with a comment that says what it holds. A file is for one
 * panel; its scale is that of all, so that panels can be compared.
 */
#ifndef EXITBENCH_PLOT_TSV_H
#define EXITBENCH_PLOT_TSV_H

#include "base/error.h"
#include "plot/figures.h"

/* For plot/exits-per-second.gp. */
int tsv_write_bars(const struct figures *figures, const struct figure_panel *panel,
		   const char *path, struct error *err);

/* For plot/heat-map.gp. */
int tsv_write_heat_map(const struct figures *figures, const struct figure_panel *panel,
		       const char *path, struct error *err);

#endif
