// SPDX-License-Identifier: GPL-2.0-only
#include "plot/tsv.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "analysis/emulation.h"
#include "analysis/rates.h"
#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "plot/number.h"
#include "plot/tsv_text.h"
#include "render/colour.h"

static void put_header(const struct figures *figures, const char *what, FILE *out)
{
	fprintf(out, "# exitbench: %s, medians over the repeats\n# run: ", what);
	tsv_put_name(figures->result->started ? figures->result->started : "", out);
	fputs(", suite ", out);
	tsv_put_name(figures->result->suite ? figures->result->suite : "", out);
	fputs("\n#\n", out);
}

/* If a workload has fewer good repeats than others, this is added to its name. */
static void put_row_name(const struct figures *figures, const struct figure_row *row, FILE *out)
{
	size_t wanted = run_wanted_repeats(figures->result, row->run);
	_cleanup_free_ char *visible = utf8_visible(row->run->name);
	_cleanup_free_ char *text = tsv_shortened(visible);

	tsv_put_name(text, out);
	if (row->summary.n_repeats < wanted)
		fprintf(out, " (%zu of %zu)", row->summary.n_repeats, wanted);
}

static void put_rows(const struct figures *figures, const struct figure_panel *panel, FILE *out)
{
	size_t n = 0;

	fputs("\n\n# block 1, the workloads: number, name, exits/s (median, least, greatest), "
	      "median as text\n",
	      out);
	for (size_t i = panel->first; i < panel->end; i++) {
		const struct figure_row *row = &figures->rows[i];
		const struct spread *total = &row->summary.total.per_second;
		char text[NUMBER_SIZE];

		if (!row->measured)
			continue;
		fprintf(out, "%zu\t", n++);
		put_row_name(figures, row, out);
		fprintf(out, "\t%.6g\t%.6g\t%.6g\t%s\n", total->median, total->min, total->max,
			number_long(text, total->median));
	}
	for (size_t i = panel->first; i < panel->end; i++) {
		const struct figure_row *row = &figures->rows[i];

		if (row->measured)
			continue;
		fputs("# not measured: ", out);
		tsv_put_name(row->run->name, out);
		fprintf(out, " (%s)\n", run_state_name(row->run->state));
	}
}

/*
 * A bar's parts are laid end to end, once in exits/s and once in percent. They are as long as the
 * reasons' shares, stretched to fill the bar: medians do not add up to the median of the total.
 */
struct bar {
	size_t number;
	double shares; /* of all parts together */
	double total;  /* where the bar ends, in exits/s */
	double at;     /* where the next part starts, 0..1 */
};

/* A part of a bar. */
struct tsv_part {
	double rate, share;
};

static void put_part(struct bar *bar, const char *name, uint32_t colour,
		     const struct tsv_part *part, FILE *out)
{
	double from = bar->at;

	bar->at += part->share / bar->shares;
	fprintf(out, "%zu\t", bar->number);
	tsv_put_name(name, out);
	fprintf(out, "\t0x%06X\t%.6g\t%.8g\t%.8g\t%.6f\t%.6f\n", colour, part->rate,
		from * bar->total, bar->at * bar->total, 100 * from, 100 * bar->at);
}

static struct tsv_part part_of(const struct summary *summary, const struct figure_reason *reason)
{
	const struct summary_row *row = summary_find(summary, &reason->key);

	return row ? (struct tsv_part){ row->per_second.median, summary_share(summary, row) } :
		     (struct tsv_part){ 0 };
}

static void put_bar(const struct figures *figures, const struct figure_row *row, size_t number,
		    FILE *out)
{
	struct bar bar = {
		.number = number,
		.total = row->summary.total.per_second.median,
	};
	struct tsv_part rest = { 0 };

	for (size_t i = 0; i < row->summary.n; i++)
		bar.shares += summary_share(&row->summary, &row->summary.rows[i]);

	for (size_t i = 0; i < figures->n_reasons; i++) {
		const struct figure_reason *reason = &figures->reasons[i];
		struct tsv_part part = part_of(&row->summary, reason);

		if (reason->coloured && part.share > 0)
			put_part(&bar, reason->name, reason->colour, &part, out);
		if (reason->coloured)
			continue;
		rest.rate += part.rate;
		rest.share += part.share;
	}
	if (rest.share > 0)
		put_part(&bar, "other", COLOUR_OTHER, &rest, out);
}

/* Writes the reasons that have a colour, and "other" if some have none; or all reasons. */
static void put_reasons(const struct figures *figures, bool all, FILE *out)
{
	bool rest = false;
	size_t n = 0;

	fputs("# block 0, the exit reasons in their order: number, name, colour\n", out);
	for (size_t i = 0; i < figures->n_reasons; i++) {
		const struct figure_reason *reason = &figures->reasons[i];

		if (all || reason->coloured) {
			fprintf(out, "%zu\t", n++);
			tsv_put_name(reason->name, out);
			fprintf(out, "\t0x%06X\n", reason->colour);
		} else {
			rest = true;
		}
	}
	if (rest)
		fprintf(out, "%zu\tother\t0x%06X\n", n, COLOUR_OTHER);
}

/* "emulated by QEMU TCG", or "-": gnuplot takes an empty field for a missing one. */
static void put_host(const struct figures *figures, FILE *out)
{
	_cleanup_free_ char *name = NULL;
	struct emulation emulation;

	emulation_of_result(figures->result, &emulation);
	name = emulation_name(&emulation);
	tsv_put_name(emulation.emulated ? name : "-", out);
	fputc('\n', out);
}

/* Writes the scale that all panels share, and which of them this is. */
static void put_scale(const struct figures *figures, const struct figure_panel *panel, FILE *out)
{
	double least = INFINITY, most = 0, most_of_all = 0;

	for (size_t i = 0; i < figures->n_rows; i++) {
		const struct summary *summary = &figures->rows[i].summary;

		if (!figures->rows[i].measured)
			continue;
		most_of_all = fmax(most_of_all, summary->total.per_second.median);
		for (size_t j = 0; j < summary->n; j++) {
			double rate = summary->rows[j].per_second.median;

			most = fmax(most, rate);
			if (rate > 0)
				least = fmin(least, rate);
		}
	}
	fprintf(out,
		"\n\n# block 3, of all parts: least and greatest exits/s of a reason, greatest of a "
		"workload; this part, parts; what the title says of the host\n"
		"%.6g\t%.6g\t%.6g\t%zu\t%zu\t",
		isfinite(least) ? least : 0, most, most_of_all, panel->number + 1, panel->n);
	put_host(figures, out);
}

static void put_cells(const struct figures *figures, const struct figure_row *row, size_t number,
		      FILE *out)
{
	for (size_t j = 0; j < figures->n_reasons; j++) {
		double rate = part_of(&row->summary, &figures->reasons[j]).rate;

		if (rate > 0) {
			char cell[NUMBER_SIZE];

			fprintf(out, "%zu\t%zu\t%.6g\t%s\n", number, j, rate,
				number_short(cell, rate));
		}
	}
}

/* The differences between the data files of the graphs. */
struct tsv_kind {
	const char *title;
	bool all_reasons;  /* those without a colour of their own, too */
	const char *parts; /* the words before block 2 */
	void (*put_row)(const struct figures *figures, const struct figure_row *row, size_t number,
			FILE *out);
};

static int write_data(const struct figures *figures, const struct figure_panel *panel,
		      const struct tsv_kind *kind, const char *path, struct error *err)
{
	_cleanup_free_ char *text = NULL;
	size_t size = 0, number = 0;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return error_errno(err, "cannot compose '%s'", path);
	put_header(figures, kind->title, out);
	put_reasons(figures, kind->all_reasons, out);
	put_rows(figures, panel, out);
	fprintf(out, "\n\n# block 2, %s\n", kind->parts);
	for (size_t i = panel->first; i < panel->end; i++)
		if (figures->rows[i].measured)
			kind->put_row(figures, &figures->rows[i], number++, out);
	put_scale(figures, panel, out);
	return tsv_finish(out, &text, &size, path, err);
}

int tsv_write_bars(const struct figures *figures, const struct figure_panel *panel,
		   const char *path, struct error *err)
{
	static const struct tsv_kind bars = {
		"exits per second by exit reason", false,
		"the parts of the bars: workload, reason, colour, exits/s, where it starts and ends in "
		"exits/s, where in percent",
		put_bar
	};

	return write_data(figures, panel, &bars, path, err);
}

int tsv_write_heat_map(const struct figures *figures, const struct figure_panel *panel,
		       const char *path, struct error *err)
{
	static const struct tsv_kind cells = {
		"exits per second by workload and exit reason", true,
		"the cells: workload, reason, exits/s, the same as text", put_cells
	};

	return write_data(figures, panel, &cells, path, err);
}
