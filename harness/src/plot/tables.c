// SPDX-License-Identifier: GPL-2.0-only
/* The tables of the page. They are those that the commands show, with explanations around them. */
#include <stdio.h>

#include "analysis/why.h"
#include "base/cleanup.h"
#include "plot/icicle.h"
#include "plot/sections.h"
#include "render/html.h"
#include "render/quantity.h"
#include "render/view.h"

static const struct view_wish wish = { .page = true };

static void put_table(FILE *out, struct table *table)
{
	table_write_html(table, out);
	table_free(table);
}

void section_workloads(FILE *out, const struct figures *figures)
{
	fputs("<section>\n<h2>Workloads</h2>\n", out);
	put_table(out, view_result(figures->profiled, &wish));
	fputs("<p class=\"note\">All vCPUs together. +-%: half the range of the repeats. * without "
	      "HLT, whose handling time is the guest&rsquo;s idle time and has a separate column.</p>\n"
	      "</section>\n",
	      out);
}

/* Says what a workload does, and what one of its operations is. */
static void put_workload(FILE *out, const struct figures *figures, const struct workload_run *run)
{
	_cleanup_free_ char *id = view_run_id(figures->result, run);

	fprintf(out, "<div class=\"workload\" id=\"%s\">\n<h3>", id);
	html_text(out, run->name);
	fputs(" <span class=\"title\">", out);
	html_text(out, run->title);
	fputs("</span></h3>\n<p>", out);
	html_text(out, run->why);
	fputs(*run->why ? "." : "", out);
	if (run->op && *run->op) {
		fputs(" One operation is one ", out);
		html_text(out, run->op);
		fputs(" of ", out);
		html_text(out, run->tool);
		fputs(run->fixed_ops ? "; the work is fixed." : "; the time is fixed.", out);
	}
	fputs("</p>\n", out);
}

/* What the reasons mean, once for all tables. */
static void put_meanings(FILE *out, const struct figures *figures)
{
	char label[REASON_LABEL_SIZE];

	fputs("<dl class=\"terms\">\n", out);
	for (size_t i = 0; i < figures->n_reasons; i++) {
		const struct reason_key *key = &figures->reasons[i].key;

		fputs("<dt>", out);
		html_text(out, reason_key_label(key, label));
		fputs("</dt><dd>", out);
		html_text(out, reason_meaning(key));
		fputs("</dd>\n", out);
	}
	fputs("</dl>\n", out);
}

void section_reasons(FILE *out, const struct figures *figures)
{
	if (!figures->n_reasons)
		return;
	fputs("<section>\n<h2>Exit reasons of each workload</h2>\n", out);
	put_meanings(out, figures);
	for (size_t i = 0; i < figures->n_rows; i++) {
		const struct figure_row *row = &figures->rows[i];

		if (!row->measured)
			continue;
		put_workload(out, figures, row->run);
		put_table(out, view_run(figures->profiled, &figures->profiled->runs[i], &wish));
		fputs("</div>\n", out);
	}
	fputs("<p class=\"note\">time %: share of the vCPUs&rsquo; time; that of HLT is idle time and is not "
	      "in the total. p99: 99 % of the exits took less than this, a power of two of TSC cycles. "
	      "user %: share of the exits that went on to the VMM.</p>\n</section>\n",
	      out);
}

static void put_icicle(FILE *out, const struct why *why, const struct figures *figures,
		       enum icicle_width width, const char *caption)
{
	_cleanup_free_ char *svg = NULL;
	size_t size;
	FILE *text = open_memstream(&svg, &size);
	bool drawn = text && icicle_write(text, why, &figures->result->regions, width);

	if (text)
		fclose(text);
	if (drawn)
		fprintf(out,
			"<figure>\n<div class=\"wide graph\">%s</div>\n<figcaption>%s</figcaption>\n"
			"</figure>\n",
			svg, caption);
}

static void put_why(FILE *out, const struct figures *figures, const struct profiled_run *run)
{
	_cleanup_free_ char *sentence = NULL;
	struct why why;

	why_of_run(figures->profiled, run, &why);
	if (why.known || why.recorded) {
		sentence = why_sentence(&why, run->run, &figures->result->regions);
		fputs("<div class=\"workload\">\n<h3>", out);
		html_text(out, run->run->name);
		fputs("</h3>\n<p>", out);
		html_text(out, sentence);
		fputs("</p>\n", out);
		put_icicle(
			out, &why, figures, ICICLE_EXITS,
			"Width: exits. Below each exit reason are its causes, and below these the "
			"code, where it is known.");
		if (figures->result->counters.has_time)
			put_icicle(out, &why, figures, ICICLE_TIME,
				   "Width: the host&rsquo;s time for them, without idle time.");
		put_table(out, view_why(figures->profiled, run, &wish));
		fputs("</div>\n", out);
	}
	why_free(&why);
}

void section_why(FILE *out, const struct figures *figures)
{
	if (!result_has_why(figures->result))
		return;
	fputs("<section>\n<h2>What is behind the exits</h2>\n", out);
	for (size_t i = 0; i < figures->n_rows; i++)
		if (figures->rows[i].measured)
			put_why(out, figures, &figures->profiled->runs[i]);
	fputs("</section>\n", out);
}

void section_expectations(FILE *out, const struct figures *figures)
{
	struct view_judged judged;
	struct table *table = view_expectations(figures->profiled, &judged);

	if (!judged.n)
		return;
	fprintf(out,
		"<section id=\"expectations\">\n<h2>Expected and measured</h2>\n"
		"<p>The header of a job file names the exit reasons that should make up most of its "
		"profile on this processor. In %zu of %zu workloads they do: they have at least "
		"half of the exits, and no other reason has a tenth of them.</p>\n",
		judged.met, judged.n);
	if (table)
		put_table(out, table);
	fputs("</section>\n", out);
}
