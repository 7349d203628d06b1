// SPDX-License-Identifier: GPL-2.0-only
#include "plot/report.h"

#include <stdbool.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "plot/figures.h"
#include "plot/gnuplot.h"
#include "plot/page.h"
#include "plot/tsv.h"

struct graph {
	struct page_graph page;
	int (*write_data)(const struct figures *figures, const struct figure_panel *panel,
			  const char *path, struct error *err);
};

static const struct graph graphs[] = {
	{
		{
			"exits-per-second",
			"VM exits by exit reason, a bar for every workload",
			"Left: what share of its exits each exit reason has, so that quiet "
			"workloads can be read too. Right: how many exits per second that is, on "
			"one linear scale. Reasons that stay below 1&nbsp;% everywhere are "
			"<i>other</i>.",
		},
		tsv_write_bars,
	},
	{
		{
			"heat-map",
			"VM exits per second by workload and exit reason",
			"Exits per second of every workload and exit reason. Each step of the "
			"colour scale is ten times as many; a blank cell is zero.",
		},
		tsv_write_heat_map,
	},
};

#define N_GRAPHS (sizeof(graphs) / sizeof(graphs[0]))

static int draw_panel(const struct figures *figures, struct figure_panel panel,
		      const struct graph *graph, const char *folder, const char *templates,
		      struct error *err)
{
	_cleanup_free_ char *file = panel_file(graph->page.name, &panel);
	_cleanup_free_ char *data = xasprintf("%s/%s.tsv", folder, file);

	if (graph->write_data(figures, &panel, data, err))
		return -1;
	return gnuplot_draw(templates, graph->page.name, folder, file, err);
}

static int draw(const struct figures *figures, const char *folder, const char *templates,
		struct error *err)
{
	for (size_t i = 0; i < N_GRAPHS; i++)
		for (size_t j = 0; j < figures_n_panels(figures); j++)
			if (draw_panel(figures, figures_panel(figures, j), &graphs[i], folder,
				       templates, err))
				return -1;
	return 0;
}

/* Removes the files of a panel. Returns whether there were any. */
static bool remove_panel(const char *folder, const char *name, size_t number)
{
	static const char *const suffixes[] = { "tsv", "svg", "png" };
	const struct figure_panel panel = { .number = number };
	_cleanup_free_ char *file = panel_file(name, &panel);
	bool any = false;

	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
		_cleanup_free_ char *path = xasprintf("%s/%s.%s", folder, file, suffixes[i]);

		any |= !unlink(path);
	}
	return any;
}

/* Removes the graphs of an earlier report, which would look like those of this one. */
static void remove_graphs(const char *folder)
{
	for (size_t i = 0; i < N_GRAPHS; i++) {
		size_t number = 0;

		while (remove_panel(folder, graphs[i].page.name, number) || !number)
			number++;
	}
}

static int write_figures(const struct figures *figures, const char *folder, const char *templates,
			 struct error *err)
{
	struct page_graph pages[N_GRAPHS];
	size_t n = figures->n_reasons ? N_GRAPHS : 0;

	remove_graphs(folder);
	for (size_t i = 0; i < N_GRAPHS; i++)
		pages[i] = graphs[i].page;
	if (n && draw(figures, folder, templates, err))
		return -1;
	return page_write(figures, pages, n, folder, templates, err);
}

int report_write(const struct result *result, const char *folder, const char *templates,
		 struct error *err)
{
	struct profiled_result profiled;
	struct figures figures;
	int status;

	if (gnuplot_check(templates, err) || file_make_folder(folder, err))
		return -1;
	profile_result(result, NULL, &profiled);
	figures_init(&figures, &profiled);
	status = write_figures(&figures, folder, templates, err);
	figures_free(&figures);
	profiled_result_free(&profiled);
	return status ? error_wrap(err, "no report") : 0;
}
