// SPDX-License-Identifier: GPL-2.0-only
#include "plot/page.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "plot/sections.h"
#include "plot/svg.h"
#include "render/html.h"

#define MAX_INPUT ((size_t)64 << 20)

#define MOST_OPEN_PANELS 4

static int put_style(FILE *out, const char *templates, struct error *err)
{
	_cleanup_free_ char *path = xasprintf("%s/report.css", templates);
	_cleanup_free_ char *style = NULL;

	if (file_read(path, MAX_INPUT, &style, NULL, err))
		return -1;
	fprintf(out, "<style>\n%s</style>\n", style);
	return 0;
}

/* "2 of 3: cpu/int64 to io/read-4k" */
static void put_extent(FILE *out, const struct figures *figures, const struct figure_panel *panel)
{
	fprintf(out, "%zu of %zu: ", panel->number + 1, panel->n);
	html_text(out, panel_first_name(figures, panel));
	fputs(" to ", out);
	html_text(out, panel_last_name(figures, panel));
}

static int put_panel(FILE *out, const struct figures *figures, const struct figure_panel *panel,
		     const struct page_graph *graph, const char *folder, struct error *err)
{
	_cleanup_free_ char *file = panel_file(graph->name, panel);
	_cleanup_free_ char *path = xasprintf("%s/%s.svg", folder, file);
	_cleanup_free_ char *prefix = xasprintf("%s-", file);
	_cleanup_free_ char *svg = NULL;

	if (file_read(path, MAX_INPUT, &svg, NULL, err))
		return -1;
	fprintf(out, "<figure id=\"%s\">\n<div class=\"wide graph\">", file);
	svg_write(out, svg, prefix, graph->title);
	fputs("</div>\n<figcaption>", out);
	if (panel->n > 1) {
		fputs("Part ", out);
		put_extent(out, figures, panel);
		fputs(". ", out);
	}
	fprintf(out,
		"%s <span class=\"links\">"
		"<a href=\"%s.svg\">SVG</a> <a href=\"%s.png\">PNG</a> <a href=\"%s.tsv\">data</a>"
		"</span></figcaption>\n</figure>\n",
		panel->number ? "" : graph->caption, file, file, file);
	return 0;
}

/* If there are many panels, all but the first are folded, so that the tables are near. */
static int put_graph(FILE *out, const struct figures *figures, const struct page_graph *graph,
		     const char *folder, struct error *err)
{
	for (size_t i = 0; i < figures_n_panels(figures); i++) {
		struct figure_panel panel = figures_panel(figures, i);
		bool folded = i && panel.n > MOST_OPEN_PANELS;

		if (folded) {
			fputs("<details class=\"panel\">\n<summary>Part ", out);
			put_extent(out, figures, &panel);
			fputs("</summary>\n", out);
		}
		if (put_panel(out, figures, &panel, graph, folder, err))
			return -1;
		if (folded)
			fputs("</details>\n", out);
	}
	return 0;
}

static int put_page(FILE *out, const struct figures *figures, const struct page_graph *graphs,
		    size_t n_graphs, const char *folder, const char *templates, struct error *err)
{
	fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>VM exits: ",
	      out);
	html_text(out, figures->result->suite);
	fputs(", ", out);
	html_text(out, figures->result->started);
	fputs("</title>\n", out);
	if (put_style(out, templates, err))
		return -1;
	fputs("</head>\n<body>\n", out);
	section_heading(out, figures);
	section_troubles(out, figures);
	section_warnings(out, figures);
	if (!n_graphs)
		fputs("<p class=\"note\">There is nothing to draw: no workload has exits.</p>\n",
		      out);
	for (size_t i = 0; i < n_graphs; i++)
		if (put_graph(out, figures, &graphs[i], folder, err))
			return -1;
	section_workloads(out, figures);
	section_expectations(out, figures);
	section_reasons(out, figures);
	section_why(out, figures);
	section_method(out, figures);
	section_environment(out, figures);
	section_files(out, folder, n_graphs ? figures_n_panels(figures) : 0);
	fputs("</body>\n</html>\n", out);
	return 0;
}

int page_write(const struct figures *figures, const struct page_graph *graphs, size_t n_graphs,
	       const char *folder, const char *templates, struct error *err)
{
	_cleanup_free_ char *path = xasprintf("%s/index.html", folder);
	_cleanup_free_ char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	int status;

	if (!out)
		return error_errno(err, "cannot compose '%s'", path);
	status = put_page(out, figures, graphs, n_graphs, folder, templates, err);
	if (fclose(out) && !status)
		return error_errno(err, "cannot compose '%s'", path);
	return status ? status : file_write_atomic(path, text, size, err);
}
