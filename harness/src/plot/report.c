// SPDX-License-Identifier: GPL-2.0-only
#include "plot/report.h"

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
	int (*write_data)(const struct figures *figures, const char *path, struct error *err);
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

static int draw(const struct figures *figures, const char *folder, const char *templates,
		struct error *err)
{
	for (size_t i = 0; i < N_GRAPHS; i++) {
		const char *name = graphs[i].page.name;
		_cleanup_free_ char *data = xasprintf("%s/%s.tsv", folder, name);

		if (graphs[i].write_data(figures, data, err))
			return -1;
		if (gnuplot_draw(templates, folder, name, err))
			return -1;
	}
	return 0;
}

/* Graphs of an earlier report would be taken for this one's. */
static void remove_graphs(const char *folder)
{
	static const char *const suffixes[] = { "tsv", "svg", "png" };

	for (size_t i = 0; i < N_GRAPHS; i++)
		for (size_t j = 0; j < sizeof(suffixes) / sizeof(suffixes[0]); j++) {
			_cleanup_free_ char *path =
				xasprintf("%s/%s.%s", folder, graphs[i].page.name, suffixes[j]);

			unlink(path);
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
	struct figures figures;
	int status;

	if (gnuplot_check(templates, err) || file_make_folder(folder, err))
		return -1;
	figures_init(&figures, result);
	status = write_figures(&figures, folder, templates, err);
	figures_free(&figures);
	return status ? error_wrap(err, "no report") : 0;
}
