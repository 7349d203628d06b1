// SPDX-License-Identifier: GPL-2.0-only
#include "render/view_like.h"

#include "base/cleanup.h"
#include "base/memory.h"
#include "render/quantity.h"

/* The nearest one that is farther away is not called similar. */
#define UNLIKE 0.5

static struct cell result_cell(const struct column *column, const void *row)
{
	(void)column;
	return cell_text("%s", ((const struct likeness *)row)->result);
}

static struct cell workload_cell(const struct column *column, const void *row)
{
	(void)column;
	return cell_text("%s", ((const struct likeness *)row)->workload);
}

static struct cell distance_cell(const struct column *column, const void *row)
{
	double percent = 100 * ((const struct likeness *)row)->distance.share;

	(void)column;
	return cell_real_as(percent, "%.1f%%", percent);
}

static struct cell rate_cell(const struct column *column, const void *row)
{
	(void)column;
	return value_cell(((const struct likeness *)row)->exits_per_second);
}

/* "msr 42% there, 12% here" */
static struct cell most_cell(const struct column *column, const void *row)
{
	const struct distance *distance = &((const struct likeness *)row)->distance;
	char label[REASON_LABEL_SIZE];

	(void)column;
	if (!(distance->share > 0))
		return cell_empty();
	return cell_text("%s %.0f%%, here %.0f%%", reason_key_label(&distance->key, label),
			 100 * distance->there, 100 * distance->here);
}

static const struct column columns[] = {
	{ "workload", "workload", UNIT_TEXT, USE_ALWAYS, 0, .cell = workload_cell },
	{ "distance_percent", "distance", UNIT_NUMBER, USE_ALWAYS, 0, .cell = distance_cell },
	{ "differs_most", "differs most in", UNIT_PROSE, USE_ALWAYS, 1, .cell = most_cell },
	{ "exits_per_second", "exits/s", UNIT_NUMBER, USE_ALWAYS, 2, .cell = rate_cell },
	{ "result", "result", UNIT_TEXT, USE_ALWAYS, 3, .cell = result_cell },
};

struct table *view_like(const char *name, double exits_per_second,
			const struct likeness *likenesses, size_t n, size_t hidden)
{
	_cleanup_free_ char *title = NULL;
	struct table *table;

	if (n && likenesses[0].distance.share > UNLIKE)
		title = xasprintf(
			"%s is like none of them: of its exits %.0f %% would have to be of "
			"other reasons for it to be %s",
			name, 100 * likenesses[0].distance.share, likenesses[0].workload);
	else if (n)
		title = xasprintf("%s is most like %s: %.0f %% of its exits would have to be of "
				  "other reasons",
				  name, likenesses[0].workload, 100 * likenesses[0].distance.share);
	else
		title = xasprintf("Nothing to liken %s to", name);
	table = table_new(title, columns, sizeof(columns) / sizeof(columns[0]), 0);
	for (size_t i = 0; i < n; i++)
		table_add(table, &likenesses[i]);
	table_note_about(table, "distance_percent",
			 "distance: the share of the exits that would have to be of other reasons, "
			 "0%% for the same shares, 100%% for no reason in common.");
	table_note_about(table, "exits_per_second",
			 "The distance is of shares only: %s itself has %.0f exits/s.", name,
			 exits_per_second);
	if (hidden)
		table_note(table, "%zu that are less like it are left out; --all shows them.",
			   hidden);
	return table;
}
