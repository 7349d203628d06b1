/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The report of one or more results: data files, graphs by gnuplot (SVG and
 * PNG), and index.html that holds everything in itself.
 */
#ifndef EXITBENCH_PLOT_REPORT_H
#define EXITBENCH_PLOT_REPORT_H

#include "base/error.h"
#include "model/result.h"

/*
 * Writes the report of a result into folder (made if missing) with the gnuplot
 * templates found in templates (the project's plot/). Leaves there index.html,
 * exits-per-second.svg/.png, heat-map.svg/.png and the data files that they
 * were drawn from; of many workloads further parts, as exits-per-second-2.svg.
 */
int report_write(const struct result *result, const char *folder, const char *templates,
		 struct error *err);

#endif
