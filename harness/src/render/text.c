// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table as aligned text for a terminal. All texts go through utf8_visible(): data must not move
 * the cursor or send an escape sequence.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "render/format.h"

static const char gap[] = "  ";
static const char warning_word[] = "warning:";

#define LINE_WIDTH 100

static void put_spaces(size_t n, FILE *out)
{
	fprintf(out, "%*s", (int)n, "");
}

/* A line's cells, without blanks at its end: they wait until something follows. */
static void put_line(const struct table *table, char *const *cells, const size_t *widths, FILE *out)
{
	size_t blanks = 0;

	for (size_t i = 0; i < table->n_columns; i++) {
		size_t fill = widths[i] - utf8_width(cells[i]);

		if (i)
			blanks += strlen(gap);
		if (table->columns[i].kind == COLUMN_NUMBER)
			blanks += fill;
		if (*cells[i]) {
			put_spaces(blanks, out);
			fputs(cells[i], out);
			blanks = 0;
		}
		if (table->columns[i].kind == COLUMN_TEXT)
			blanks += fill;
	}
	fputc('\n', out);
}

static void put_rule(const struct table *table, const size_t *widths, FILE *out)
{
	for (size_t i = 0; i < table->n_columns; i++) {
		if (i)
			fputs(gap, out);
		for (size_t j = 0; j < widths[i]; j++)
			fputc('-', out);
	}
	fputc('\n', out);
}

/* All cells as strings, the titles first: (n_rows + 1) x n_columns. */
static char **readable_cells(const struct table *table, size_t *widths)
{
	char **cells = xcalloc((table->n_rows + 1) * table->n_columns, sizeof(*cells));

	for (size_t i = 0; i <= table->n_rows; i++)
		for (size_t j = 0; j < table->n_columns; j++) {
			_cleanup_free_ char *raw =
				i == 0 ? xstrdup(table->columns[j].title) :
					 cell_readable(&table->rows[i - 1].cells[j]);
			char *text = utf8_visible(raw);
			size_t width = utf8_width(text);

			if (width > widths[j])
				widths[j] = width;
			cells[i * table->n_columns + j] = text;
		}
	return cells;
}

/* Wrapped at its blanks: it has a reason and an advice, and is long. */
static void put_warning(const char *text, bool first, FILE *out)
{
	_cleanup_free_ char *copy = utf8_visible(text);
	char *rest = copy, *word;
	size_t column = strlen(warning_word);

	fprintf(out, "%s%s", first ? "\n" : "", warning_word);
	while ((word = strsep(&rest, " "))) {
		size_t width = utf8_width(word) + 1;

		if (column + width > LINE_WIDTH) {
			fputs("\n  ", out);
			column = 2;
		} else {
			fputc(' ', out);
		}
		fputs(word, out);
		column += width;
	}
	fputc('\n', out);
}

static void put_head(const char *line, FILE *out)
{
	_cleanup_free_ char *visible = utf8_visible(line);

	fprintf(out, "  %s\n", visible);
}

static void put_text(const char *text, FILE *out)
{
	_cleanup_free_ char *visible = utf8_visible(text);

	fputs(visible, out);
	fputc('\n', out);
}

void table_write_text(const struct table *table, FILE *out)
{
	size_t *widths = xcalloc(table->n_columns, sizeof(*widths));
	char **cells = readable_cells(table, widths);

	if (table->title) {
		put_text(table->title, out);
		fputc('\n', out);
	}
	heads_write(table, put_head, out);
	for (size_t i = 0; i <= table->n_rows; i++) {
		put_line(table, cells + i * table->n_columns, widths, out);
		if (i == 0)
			put_rule(table, widths, out);
	}
	for (size_t i = 0; i < table->n_notes; i++) {
		fputs(i ? "" : "\n", out);
		put_text(table->notes[i], out);
	}
	for (size_t i = 0; i < table->n_warnings; i++)
		put_warning(table->warnings[i], i == 0, out);
	for (size_t i = 0; i < (table->n_rows + 1) * table->n_columns; i++)
		free(cells[i]);
	free(cells);
	free(widths);
}
