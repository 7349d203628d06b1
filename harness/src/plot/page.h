/* SPDX-License-Identifier: GPL-2.0-only */
/* The report's page: one HTML file that holds graphs, tables and looks in itself. */
#ifndef EXITBENCH_PLOT_PAGE_H
#define EXITBENCH_PLOT_PAGE_H

#include "base/error.h"
#include "plot/figures.h"

/* The graphs that a report has: folder/NAME.svg, and as panel_file() names its further panels. */
struct page_graph {
	const char *name; /* "heat-map" */
	const char *title;
	const char *caption; /* HTML: what it shows, and how to read it */
};

/*
 * Writes folder/index.html. The graphs are read from folder, the looks from
 * templates/report.css; n_graphs may be 0 when there is nothing to draw.
 */
int page_write(const struct figures *figures, const struct page_graph *graphs, size_t n_graphs,
	       const char *folder, const char *templates, struct error *err);

#endif
