/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The parts of a table, for the files that arrange it and for those that write one markup each.
 */
#ifndef EXITBENCH_RENDER_FORMAT_H
#define EXITBENCH_RENDER_FORMAT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "render/table.h"

struct row {
	struct cell *cells; /* as many as the table has columns */
	enum emphasis emphasis;
};

/* A difference of two sides, which is shown between title and rows. Valid UTF-8. */
struct table_difference {
	char *what, *base, *new;
};

/* A line below the table. */
struct footnote {
	char *text;
	const char *about; /* keys of columns, separated by commas; NULL: it is always shown */
};

struct table {
	char *title; /* NULL: none */
	struct table_difference *differences;
	size_t n_differences;
	size_t fold; /* so many are shown with their values; 0: all */
	const struct column *columns;
	size_t n_columns;
	unsigned int facts;
	uint32_t tsc_khz;    /* 0: not known */
	double *greatest_ns; /* of each column of times */
	struct row *rows;
	size_t n_rows;
	struct footnote *footnotes;
	size_t n_footnotes;
	char **warnings;
	size_t n_warnings;

	/* How the table was arranged. */
	enum table_format format;
	size_t width; /* of the terminal; 0: none */
	bool looks;
	size_t *shown; /* columns by their place */
	size_t n_shown;
	size_t *widths; /* of those that are shown; only in text */
	char *left_out; /* a line that names the columns for which there was no room, or NULL */
	char **notes;   /* of the footnotes that are shown; the footnotes own the texts */
	size_t n_notes;
};

/* A cell as readers see it (1,234.5; "-" if empty), in fresh memory. */
char *cell_readable(const struct table *table, size_t row, size_t column);

/* A cell for programs (1234.5678; "" if empty), in fresh memory. */
char *cell_exact(const struct cell *cell);

/* Whether the column's values are numbers, which are aligned at their right ends. */
bool column_is_number(const struct column *column);

/* The gap between two columns of text. */
#define TEXT_GAP "  "

/*
 * Computes the width of each column that is shown in text. On a terminal, drops the columns that do
 * not fit, unless the choice names them, and notes them in left_out.
 */
void table_fit(struct table *table, const struct table_choice *choice);

/*
 * The number of bytes of a text that fit into a line of that many columns, at least one character.
 * The line ends at a space if there is one, else after a sign such as a hyphen.
 */
size_t wrap_length(const char *text, size_t width);

/* Where the text continues after that many bytes: behind the spaces. */
const char *wrap_rest(const char *text, size_t length);

/* A difference as a line for a reader, without its newline, in fresh memory. */
char *differing_readable(const struct table_difference *difference);

/*
 * Writes "These differ:" and these lines, with empty lines around; nothing if there are none. If
 * they are folded, the last line names the others.
 */
void differing_write(const struct table *table,
		     void (*put)(const struct table *table, const char *line, FILE *out),
		     FILE *out);

/* These return nothing, because the stream's error flag shows whether a write failed. */
void table_write_text(const struct table *table, FILE *out);
void table_write_csv(const struct table *table, FILE *out);
void table_write_json(const struct table *table, FILE *out);
void table_write_markdown(const struct table *table, FILE *out);

#endif
