/* SPDX-License-Identifier: GPL-2.0-only */
/* Draws a history: a panel for each workload that changed, with its results, levels and changes. */
#ifndef EXITBENCH_PLOT_HISTORY_PLOT_H
#define EXITBENCH_PLOT_HISTORY_PLOT_H

#include "base/error.h"
#include "compare/history.h"

/* Of more workloads those that changed most are drawn. */
#define HISTORY_PLOT_MOST 12

/* Whether it can be drawn, before the results are read; makes the folder. */
int history_plot_check(const char *folder, const char *templates, struct error *err);

/*
 * Draws folder/history.svg and folder/history.png from folder/history.tsv with the templates of
 * the project's plot/. Where nothing changed, the first workloads are drawn.
 */
int history_plot(const struct history *history, const char *folder, const char *templates,
		 struct error *err);

#endif
