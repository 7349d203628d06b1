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
#include "render/duration.h"
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

bool table_format_from_name(const char *name, enum table_format *format)
{
	for (size_t i = 0; i < FORMAT_N; i++)
		if (!strcmp(formats[i].name, name)) {
			*format = (enum table_format)i;
			return true;
		}
	return false;
}

struct table *table_new(const char *title, const struct column *columns, size_t n_columns,
			unsigned int facts)
{
	struct table *table = xcalloc(1, sizeof(*table));

	table->title = title ? utf8_clean(title) : NULL;
	table->columns = columns;
	table->n_columns = n_columns;
	table->facts = facts;
	table->greatest_ns = xcalloc(n_columns, sizeof(*table->greatest_ns));
	table->shown = xcalloc(n_columns, sizeof(*table->shown));
	table->widths = xcalloc(n_columns, sizeof(*table->widths));
	return table;
}

static void free_strings(char **strings, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(strings[i]);
	free(strings);
}

void table_free(struct table *table)
{
	if (!table)
		return;
	for (size_t i = 0; i < table->n_differences; i++) {
		free(table->differences[i].what);
		free(table->differences[i].base);
		free(table->differences[i].new);
	}
	free(table->differences);
	for (size_t i = 0; i < table->n_rows; i++) {
		for (size_t j = 0; j < table->n_columns; j++)
			cell_free(&table->rows[i].cells[j]);
		free(table->rows[i].cells);
	}
	free(table->rows);
	for (size_t i = 0; i < table->n_footnotes; i++)
		free(table->footnotes[i].text);
	free(table->footnotes);
	free(table->notes);
	free_strings(table->warnings, table->n_warnings);
	free(table->greatest_ns);
	free(table->shown);
	free(table->widths);
	free(table->left_out);
	free(table->title);
	free(table);
}

void table_clock(struct table *table, uint32_t tsc_khz)
{
	assert(!table->n_rows);
	table->tsc_khz = tsc_khz;
}

/* Converts cycles to nanoseconds; the cell becomes empty if the rate is not known. */
static void convert(struct table *table, size_t column, struct cell *cell)
{
	if (cell->kind != CELL_REAL)
		return;
	cell->real = duration_ns(cell->real, table->tsc_khz);
	if (!isfinite(cell->real))
		cell_free(cell);
	else if (cell->real > table->greatest_ns[column])
		table->greatest_ns[column] = cell->real;
}

void table_add(struct table *table, const void *row)
{
	struct row *added;

	table->rows = xgrow(table->rows, table->n_rows, sizeof(*table->rows));
	added = &table->rows[table->n_rows++];
	added->cells = xcalloc(table->n_columns, sizeof(*added->cells));
	for (size_t i = 0; i < table->n_columns; i++) {
		const struct column *column = &table->columns[i];

		added->cells[i] = column->cell(column, row);
		if (column->unit == UNIT_TIME)
			convert(table, i, &added->cells[i]);
	}
}

void table_emphasize(struct table *table, enum emphasis emphasis)
{
	assert(table->n_rows > 0);
	table->rows[table->n_rows - 1].emphasis = emphasis;
}

void table_difference(struct table *table, const char *what, const char *base, const char *new)
{
	table->differences =
		xgrow(table->differences, table->n_differences, sizeof(*table->differences));
	table->differences[table->n_differences++] = (struct table_difference){
		.what = utf8_clean(what),
		.base = utf8_clean(base),
		.new = utf8_clean(new),
	};
}

void table_fold_differences(struct table *table, size_t most)
{
	table->fold = most;
}

static char *clean_vprintf(const char *fmt, va_list ap)
{
	_cleanup_free_ char *raw = xvasprintf(fmt, ap);

	return utf8_clean(raw);
}

static void add_footnote(struct table *table, const char *about, char *text)
{
	table->footnotes = xgrow(table->footnotes, table->n_footnotes, sizeof(*table->footnotes));
	table->footnotes[table->n_footnotes++] = (struct footnote){ text, about };
}

void table_note(struct table *table, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add_footnote(table, NULL, clean_vprintf(fmt, ap));
	va_end(ap);
}

void table_note_about(struct table *table, const char *columns, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add_footnote(table, columns, clean_vprintf(fmt, ap));
	va_end(ap);
}

void table_warning(struct table *table, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	xpush(&table->warnings, &table->n_warnings, clean_vprintf(fmt, ap));
	va_end(ap);
}

int table_write(const struct table *table, FILE *out, struct error *err)
{
	assert((size_t)table->format < FORMAT_N);
	formats[table->format].write(table, out);
	if (ferror(out))
		return error_errno(err, "cannot write the table");
	return 0;
}
