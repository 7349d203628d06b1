// SPDX-License-Identifier: GPL-2.0-only
/* The two tables of the page: workloads, and exit reasons of each. */
#include <stdbool.h>
#include <string.h>

#include "analysis/expectation.h"
#include "analysis/rates.h"
#include "plot/colour.h"
#include "plot/html.h"
#include "plot/number.h"
#include "plot/sections.h"

/* A workload's part of the second table has at most so many reasons. */
#define N_LISTED 8

#define UNKNOWN "<td class=\"none\">&ndash;</td>"

static void put_number(FILE *out, const struct spread *spread)
{
	char number[NUMBER_SIZE];

	if (!spread->n) {
		fputs(UNKNOWN, out);
		return;
	}
	fputs("<td>", out);
	html_text(out, number_long(number, spread->median));
	fputs("</td>", out);
}

static void put_range(FILE *out, const struct spread *spread)
{
	char number[NUMBER_SIZE];

	if (spread->n < 2) {
		fputs(UNKNOWN, out);
		return;
	}
	fputs("<td class=\"range\">", out);
	html_text(out, number_long(number, spread->min));
	fputs("&thinsp;&ndash;&thinsp;", out);
	html_text(out, number_long(number, spread->max));
	fputs("</td>", out);
}

static void put_percent(FILE *out, const struct spread *spread)
{
	char number[NUMBER_SIZE];

	if (!spread->n) {
		fputs(UNKNOWN, out);
		return;
	}
	fputs("<td>", out);
	html_text(out, number_percent(number, spread->median));
	fputs("&thinsp;%</td>", out);
}

static void put_reason(FILE *out, const struct reason_key *key)
{
	char label[REASON_LABEL_SIZE];
	const struct reason *reason = reason_of_key(key);

	fputs("<span class=\"reason\" title=\"", out);
	if (reason_key_is_catch_all(key))
		html_text(out, "reasons that the host has no counter for");
	else
		html_text(out, reason ? reason->meaning : "a number without a known meaning");
	fprintf(out, "\"><i style=\"background:#%06X\"></i>", colour_of_reason(key));
	html_text(out, reason_key_label(key, label));
	fputs("</span>", out);
}

static void put_top_reasons(FILE *out, const struct figure_row *row)
{
	const struct summary_row *top[SUMMARY_TOP];
	size_t n = summary_top(&row->summary, top);

	fputs("<td class=\"top\">", out);
	for (size_t i = 0; i < n; i++) {
		put_reason(out, &top[i]->key);
		fprintf(out, "&nbsp;%.0f&thinsp;%% ", 100 * summary_share(&row->summary, top[i]));
	}
	fputs("</td>", out);
}

static void put_name(FILE *out, const struct figures *figures, const struct figure_row *row)
{
	size_t number = (size_t)(row - figures->rows);

	fputs("<th scope=\"row\">", out);
	if (row->measured)
		fprintf(out, "<a href=\"#workload-%zu\">", number);
	html_text(out, row->run->name);
	if (row->measured)
		fputs("</a>", out);
	if (row->measured && row->run->state != RUN_OK)
		fprintf(out, " <span class=\"state %s\">%zu of %zu repeats</span>",
			run_state_name(row->run->state), row->summary.n_repeats,
			run_wanted_repeats(figures->result, row->run));
	fputs("</th>", out);
}

static void put_workload(FILE *out, const struct figures *figures, const struct figure_row *row)
{
	const struct summary_row *total = &row->summary.total;

	fputs("<tr>", out);
	put_name(out, figures, row);
	if (!row->measured) {
		const char *state = run_state_name(row->run->state);

		fprintf(out,
			"<td colspan=\"8\" class=\"message\"><span class=\"state %s\">%s</span> ",
			state, state);
		html_text(out, row->run->message);
		fputs("</td></tr>\n", out);
		return;
	}
	put_number(out, &total->per_second);
	put_range(out, &total->per_second);
	put_number(out, &total->per_op);
	put_number(out, &total->cycles_per_op);
	put_number(out, &total->cycles_per_exit);
	put_percent(out, &total->tax);
	put_percent(out, &row->summary.idle);
	put_top_reasons(out, row);
	fputs("</tr>\n", out);
}

void section_workloads(FILE *out, const struct figures *figures)
{
	fputs("<section>\n<h2>Workloads</h2>\n<div class=\"wide\"><table class=\"numbers\">\n"
	      "<thead><tr><th scope=\"col\">workload</th><th scope=\"col\">exits/s</th>"
	      "<th scope=\"col\">range</th><th scope=\"col\">exits/op</th>"
	      "<th scope=\"col\">cycles/op</th><th scope=\"col\">cycles/exit</th><th scope=\"col\">exit tax</th>"
	      "<th scope=\"col\">idle</th><th scope=\"col\" class=\"top\">most frequent</th>"
	      "</tr></thead>\n<tbody>\n",
	      out);
	for (size_t i = 0; i < figures->n_rows; i++)
		put_workload(out, figures, &figures->rows[i]);
	fputs("</tbody></table></div>\n"
	      "<p class=\"note\">All vCPUs together. Cycles and exit tax leave HLT out: "
	      "its handling time is the guest&rsquo;s idle time, in a column of its own.</p>\n"
	      "</section>\n",
	      out);
}

static void put_part(FILE *out, const struct figure_row *row, const struct summary_row *part)
{
	const struct spread share = { .n = 1, .median = summary_share(&row->summary, part) };
	bool idle = reason_key_is_idle(&part->key);

	fprintf(out, "<tr%s><th scope=\"row\">", idle ? " class=\"idle\"" : "");
	put_reason(out, &part->key);
	if (reason_key_in_list(&part->key, row->run->expects))
		fputs(" <span class=\"expected\">expected</span>", out);
	else if (expectation_surprised(row->run, &row->summary, part))
		fputs(" <span class=\"surprise\">not expected</span>", out);
	fputs("</th>", out);
	put_number(out, &part->per_second);
	put_range(out, &part->per_second);
	put_percent(out, &share);
	put_number(out, &part->per_op);
	if (idle) {
		fputs("<td class=\"none\">idle</td><td class=\"none\">idle</td>", out);
	} else {
		put_number(out, &part->cycles_per_op);
		put_number(out, &part->cycles_per_exit);
	}
	put_percent(out, &part->tax);
	fputs("</tr>\n", out);
}

/* The reasons that are too many for a line each: the sums of what their lines would say. */
struct rest {
	size_t n;
	struct spread rate, share;
};

static void put_rest(FILE *out, const struct rest *rest)
{
	fprintf(out, "<tr class=\"rest\"><th scope=\"row\">%zu more</th>", rest->n);
	put_number(out, &rest->rate);
	fputs(UNKNOWN, out);
	put_percent(out, &rest->share);
	fputs(UNKNOWN UNKNOWN UNKNOWN UNKNOWN "</tr>\n", out);
}

static void put_parts(FILE *out, const struct figure_row *row)
{
	const struct summary *summary = &row->summary;
	struct rest rest = { .rate.n = 1, .share.n = 1 };
	size_t listed = 0;

	for (size_t i = 0; i < summary->n; i++) {
		const struct summary_row *part = &summary->rows[i];

		if (reason_key_is_idle(&part->key))
			continue;
		if (listed < N_LISTED) {
			put_part(out, row, part);
			listed++;
		} else {
			rest.n++;
			rest.rate.median += part->per_second.median;
			rest.share.median += summary_share(summary, part);
		}
	}
	if (rest.n)
		put_rest(out, &rest);
	for (size_t i = 0; i < summary->n; i++)
		if (reason_key_is_idle(&summary->rows[i].key))
			put_part(out, row, &summary->rows[i]);
}

static void put_group(FILE *out, const struct figures *figures, const struct figure_row *row)
{
	const struct workload_run *run = row->run;

	fprintf(out, "<tbody id=\"workload-%zu\">\n<tr class=\"group\"><th colspan=\"8\">",
		(size_t)(row - figures->rows));
	html_text(out, run->name);
	fputs(" <span class=\"title\">", out);
	html_text(out, run->title);
	fputs("</span><p>", out);
	html_text(out, run->why);
	if (*run->why)
		fputs(".", out);
	if (run->op && *run->op) {
		fputs(" One operation is one ", out);
		html_text(out, run->op);
		fputs(" of ", out);
		html_text(out, run->tool);
		fputs(run->fixed_ops ? "; the work is fixed." : "; the time is fixed.", out);
	}
	fputs("</p></th></tr>\n", out);
	put_parts(out, row);
	fputs("</tbody>\n", out);
}

void section_reasons(FILE *out, const struct figures *figures)
{
	if (!figures->n_reasons)
		return;
	fputs("<section>\n<h2>Exit reasons of each workload</h2>\n"
	      "<div class=\"wide\"><table class=\"numbers reasons\">\n"
	      "<thead><tr><th scope=\"col\">exit reason</th><th scope=\"col\">exits/s</th>"
	      "<th scope=\"col\">range</th><th scope=\"col\">share</th>"
	      "<th scope=\"col\">exits/op</th><th scope=\"col\">cycles/op</th>"
	      "<th scope=\"col\">cycles/exit</th><th scope=\"col\">of vCPU time</th></tr></thead>\n",
	      out);
	for (size_t i = 0; i < figures->n_rows; i++)
		if (figures->rows[i].measured)
			put_group(out, figures, &figures->rows[i]);
	fputs("</table></div>\n</section>\n", out);
}
