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

static const char warning_word[] = "warning:";

/* The width for warnings without a terminal; they are long, as they give advice. */
#define LINE_WIDTH 100

#define INDENT 2

static const char *const looks[] = {
	[EMPHASIS_NONE] = "",
	[EMPHASIS_FINDING] = "\033[1m",
	[EMPHASIS_NOISE] = "\033[2m",
};

static void put_spaces(size_t n, FILE *out)
{
	fprintf(out, "%*s", (int)n, "");
}

static void put_looking(const struct table *table, enum emphasis emphasis, const char *text,
			size_t length, FILE *out)
{
	bool has_looks = table->looks && emphasis != EMPHASIS_NONE;

	fputs(has_looks ? looks[emphasis] : "", out);
	fwrite(text, 1, length, out);
	fputs(has_looks ? "\033[0m" : "", out);
}

/* The text of one cell; lines are taken from its beginning. */
struct strand {
	char *text;
	const char *rest;
	enum emphasis emphasis;
};

/* Writes the next line of a row; spaces are only written if something follows them. */
static void put_line(const struct table *table, struct strand *strands, FILE *out)
{
	size_t blanks = 0;

	for (size_t i = 0; i < table->n_shown; i++) {
		bool right = column_is_number(&table->columns[table->shown[i]]);
		size_t length = wrap_length(strands[i].rest, table->widths[i]);
		_cleanup_free_ char *line = xstrndup(strands[i].rest, length);
		size_t width = utf8_width(line);
		size_t fill = table->widths[i] > width ? table->widths[i] - width : 0;

		blanks += (i ? strlen(TEXT_GAP) : 0) + (right ? fill : 0);
		if (*line) {
			put_spaces(blanks, out);
			put_looking(table, strands[i].emphasis, line, length, out);
			blanks = 0;
		}
		blanks += right ? 0 : fill;
		strands[i].rest = wrap_rest(strands[i].rest, length);
	}
	fputc('\n', out);
}

static bool is_over(const struct table *table, const struct strand *strands)
{
	for (size_t i = 0; i < table->n_shown; i++)
		if (*strands[i].rest)
			return false;
	return true;
}

/* Writes all lines of a row, at least one, and frees the texts in the strands. */
static void put_strands(const struct table *table, struct strand *strands, FILE *out)
{
	for (size_t i = 0; i < table->n_shown; i++)
		strands[i].rest = strands[i].text;
	do {
		put_line(table, strands, out);
	} while (!is_over(table, strands));
	for (size_t i = 0; i < table->n_shown; i++)
		free(strands[i].text);
}

static void put_headings(const struct table *table, FILE *out)
{
	_cleanup_free_ struct strand *strands = xcalloc(table->n_shown, sizeof(*strands));

	for (size_t i = 0; i < table->n_shown; i++)
		strands[i].text = utf8_visible(table->columns[table->shown[i]].heading);
	put_strands(table, strands, out);
	for (size_t i = 0; i < table->n_shown; i++) {
		fputs(i ? TEXT_GAP : "", out);
		for (size_t j = 0; j < table->widths[i]; j++)
			fputc('-', out);
	}
	fputc('\n', out);
}

static void put_row(const struct table *table, size_t row, FILE *out)
{
	_cleanup_free_ struct strand *strands = xcalloc(table->n_shown, sizeof(*strands));

	for (size_t i = 0; i < table->n_shown; i++) {
		size_t column = table->shown[i];
		_cleanup_free_ char *raw = cell_readable(table, row, column);
		enum emphasis emphasis = table->rows[row].cells[column].emphasis;

		strands[i].text = utf8_visible(raw);
		strands[i].emphasis = emphasis ? emphasis : table->rows[row].emphasis;
	}
	put_strands(table, strands, out);
}

/*
 * A text that begins in the column at, wrapped if there is a width; what follows its first line is
 * indented.
 */
static void put_wrapped(const char *text, size_t at, size_t indent, size_t width, FILE *out)
{
	_cleanup_free_ char *visible = utf8_visible(text);
	const char *rest = visible;

	while (width > at && *rest) {
		size_t length = wrap_length(rest, width - at);

		fwrite(rest, 1, length, out);
		rest = wrap_rest(rest, length);
		if (!*rest)
			break;
		fputc('\n', out);
		put_spaces(indent, out);
		at = indent;
	}
	fputs(width > at ? "" : rest, out);
	fputc('\n', out);
}

static void put_difference(const struct table *table, const char *line, FILE *out)
{
	put_spaces(INDENT, out);
	put_wrapped(line, INDENT, 2 * INDENT, table->width, out);
}

static void put_warning(const struct table *table, const char *text, FILE *out)
{
	put_looking(table, EMPHASIS_FINDING, warning_word, strlen(warning_word), out);
	fputc(' ', out);
	put_wrapped(text, strlen(warning_word) + 1, INDENT,
		    table->width ? table->width : LINE_WIDTH, out);
}

static void put_below(const struct table *table, FILE *out)
{
	/* Without rows the empty line is there already. */
	const char *gap = table->n_rows || !table->title ? "\n" : "";

	for (size_t i = 0; i < table->n_notes; i++) {
		fputs(i ? "" : gap, out);
		put_wrapped(table->notes[i], 0, INDENT, table->width, out);
	}
	if (table->left_out) {
		fputs(table->n_notes ? "" : gap, out);
		put_wrapped(table->left_out, 0, INDENT, table->width, out);
	}
	for (size_t i = 0; i < table->n_warnings; i++) {
		fputs(i ? "" : table->n_notes ? "\n" : gap, out);
		put_warning(table, table->warnings[i], out);
	}
}

void table_write_text(const struct table *table, FILE *out)
{
	if (table->title) {
		put_wrapped(table->title, 0, INDENT, table->width, out);
		fputc('\n', out);
	}
	differing_write(table, put_difference, out);
	/* What has a title says by it that there is nothing to show. */
	if (table->n_rows || !table->title)
		put_headings(table, out);
	for (size_t i = 0; i < table->n_rows; i++)
		put_row(table, i, out);
	put_below(table, out);
}
