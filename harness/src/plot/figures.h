/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the graphs and the page show about a result, computed once: a summary of
 * each workload, and the exit reasons that get a colour or a column.
 */
#ifndef EXITBENCH_PLOT_FIGURES_H
#define EXITBENCH_PLOT_FIGURES_H

#include "analysis/profiled.h"
#include "analysis/summary.h"

/* A reason gets a separate colour if it has at least this share of some workload's exits. */
#define FIGURES_LEAST_SHARE 0.01

/* There are at most this many colours, because nobody can distinguish more of them. */
#define FIGURES_MOST_COLOURS 14

/* A graph has at most this many workloads. With more it is split, as it could not be read. */
#define FIGURES_MOST_ROWS 50

struct figure_reason {
	struct reason_key key;
	char name[REASON_LABEL_SIZE];
	enum reason_class class;
	uint32_t colour;
	double peak_rate;  /* largest median of exits/s in any workload */
	double peak_share; /* largest share of a workload's exits */
	bool coloured;     /* has its own part in the bars */
};

struct figure_row {
	const struct workload_run *run;
	struct summary summary;
	bool measured; /* at least one repeat is ok: the summary says something */
};

struct figures {
	const struct profiled_result *profiled;
	const struct result *result; /* the same, as it was recorded */
	enum isa isa;
	struct figure_reason *reasons; /* by class, then number; those with any exits */
	size_t n_reasons;
	struct figure_row *rows; /* as in the result */
	size_t n_rows;
	size_t n_measured;
};

/* One of the parts that a graph is split into. It shows rows[first] to rows[end - 1]. */
struct figure_panel {
	size_t number, n; /* of n panels, counted from 0 */
	size_t first, end;
};

/* Splits the rows into panels with about the same number of measured workloads. */
size_t figures_n_panels(const struct figures *figures);
struct figure_panel figures_panel(const struct figures *figures, size_t number);

/* The name of a graph's files for a panel: NAME, NAME-2, NAME-3; in fresh memory. */
char *panel_file(const char *name, const struct figure_panel *panel);

/* The first and the last measured workload of a panel, which has at least one. */
const char *panel_first_name(const struct figures *figures, const struct figure_panel *panel);
const char *panel_last_name(const struct figures *figures, const struct figure_panel *panel);

void figures_init(struct figures *figures, const struct profiled_result *profiled);
void figures_free(struct figures *figures);

const struct figure_reason *figures_find(const struct figures *figures,
					 const struct reason_key *key);

#endif
