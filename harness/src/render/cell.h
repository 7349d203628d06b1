/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A cell: the contents of one row in one column. A column's function makes it from the row, and the
 * table then owns its strings. Texts may be any bytes; they are turned into valid UTF-8.
 */
#ifndef EXITBENCH_RENDER_CELL_H
#define EXITBENCH_RENDER_CELL_H

#include <stddef.h>
#include <stdint.h>

enum cell_kind {
	CELL_EMPTY, /* unknown: "-" for readers, null in JSON */
	CELL_TEXT,
	CELL_COUNT,
	CELL_REAL,
};

/* How a cell is emphasized on a terminal and on a page. */
enum emphasis {
	EMPHASIS_NONE,
	EMPHASIS_FINDING, /* what stands out: bold */
	EMPHASIS_NOISE,   /* what hardly matters: dim */
};

/* One of several parts of a cell that a page shows separately, such as exit reasons. */
struct cell_part {
	char *text;       /* "msr 45%" */
	const char *hint; /* what it means, or NULL; it must outlive the table */
	uint32_t colour;  /* 0xRRGGBB, as in the graphs */
};

struct cell {
	enum cell_kind kind;
	enum emphasis emphasis;
	char *text; /* of CELL_TEXT; of a number: how readers see it, or NULL for the usual way */
	char *data; /* of CELL_TEXT: what it is in CSV and JSON, or NULL for the same */
	uint64_t count;
	double real;             /* finite */
	int decimals;            /* of a real number that is no time */
	int digits;              /* of a time: significant ones */
	char *link;              /* on a page: the id of the place that it links to, or NULL */
	char *badge;             /* on a page: a word beside it, or NULL */
	struct cell_part *parts; /* instead of the text, on a page */
	size_t n_parts;
};

struct cell cell_empty(void);
struct cell cell_text(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* A word for readers, and another one for data. */
struct cell cell_text_as(const char *data, const char *text);

struct cell cell_count(uint64_t value);            /* 1,234,567 */
struct cell cell_real(double value, int decimals); /* 1,234.5; empty if it is not finite */

/* A number that data has exactly and readers see as that text; empty if it is not finite. */
struct cell cell_real_as(double value, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Appends a part, and its text to the cell's text, after a comma. */
void cell_add_part(struct cell *cell, const char *text, const char *hint, uint32_t colour);

void cell_free(struct cell *cell);

/* A real number as readers see it, in fresh memory. */
char *real_text(double value, int decimals);

/* A decimal number with a comma between each three digits, in fresh memory. */
char *grouped_text(const char *plain);

#endif
