/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Writes the report of a result: data files, graphs drawn by gnuplot (SVG and
 * PNG), and an index.html that contains everything.
 */
#ifndef EXITBENCH_PLOT_REPORT_H
#define EXITBENCH_PLOT_REPORT_H

#include "base/error.h"
#include "model/result.h"

/*
 * Writes the report of a result into folder (made if missing) with the gnuplot
 * templates found in templates (the project's plot/). Leaves there index.html,
 * exits-per-second.svg/.png, heat-map.svg/.png and the data files that they
 * were drawn from; with many workloads also further parts, as exits-per-second-2.svg.
 */
int report_write(const struct result *result, const char *folder, const char *templates,
		 struct error *err);

#endif
