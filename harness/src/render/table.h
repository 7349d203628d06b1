/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A table is data: its columns are a list, and each column has a function that makes a cell from a
 * row. Text for a terminal, CSV, JSON, Markdown and HTML are different markups of the same table;
 * only this folder knows them.
 *
 * In CSV and JSON a column is named by its key and numbers are exact; for readers it is named by
 * its heading and numbers are made readable.
 */
#ifndef EXITBENCH_RENDER_TABLE_H
#define EXITBENCH_RENDER_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/error.h"
#include "render/cell.h"

enum table_format {
	FORMAT_TABLE,
	FORMAT_CSV,
	FORMAT_JSON,
	FORMAT_MARKDOWN,
	FORMAT_N,
};

/* By name, as given to --format; false if there is no such format. */
bool table_format_from_name(const char *name, enum table_format *format);

/* The kind of values in a column. */
enum unit {
	UNIT_TEXT,   /* names and words: left-aligned, as the next */
	UNIT_PROSE,  /* sentences, which may be wrapped sooner than names */
	UNIT_NUMBER, /* right-aligned, as the next two */
	UNIT_CYCLES, /* of the host's TSC: to readers only where times are not shown */
	UNIT_TIME,   /* cells are given in cycles; readers see ns or us, data has ns */
};

/*
 * Where a column is shown, unless the user asks for columns by name. Readers get text, Markdown or
 * HTML; data is CSV or JSON.
 */
enum column_use {
	USE_ALWAYS,
	USE_ROOM,   /* to readers where there is room: not in text of a usual terminal's width */
	USE_WIDE,   /* to readers only if they ask for wide tables */
	USE_DATA,   /* not to readers: another column tells them */
	USE_READER, /* not in data: another column has it */
	USE_READER_ROOM, /* likewise, where there is room */
	USE_READER_WIDE, /* likewise, in wide tables */
};

/* For columns up to this priority, names are wrapped before the column is left out. */
#define PRIORITY_WRAPS 2

struct column {
	const char *key;     /* for CSV, JSON and --columns: "exits_per_second" */
	const char *heading; /* for readers: "exits/s" */
	enum unit unit;
	enum column_use use;
	unsigned int priority; /* on a narrow terminal the greatest is left out first; 0 never is */
	struct cell (*cell)(const struct column *column, const void *row);
	size_t of;           /* for that function: where in the row its value is */
	unsigned int only;   /* facts of the table without which the column is not shown */
	unsigned int unless; /* facts with any of which it is not shown */
};

struct table;

/*
 * Makes a table. The title stands above it (not in CSV); NULL for none. It is copied; the columns
 * must outlive the table. facts: bits that the view defines for this table; the columns' only and
 * unless refer to them.
 */
struct table *table_new(const char *title, const struct column *columns, size_t n_columns,
			unsigned int facts);
void table_free(struct table *table);

/* Sets the TSC's rate, by which cycles are converted to times; 0 (the default): not known. */
void table_clock(struct table *table, uint32_t tsc_khz);

/* Adds a row: calls every column's function with it. The row is not needed afterwards. */
void table_add(struct table *table, const void *row);

/* Emphasizes those cells of the last row that have no emphasis yet. */
void table_emphasize(struct table *table, enum emphasis emphasis);

/*
 * Adds something that differs between the two sides of the table; "" if a side does not say. It is
 * a line between title and rows, in which readers only see the differing words of long values. In
 * JSON it is in "differences", which are left out if there are none; CSV has no differences.
 */
void table_difference(struct table *table, const char *what, const char *base, const char *new);

/*
 * Readers see both values of the first `most` differences only, and the others' names in one line.
 */
void table_fold_differences(struct table *table, size_t most);

/*
 * Adds a line below the table (for readers; "notes" in JSON; left out of CSV): sentences that begin
 * with a capital letter, unless the first word is a name that is written otherwise, such as that of
 * a column or a workload.
 */
void table_note(struct table *table, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/*
 * The same for a note that explains columns. It is shown only if one of them is. columns: their
 * keys, separated by commas; the string must outlive the table.
 */
void table_note_about(struct table *table, const char *columns, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Adds a warning, a line below the notes ("warnings" in JSON; left out of CSV). */
void table_warning(struct table *table, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* How a table is shown. A struct of zeros means text in which nothing is cut. */
struct table_choice {
	enum table_format format;
	const char *keys; /* of the columns to show, separated by commas; NULL: by use */
	bool wide;        /* all columns */
	bool cycles;      /* cycles instead of times */
	size_t width;     /* of the terminal; 0: there is none, and nothing is cut */
	bool looks;       /* bold and dim text is understood */
};

/*
 * Chooses the columns and, on a terminal, their widths, so that no line is wider than the terminal;
 * a note says what was left out. For readers a column without any value is left out, too. Columns
 * that the user names are never left out. An unknown key is an error that lists the known ones.
 */
int table_arrange(struct table *table, const struct table_choice *choice, struct error *err);

/* The keys of the columns that can be named, separated by ", ", in fresh memory. */
char *table_keys(const struct table *table);

/*
 * Writes the table as arranged. JSON is one object: {"title", "rows": [{key: value}], "notes",
 * "warnings"}, with "differences": [{"what", "base", "new"}] before the rows if there are any.
 */
int table_write(const struct table *table, FILE *out, struct error *err);

/*
 * Arranges the table for a wide page and writes the rows as an HTML table. Title, notes and
 * warnings are left to the page.
 */
void table_write_html(struct table *table, FILE *out);

#endif
