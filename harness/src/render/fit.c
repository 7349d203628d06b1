// SPDX-License-Identifier: GPL-2.0-only
/*
 * What of a table fits a terminal: which columns, and how wide each is.
 *
 * Columns are taken by their priority as long as the narrowest form of all that are taken fits.
 * Numbers have one form only. Names and sentences can be wrapped: for the sake of a column that a
 * reader should not miss they may become narrow, for the others they stay comfortable. What is left
 * of the line then goes to them.
 */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "render/format.h"

#define NARROW_NAME 12
#define NARROW_PROSE 20

/* A comfortable width is the width of the line divided by this. */
#define NAME_PART 3
#define PROSE_PART 2

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Measures how wide each column must be for all of its texts. */
static void measure(struct table *table)
{
	for (size_t i = 0; i < table->n_shown; i++) {
		size_t column = table->shown[i];

		table->widths[i] = utf8_width(table->columns[column].heading);
		for (size_t row = 0; row < table->n_rows; row++) {
			_cleanup_free_ char *raw = cell_readable(table, row, column);
			_cleanup_free_ char *text = utf8_visible(raw);
			size_t width = utf8_width(text);

			if (width > table->widths[i])
				table->widths[i] = width;
		}
	}
}

/* The narrowest width of a column whose texts need that many columns. */
static size_t narrowest(const struct table *table, const struct column *column, size_t needed,
			bool comfortable)
{
	bool prose = column->unit == UNIT_PROSE;

	if (column_is_number(column))
		return needed;
	if (comfortable)
		return least(needed, table->width / (prose ? PROSE_PART : NAME_PART));
	return least(needed, prose ? NARROW_PROSE : NARROW_NAME);
}

/* The width of a line with the columns that are taken, including the gaps. */
static size_t line_width(const struct table *table, const bool *taken, bool comfortable)
{
	size_t width = 0, n = 0;

	for (size_t i = 0; i < table->n_shown; i++) {
		if (!taken[i])
			continue;
		width += narrowest(table, &table->columns[table->shown[i]], table->widths[i],
				   comfortable);
		n++;
	}
	return width + (n ? (n - 1) * strlen(TEXT_GAP) : 0);
}

static unsigned int priority_of(const struct table *table, size_t i)
{
	return table->columns[table->shown[i]].priority;
}

/* Takes all columns of a priority that fit; returns whether all do. */
static bool take_priority(const struct table *table, unsigned int priority, bool *taken)
{
	bool all = true;

	for (size_t i = 0; i < table->n_shown; i++) {
		if (priority_of(table, i) != priority)
			continue;
		taken[i] = true;
		if (priority && line_width(table, taken, priority > PRIORITY_WRAPS) > table->width)
			taken[i] = all = false;
	}
	return all;
}

/* Takes columns in the order of their priority as long as they fit. */
static void take(const struct table *table, bool *taken)
{
	unsigned int most = 0;

	for (size_t i = 0; i < table->n_shown; i++)
		if (priority_of(table, i) > most)
			most = priority_of(table, i);
	for (unsigned int priority = 0; priority <= most; priority++)
		if (!take_priority(table, priority, taken))
			return;
}

static void add_name(char **names, const char *name)
{
	char *longer = xasprintf("%s%s%s", *names ? *names : "", *names ? ", " : "", name);

	free(*names);
	*names = longer;
}

/* Drops the columns that are not taken, and notes their keys, as --columns takes them. */
static void drop_others(struct table *table, const bool *taken)
{
	_cleanup_free_ char *names = NULL;
	size_t n = 0;

	for (size_t i = 0; i < table->n_shown; i++) {
		if (!taken[i]) {
			add_name(&names, table->columns[table->shown[i]].key);
			continue;
		}
		table->shown[n] = table->shown[i];
		table->widths[n++] = table->widths[i];
	}
	table->n_shown = n;
	if (names)
		table->left_out =
			xasprintf("Left out, as the terminal has %zu columns: %s. --wide "
				  "shows every column, --columns NAMES shows those that you "
				  "name, and --format csv has all of them as data.",
				  table->width, names);
}

/* Gives a column more of what is left of the line, up to what it needs. */
static size_t widen(size_t *width, size_t needed, size_t left)
{
	size_t more = least(needed - *width, left);

	*width += more;
	return left - more;
}

/* Names get what is left first, sentences after them. */
static void share_line(struct table *table)
{
	_cleanup_free_ size_t *needed = xcalloc(table->n_shown, sizeof(*needed));
	size_t used = 0, left;

	for (size_t i = 0; i < table->n_shown; i++) {
		needed[i] = table->widths[i];
		table->widths[i] =
			narrowest(table, &table->columns[table->shown[i]], needed[i], false);
		used += table->widths[i] + (i ? strlen(TEXT_GAP) : 0);
	}
	left = table->width > used ? table->width - used : 0;
	for (size_t i = 0; i < table->n_shown; i++)
		if (table->columns[table->shown[i]].unit == UNIT_TEXT)
			left = widen(&table->widths[i], needed[i], left);
	for (size_t i = 0; i < table->n_shown; i++)
		left = widen(&table->widths[i], needed[i], left);
}

/*
 * Where even the columns that are never left out do not fit, the texts in them are cut to what
 * there is.
 */
static void squeeze(struct table *table)
{
	for (size_t i = 0; i < table->n_shown; i++)
		table->widths[i] = least(table->widths[i], table->width);
}

void table_fit(struct table *table, const struct table_choice *choice)
{
	_cleanup_free_ bool *taken = xcalloc(table->n_shown, sizeof(*taken));

	measure(table);
	/* Users who ask for all columns can look at lines of any width. */
	if (!table->width || choice->wide)
		return;
	if (!choice->keys) {
		take(table, taken);
		drop_others(table, taken);
	}
	share_line(table);
	squeeze(table);
}
