/* SPDX-License-Identifier: GPL-2.0-only */
/* Writes the report's page, one HTML file that contains the graphs, tables and styles. */
#ifndef EXITBENCH_PLOT_PAGE_H
#define EXITBENCH_PLOT_PAGE_H

#include "base/error.h"
#include "plot/figures.h"

/* A graph of a report: folder/NAME.svg, and its further panels, which panel_file() names. */
struct page_graph {
	const char *name; /* "heat-map" */
	const char *title;
	const char *caption; /* HTML: what it shows, and how to read it */
};

/*
 * Writes folder/index.html. The graphs are read from folder, the styles from
 * templates/report.css; n_graphs may be 0 if there is nothing to draw.
 */
int page_write(const struct figures *figures, const struct page_graph *graphs, size_t n_graphs,
	       const char *folder, const char *templates, struct error *err);

#endif
