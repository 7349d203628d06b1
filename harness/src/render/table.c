// SPDX-License-Identifier: GPL-2.0-only
#include "render/table.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "render/format.h"

struct format {
	const char *name;
	void (*write)(const struct table *table, FILE *out);
};

static const struct format formats[FORMAT_N] = {
	[FORMAT_TABLE] = { "table", table_write_text },
	[FORMAT_CSV] = { "csv", table_write_csv },
	[FORMAT_JSON] = { "json", table_write_json },
	[FORMAT_MARKDOWN] = { "markdown", table_write_markdown },
};

_Bool table_format_from_name(const char *name, enum table_format *format)
{
	for (size_t i = 0; i < FORMAT_N; i++)
		if (!strcmp(formats[i].name, name)) {
			*format = (enum table_format)i;
			return 1;
		}
	return 0;
}

struct table *table_new(const char *title)
{
	struct table *table = xcalloc(1, sizeof(*table));

	table->title = title ? utf8_clean(title) : NULL;
	return table;
}

void table_difference(struct table *table, const char *what, const char *base, const char *new)
{
	table->heads = xgrow(table->heads, table->n_heads, sizeof(*table->heads));
	table->heads[table->n_heads++] = (struct head){
		.what = utf8_clean(what),
		.base = utf8_clean(base),
		.new = utf8_clean(new),
	};
}

void table_free(struct table *table)
{
	if (!table)
		return;
	for (size_t i = 0; i < table->n_heads; i++) {
		free(table->heads[i].what);
		free(table->heads[i].base);
		free(table->heads[i].new);
	}
	free(table->heads);
	for (size_t i = 0; i < table->n_rows; i++) {
		for (size_t j = 0; j < table->n_columns; j++)
			free(table->rows[i].cells[j].text);
		free(table->rows[i].cells);
	}
	for (size_t i = 0; i < table->n_columns; i++) {
		free(table->columns[i].key);
		free(table->columns[i].title);
	}
	for (size_t i = 0; i < table->n_notes; i++)
		free(table->notes[i]);
	for (size_t i = 0; i < table->n_warnings; i++)
		free(table->warnings[i]);
	free(table->warnings);
	free(table->rows);
	free(table->columns);
	free(table->notes);
	free(table->title);
	free(table);
}

void table_column(struct table *table, const char *key, const char *title, enum column_kind kind)
{
	struct column *column;

	assert(table->n_rows == 0);
	table->columns = xgrow(table->columns, table->n_columns, sizeof(*table->columns));
	column = &table->columns[table->n_columns++];
	column->key = utf8_clean(key);
	column->title = utf8_clean(title);
	column->kind = kind;
}

void table_use(struct table *table, enum column_use use)
{
	assert(table->n_columns > 0);
	table->columns[table->n_columns - 1].use = use;
}

void table_row(struct table *table)
{
	struct row *row;

	table->rows = xgrow(table->rows, table->n_rows, sizeof(*table->rows));
	row = &table->rows[table->n_rows++];
	/* Zeroed cells are empty ones, so a row cut short needs no care later. */
	row->cells = xcalloc(table->n_columns, sizeof(*row->cells));
}

static struct cell *next_cell(struct table *table)
{
	struct row *row;

	assert(table->n_rows > 0);
	row = &table->rows[table->n_rows - 1];
	assert(row->n < table->n_columns);
	return &row->cells[row->n++];
}

static char *clean_vprintf(const char *fmt, va_list ap)
{
	_cleanup_free_ char *raw = xvasprintf(fmt, ap);

	return utf8_clean(raw);
}

void table_text(struct table *table, const char *fmt, ...)
{
	struct cell *cell = next_cell(table);
	va_list ap;

	va_start(ap, fmt);
	cell->text = clean_vprintf(fmt, ap);
	va_end(ap);
	cell->kind = CELL_TEXT;
}

void table_count(struct table *table, uint64_t value)
{
	struct cell *cell = next_cell(table);

	cell->kind = CELL_COUNT;
	cell->count = value;
}

void table_real(struct table *table, double value, int decimals)
{
	struct cell *cell = next_cell(table);

	/* JSON has no word for these, and a reader is told nothing by them. */
	if (!isfinite(value))
		return;
	cell->kind = CELL_REAL;
	cell->real = value;
	cell->decimals = decimals;
}

void table_real_as(struct table *table, double value, const char *fmt, ...)
{
	struct cell *cell;
	va_list ap;

	table_real(table, value, 0);
	cell = &table->rows[table->n_rows - 1].cells[table->rows[table->n_rows - 1].n - 1];
	if (cell->kind == CELL_EMPTY)
		return;
	va_start(ap, fmt);
	cell->text = clean_vprintf(fmt, ap);
	va_end(ap);
}

void table_empty(struct table *table)
{
	next_cell(table);
}

void table_note(struct table *table, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	xpush(&table->notes, &table->n_notes, clean_vprintf(fmt, ap));
	va_end(ap);
}

void table_warning(struct table *table, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	xpush(&table->warnings, &table->n_warnings, clean_vprintf(fmt, ap));
	va_end(ap);
}

int table_write(const struct table *table, enum table_format format, FILE *out, struct error *err)
{
	assert((size_t)format < FORMAT_N);
	formats[format].write(table, out);
	if (ferror(out))
		return error_errno(err, "cannot write the table");
	return 0;
}
