/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A table is data: its columns are rows of a list, each with the function that makes a cell of a
 * row. Text for a terminal, CSV, JSON, Markdown and HTML are markups of one table, and this is the
 * only place that knows them.
 *
 * In CSV and JSON a column goes by its key and numbers are exact; for readers it goes by its
 * heading and numbers are made readable.
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

/* What the values of a column are. */
enum unit {
	UNIT_TEXT,   /* names and words: left-aligned, as the next */
	UNIT_PROSE,  /* sentences, which may be wrapped sooner than names */
	UNIT_NUMBER, /* right-aligned, as the next two */
	UNIT_CYCLES, /* of the host's TSC: to readers only where times are not shown */
	UNIT_TIME, /* the cell's function tells cycles, which the table converts: readers see ns or us, data has ns */
};

/*
 * Where a column is shown if none are asked for by name: to readers (text, Markdown, HTML), and in
 * data (CSV, JSON).
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

/* Up to this priority, names are wrapped before a column is left out. */
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
 * The title stands above the table (not in CSV); NULL for none. It is copied; the columns must
 * outlive the table. facts: what the view knows of this table, as bits of its own, for the columns'
 * only and unless.
 */
struct table *table_new(const char *title, const struct column *columns, size_t n_columns,
			unsigned int facts);
void table_free(struct table *table);

/* The rate of the TSC whose cycles the rows of columns of times tell; 0, as without: not known. */
void table_clock(struct table *table, uint32_t tsc_khz);

/* Adds a row: every column's function is called with it, and the row is not needed any more. */
void table_add(struct table *table, const void *row);

/* Emphasis of all cells of the row added last that have none themselves. */
void table_emphasize(struct table *table, enum emphasis emphasis);

/*
 * Something that differs between the two sides of the table, "" for a side that does not tell:
 * a line between title and rows, where of long values readers see the words that differ. In JSON
 * "differences", which are there if there are any; CSV leaves them out.
 */
void table_difference(struct table *table, const char *what, const char *base, const char *new);

/* A line below the table (for readers; "notes" in JSON; left out of CSV). */
void table_note(struct table *table, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* A line below the notes that asks for attention ("warnings" in JSON; left out of CSV). */
void table_warning(struct table *table, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* How a table is to be shown. Zeroed: as text in which nothing is cut. */
struct table_choice {
	enum table_format format;
	const char *
		keys; /* of the columns to show, with commas between, in their order; NULL: by use */
	bool wide;    /* all columns */
	bool cycles;  /* cycles instead of times */
	size_t width; /* of the terminal; 0: there is none, and nothing is cut */
	bool looks;   /* bold and dim text is understood */
};

/*
 * Chooses the columns, and on a terminal how wide each is, so that no line is wider than it; a note
 * tells what was left out. For readers a column without any value is left out, too. Columns that
 * are named are never. An unknown key is an error that names those there are.
 */
int table_arrange(struct table *table, const struct table_choice *choice, struct error *err);

/* The keys of the columns that can be named, with ", " between, in fresh memory. */
char *table_keys(const struct table *table);

/*
 * Writes it, as arranged. JSON is one object: {"title", "rows": [{key: value}], "notes",
 * "warnings"}, before the rows perhaps "differences": [{"what", "base", "new"}].
 */
int table_write(const struct table *table, FILE *out, struct error *err);

/*
 * The rows as an HTML table, of the columns that readers of a wide page see; title, notes and
 * warnings are left to the page. Leaves the table arranged for that.
 */
void table_write_html(struct table *table, FILE *out);

#endif
