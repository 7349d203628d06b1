// SPDX-License-Identifier: GPL-2.0-only
/* The part of the page that holds what was measured against what was expected. */
#include "analysis/expectation.h"
#include "base/cleanup.h"
#include "plot/html.h"
#include "plot/sections.h"

static void put_disagreement(FILE *out, const struct figures *figures, const struct figure_row *row)
{
	_cleanup_free_ char *measured = expectation_measured(&row->summary);

	fprintf(out, "<tr><th scope=\"row\"><a href=\"#workload-%zu\">",
		(size_t)(row - figures->rows));
	html_text(out, row->run->name);
	fputs("</a></th><td class=\"top\">", out);
	html_text(out, row->run->expects);
	fprintf(out, "</td><td>%.0f&thinsp;%%</td><td class=\"top\">",
		100 * expectation_judge(row->run, &row->summary).share);
	html_text(out, measured);
	fputs("</td></tr>\n", out);
}

static void put_disagreements(FILE *out, const struct figures *figures)
{
	fputs("<div class=\"wide\"><table class=\"numbers\">\n<thead><tr><th scope=\"col\">workload</th>"
	      "<th scope=\"col\" class=\"top\">expected</th><th scope=\"col\">of its exits</th>"
	      "<th scope=\"col\" class=\"top\">most are</th></tr></thead>\n<tbody>\n",
	      out);
	for (size_t i = 0; i < figures->n_rows; i++) {
		const struct figure_row *row = &figures->rows[i];
		struct expectation expectation = expectation_judge(row->run, &row->summary);

		if (expectation.judged && !expectation.met)
			put_disagreement(out, figures, row);
	}
	fputs("</tbody></table></div>\n", out);
}

void section_expectations(FILE *out, const struct figures *figures)
{
	size_t n_judged = 0, n_met = 0;

	for (size_t i = 0; i < figures->n_rows; i++) {
		const struct figure_row *row = &figures->rows[i];
		struct expectation expectation = expectation_judge(row->run, &row->summary);

		n_judged += expectation.judged;
		n_met += expectation.met;
	}
	if (!n_judged)
		return;
	fprintf(out,
		"<section id=\"expectations\">\n<h2>Expected and measured</h2>\n"
		"<p>The header of a job file names the exit reasons that should make up most of its "
		"profile on this processor. In %zu of %zu workloads they do: they have half of "
		"the exits or more, and no other reason has a tenth of them.</p>\n",
		n_met, n_judged);
	if (n_met < n_judged)
		put_disagreements(out, figures);
	fputs("</section>\n", out);
}
