// SPDX-License-Identifier: GPL-2.0-only
#include "plot/figures.h"

#include <stdlib.h>

#include "base/memory.h"
#include "render/colour.h"

static struct figure_reason *find(struct figure_reason *reasons, size_t n,
				  const struct reason_key *key)
{
	for (size_t i = 0; i < n; i++)
		if (reason_key_equal(&reasons[i].key, key))
			return &reasons[i];
	return NULL;
}

const struct figure_reason *figures_find(const struct figures *figures,
					 const struct reason_key *key)
{
	return find(figures->reasons, figures->n_reasons, key);
}

static struct figure_reason *find_or_add(struct figures *figures, const struct reason_key *key)
{
	struct figure_reason *reason = find(figures->reasons, figures->n_reasons, key);

	if (reason)
		return reason;
	figures->reasons = xgrow(figures->reasons, figures->n_reasons, sizeof(*figures->reasons));
	reason = &figures->reasons[figures->n_reasons++];
	reason->key = *key;
	reason_key_label(key, reason->name);
	reason->class = reason_key_class(key);
	reason->colour = colour_of_reason(key);
	return reason;
}

static void add_row(struct figures *figures, const struct profiled_run *run)
{
	struct figure_row *row = &figures->rows[figures->n_rows++];
	const struct summary *summary = &row->summary;

	row->run = run->run;
	summarize(figures->profiled, run, &row->summary);
	row->measured = summary->n_repeats > 0;
	figures->n_measured += row->measured;
	for (size_t i = 0; i < summary->n; i++) {
		const struct summary_row *part = &summary->rows[i];
		struct figure_reason *reason;

		/* If the median is 0, most repeats did not have the reason; graphs leave it out. */
		if (part->per_second.median <= 0)
			continue;
		reason = find_or_add(figures, &part->key);
		if (part->per_second.median > reason->peak_rate)
			reason->peak_rate = part->per_second.median;
		if (summary_share(summary, part) > reason->peak_share)
			reason->peak_share = summary_share(summary, part);
	}
}

static int by_peak_share(const void *a, const void *b)
{
	const struct figure_reason *x = a, *y = b;

	return (x->peak_share < y->peak_share) - (x->peak_share > y->peak_share);
}

/* Idle comes last, so that the other classes begin at the same line in every bar. */
static int class_rank(const struct figure_reason *reason)
{
	if (reason_key_is_catch_all(&reason->key))
		return REASON_N_CLASSES + 1;
	return reason->class == REASON_HLT ? REASON_N_CLASSES : (int)reason->class;
}

static int by_class_and_code(const void *a, const void *b)
{
	const struct figure_reason *x = a, *y = b;

	if (class_rank(x) != class_rank(y))
		return class_rank(x) < class_rank(y) ? -1 : 1;
	return reason_key_compare(&x->key, &y->key);
}

void figures_init(struct figures *figures, const struct profiled_result *profiled)
{
	*figures = (struct figures){
		.profiled = profiled,
		.result = profiled->result,
		.isa = profiled->isa,
		.rows = xcalloc(profiled->n_runs, sizeof(*figures->rows)),
	};
	for (size_t i = 0; i < profiled->n_runs; i++)
		add_row(figures, &profiled->runs[i]);
	if (!figures->n_reasons)
		return;
	qsort(figures->reasons, figures->n_reasons, sizeof(*figures->reasons), by_peak_share);
	for (size_t i = 0; i < figures->n_reasons && i < FIGURES_MOST_COLOURS; i++) {
		struct figure_reason *reason = &figures->reasons[i];

		reason->coloured = !reason_key_is_catch_all(&reason->key) &&
				   reason->peak_share >= FIGURES_LEAST_SHARE;
	}
	qsort(figures->reasons, figures->n_reasons, sizeof(*figures->reasons), by_class_and_code);
}

void figures_free(struct figures *figures)
{
	for (size_t i = 0; i < figures->n_rows; i++)
		summary_free(&figures->rows[i].summary);
	free(figures->rows);
	free(figures->reasons);
	*figures = (struct figures){ 0 };
}

size_t figures_n_panels(const struct figures *figures)
{
	return (figures->n_measured + FIGURES_MOST_ROWS - 1) / FIGURES_MOST_ROWS;
}

/* The index of the first row that has n measured rows before it. */
static size_t row_after(const struct figures *figures, size_t n)
{
	size_t row = 0;

	for (; row < figures->n_rows && (n || !figures->rows[row].measured); row++)
		n -= figures->rows[row].measured;
	return row;
}

struct figure_panel figures_panel(const struct figures *figures, size_t number)
{
	struct figure_panel panel = { .number = number, .n = figures_n_panels(figures) };

	panel.first = number ? row_after(figures, number * figures->n_measured / panel.n) : 0;
	panel.end = number + 1 < panel.n ?
			    row_after(figures, (number + 1) * figures->n_measured / panel.n) :
			    figures->n_rows;
	return panel;
}

char *panel_file(const char *name, const struct figure_panel *panel)
{
	return panel->number ? xasprintf("%s-%zu", name, panel->number + 1) : xstrdup(name);
}

const char *panel_first_name(const struct figures *figures, const struct figure_panel *panel)
{
	size_t i = panel->first;

	while (i + 1 < panel->end && !figures->rows[i].measured)
		i++;
	return figures->rows[i].run->name;
}

const char *panel_last_name(const struct figures *figures, const struct figure_panel *panel)
{
	size_t i = panel->end - 1;

	while (i > panel->first && !figures->rows[i].measured)
		i--;
	return figures->rows[i].run->name;
}
