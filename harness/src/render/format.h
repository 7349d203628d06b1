/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a table is made of, for the files that write it in one format each.
 */
#ifndef EXITBENCH_RENDER_FORMAT_H
#define EXITBENCH_RENDER_FORMAT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "render/table.h"

enum cell_kind {
	CELL_EMPTY,
	CELL_TEXT,
	CELL_COUNT,
	CELL_REAL,
};

struct cell {
	enum cell_kind kind;
	char *text; /* CELL_TEXT; else how a reader wants it, or NULL: valid UTF-8 */
	uint64_t count;
	double real; /* finite */
	int decimals;
};

struct column {
	char *key, *title;
	enum column_kind kind;
	enum column_use use;
};

struct row {
	struct cell *cells; /* as many as the table has columns */
	size_t n;           /* those that were filled */
};

/* What stands between title and rows: a difference of two sides. Valid UTF-8. */
struct head {
	char *what, *base, *new;
};

struct table {
	char *title; /* NULL: none */
	struct head *heads;
	size_t n_heads;
	struct column *columns;
	size_t n_columns;
	struct row *rows;
	size_t n_rows;
	char **notes;
	size_t n_notes;
	char **warnings;
	size_t n_warnings;
};

/* The cell as a reader wants it (1,234.5; "-" when empty), in fresh memory. */
char *cell_readable(const struct cell *cell);

/* The cell as a program wants it (1234.5678; "" when empty), in fresh memory. */
char *cell_exact(const struct cell *cell);

/* A difference as a line for a reader, without its newline, in fresh memory. */
char *head_readable(const struct head *head);

/* Writes "These differ:" and those lines, with blank ones around; nothing if there are none. */
void heads_write(const struct table *table, void (*put)(const char *line, FILE *out), FILE *out);

/* A stream's own error flag tells about failed writes, so these return nothing. */
void table_write_text(const struct table *table, FILE *out);
void table_write_csv(const struct table *table, FILE *out);
void table_write_json(const struct table *table, FILE *out);
void table_write_markdown(const struct table *table, FILE *out);

#endif
