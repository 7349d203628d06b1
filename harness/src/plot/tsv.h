/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Writes the data files that the graphs are drawn from. They are tab-separated and
 * consist of blocks, which gnuplot addresses by index; each block has a comment that says what
 * it holds. A file is for one panel, but the scale is the same for all, so that panels can be
 * compared.
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
