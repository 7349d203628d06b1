// SPDX-License-Identifier: GPL-2.0-only
#include "plot/history_plot.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "analysis/summary.h"
#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "plot/gnuplot.h"
#include "plot/tsv_text.h"

/* A workload and how much it changed at most; 0: it did not. */
struct panel {
	const struct history *history;
	const struct history_series *series;
	double size;
};

struct panels {
	struct panel *panels;
	size_t n;
	size_t n_changed; /* of all workloads, also of those that have no panel */
};

static int by_size(const void *a, const void *b)
{
	const struct panel *x = a, *y = b;

	if (x->size != y->size)
		return x->size < y->size ? 1 : -1;
	return (x->series > y->series) - (x->series < y->series);
}

static double largest_change(const struct history_series *series)
{
	double size = 0;

	for (size_t i = 0; i < series->n_changes; i++)
		size = fmax(size, change_size(&series->changes[i]));
	return size;
}

/* The workloads that are drawn, those that changed most first. */
static struct panels choose(const struct history *history)
{
	struct panels p = { .panels = xcalloc(history->n, sizeof(*p.panels)) };
	size_t most;

	for (size_t i = 0; i < history->n; i++) {
		const struct history_series *series = &history->series[i];

		if (series->quantity == COMPARE_N)
			continue;
		p.panels[p.n++] = (struct panel){ history, series, largest_change(series) };
		p.n_changed += series->n_changes > 0;
	}
	qsort(p.panels, p.n, sizeof(*p.panels), by_size);
	most = p.n_changed ? p.n_changed : p.n;
	p.n = most < HISTORY_PLOT_MOST ? most : HISTORY_PLOT_MOST;
	return p;
}

/* When the result of a point of the series was begun. */
static const char *started(const struct panel *panel, size_t point)
{
	return panel->history->results[panel->series->points[point].result].started;
}

static void put_title(const struct history *history, const struct panels *panels, FILE *out)
{
	const char *reason = history->wish.reason;

	fputs("# exitbench: history\n# block 0: what it shows, panels, first and last result\n",
	      out);
	tsv_put_name(reason ? reason : "VM exits", out);
	fprintf(out, " in %zu results: ", history->n_results);
	if (!panels->n_changed)
		fprintf(out, "no workload changed%s",
			panels->n < history->n ? ", the first ones" : "");
	else if (panels->n < panels->n_changed)
		fprintf(out, "%zu of %zu workloads changed, most of all these", panels->n_changed,
			history->n);
	else
		fprintf(out, "%zu of %zu workloads changed", panels->n_changed, history->n);
	fprintf(out, "\t%zu\t%s\t%s\n", panels->n, history->results[0].started,
		history->results[history->n_results - 1].started);
}

static void put_names(const struct panels *panels, FILE *out)
{
	fputs("\n\n# block 1, the panels: number, workload, unit, least and greatest value\n", out);
	for (size_t i = 0; i < panels->n; i++) {
		const struct history_series *series = panels->panels[i].series;
		_cleanup_free_ char *visible = utf8_visible(series->workload);
		_cleanup_free_ char *text = tsv_shortened(visible);
		double least = INFINITY, most = 0;

		for (size_t j = 0; j < series->n; j++) {
			least = fmin(least, series->values[j]);
			most = fmax(most, series->values[j]);
		}
		fprintf(out, "%zu\t", i);
		tsv_put_name(text, out);
		fprintf(out, "\t%s\t%.6g\t%.6g\n", quantity_unit(series->quantity), least, most);
	}
}

static void put_points(const struct panels *panels, FILE *out)
{
	fputs("\n\n# block 2, the results: panel, begin, value\n", out);
	for (size_t i = 0; i < panels->n; i++)
		for (size_t j = 0; j < panels->panels[i].series->n; j++)
			fprintf(out, "%zu\t%s\t%.6g\n", i, started(&panels->panels[i], j),
				panels->panels[i].series->values[j]);
}

static void put_levels(const struct panels *panels, FILE *out)
{
	fputs("\n\n# block 3, the levels: panel, from, until, median\n", out);
	for (size_t i = 0; i < panels->n; i++) {
		const struct panel *panel = &panels->panels[i];
		const struct history_series *series = panel->series;
		size_t from = 0;

		for (size_t j = 0; j <= series->n_changes; j++) {
			bool last = j == series->n_changes;
			size_t end = last ? series->n - 1 : series->changes[j].at;
			double median = !last             ? series->changes[j].before :
					series->n_changes ? series->changes[j - 1].after :
							    median_of(series->values, series->n);

			fprintf(out, "%zu\t%s\t%s\t%.6g\n", i, started(panel, from),
				started(panel, end), median);
			from = end;
		}
	}
}

static void put_changes(const struct panels *panels, FILE *out)
{
	/* A block must not be empty: the first line belongs to no panel. */
	fputs("\n\n# block 4, the changes: panel, since, words\n-1\t1970-01-01T00:00:00Z\t-\n",
	      out);
	for (size_t i = 0; i < panels->n; i++) {
		const struct panel *panel = &panels->panels[i];

		for (size_t j = 0; j < panel->series->n_changes; j++) {
			const struct change_point *change = &panel->series->changes[j];

			fprintf(out, "%zu\t%s\t", i, started(panel, change->at));
			if (change->before > 0)
				fprintf(out, "%+.3g %% since ",
					100 * (change->after - change->before) / change->before);
			else
				fputs("appears ", out);
			fprintf(out, "%.10s\n", started(panel, change->at));
		}
	}
}

static int write_data(const struct history *history, const struct panels *panels, const char *path,
		      struct error *err)
{
	_cleanup_free_ char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return error_errno(err, "cannot compose '%s'", path);
	put_title(history, panels, out);
	put_names(panels, out);
	put_points(panels, out);
	put_levels(panels, out);
	put_changes(panels, out);
	return tsv_finish(out, &text, &size, path, err);
}

int history_plot_check(const char *folder, const char *templates, struct error *err)
{
	return gnuplot_check(templates, err) || file_make_folder(folder, err) ? -1 : 0;
}

int history_plot(const struct history *history, const char *folder, const char *templates,
		 struct error *err)
{
	_cleanup_free_ char *data = xasprintf("%s/history.tsv", folder);
	struct panels panels = choose(history);
	int rc = write_data(history, &panels, data, err);

	free(panels.panels);
	return rc ? rc : gnuplot_draw(templates, "history", folder, "history", err);
}
