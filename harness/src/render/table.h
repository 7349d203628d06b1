/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A table: built cell by cell by a command, then written as text for a
 * terminal, CSV, JSON or Markdown. The only place that knows these formats.
 *
 * In CSV and JSON a column goes by its key and numbers are exact; in text and
 * Markdown it goes by its title and numbers are made readable.
 */
#ifndef EXITBENCH_RENDER_TABLE_H
#define EXITBENCH_RENDER_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/error.h"

enum table_format {
	FORMAT_TABLE,
	FORMAT_CSV,
	FORMAT_JSON,
	FORMAT_MARKDOWN,
	FORMAT_N,
};

/* By name, as given to --format; false if there is no such format. */
bool table_format_from_name(const char *name, enum table_format *format);

enum column_kind {
	COLUMN_TEXT,   /* left-aligned */
	COLUMN_NUMBER, /* right-aligned */
};

/* Where a column is shown: in the readers' formats (text, Markdown) or the data's (CSV, JSON). */
enum column_use {
	USE_ALWAYS,
	USE_WIDE,   /* to readers only if they ask for wide tables */
	USE_DATA,   /* not to readers: what another column tells them as text */
	USE_READER, /* not in data: numbers of other columns as text */
	USE_NEVER,  /* has no values this time */
};

struct table;

/* The title stands above the table (text, Markdown); NULL for none. Copied. */
struct table *table_new(const char *title);
void table_free(struct table *table);

/*
 * Adds a column. key: for CSV and JSON ("exits_per_second"); title: for
 * readers ("exits/s"). All columns come before the first row.
 */
void table_column(struct table *table, const char *key, const char *title, enum column_kind kind);

/* The use of the column added last, if it is not USE_ALWAYS. */
void table_use(struct table *table, enum column_use use);

/* Starts a row; its cells follow in the order of the columns. Missing ones are empty. */
void table_row(struct table *table);
void table_text(struct table *table, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void table_count(struct table *table, uint64_t value);            /* 1,234,567 */
void table_real(struct table *table, double value, int decimals); /* 1,234.5 */
/* What readers see of table_real(), in fresh memory. */
char *table_real_text(double value, int decimals);
/* In data as it is, for readers as that text. */
void table_real_as(struct table *table, double value, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void table_empty(struct table *table); /* unknown: "-" for readers, null in JSON */

/*
 * Something that differs between the two sides of the table, "" for a side that does not tell:
 * a line between title and rows, where of long values readers see the words that differ. In JSON
 * "differences", which are there if there are any; CSV leaves them out.
 */
void table_difference(struct table *table, const char *what, const char *base, const char *new);

/* A line below the table (text, Markdown; "notes" in JSON; left out of CSV). */
void table_note(struct table *table, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* A line below the notes that asks for attention ("warnings" in JSON; left out of CSV). */
void table_warning(struct table *table, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/*
 * Takes the columns that a format shows, and drops the others: those named in a
 * comma-separated list of keys, in its order; else by their use. For readers a column
 * without any value is dropped, too. An unknown key is an error that names those there are.
 */
int table_arrange(struct table *table, enum table_format format, bool wide, const char *keys,
		  struct error *err);

/*
 * Writes it. JSON is one object: {"title", "rows": [{key: value}], "notes", "warnings"}, before
 * the rows perhaps "differences": [{"what", "base", "new"}].
 */
int table_write(const struct table *table, enum table_format format, FILE *out, struct error *err);

#endif
