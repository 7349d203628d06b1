// SPDX-License-Identifier: GPL-2.0-only
/* Which columns of a table are shown. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "render/format.h"

static bool has_values(const struct table *table, size_t column)
{
	for (size_t i = 0; i < table->n_rows; i++)
		if (table->rows[i].cells[column].kind != CELL_EMPTY)
			return true;
	return !table->n_rows;
}

static bool is_shown(const struct table *table, size_t column, enum table_format format, bool wide)
{
	bool reader = format == FORMAT_TABLE || format == FORMAT_MARKDOWN;

	switch (table->columns[column].use) {
	case USE_ALWAYS:
		break;
	case USE_WIDE:
		if (reader && !wide)
			return false;
		break;
	case USE_DATA:
		return !reader;
	case USE_READER:
		return reader;
	case USE_NEVER:
		return false;
	}
	return !reader || has_values(table, column);
}

static void free_column(struct table *table, size_t column)
{
	free(table->columns[column].key);
	free(table->columns[column].title);
	for (size_t i = 0; i < table->n_rows; i++)
		free(table->rows[i].cells[column].text);
}

/* Leaves those n columns, each of them once, in that order. */
static void take_columns(struct table *table, const size_t *columns, size_t n)
{
	struct column *kept = xcalloc(n, sizeof(*kept));
	bool *is_kept = xcalloc(table->n_columns, sizeof(*is_kept));

	for (size_t i = 0; i < n; i++) {
		kept[i] = table->columns[columns[i]];
		is_kept[columns[i]] = true;
	}
	for (size_t i = 0; i < table->n_columns; i++)
		if (!is_kept[i])
			free_column(table, i);
	for (size_t i = 0; i < table->n_rows; i++) {
		struct cell *cells = xcalloc(n, sizeof(*cells));

		for (size_t j = 0; j < n; j++)
			cells[j] = table->rows[i].cells[columns[j]];
		free(table->rows[i].cells);
		table->rows[i].cells = cells;
		table->rows[i].n = n;
	}
	free(is_kept);
	free(table->columns);
	table->columns = kept;
	table->n_columns = n;
}

static size_t find_column(const struct table *table, const char *key, size_t length)
{
	for (size_t i = 0; i < table->n_columns; i++)
		if (strlen(table->columns[i].key) == length &&
		    !strncmp(table->columns[i].key, key, length))
			return i;
	return table->n_columns;
}

static int unknown_column(const struct table *table, const char *key, size_t length,
			  struct error *err)
{
	char *names = xstrdup("");

	for (size_t i = 0; i < table->n_columns; i++) {
		char *longer = xasprintf("%s%s%s", names, i ? ", " : "", table->columns[i].key);

		free(names);
		names = longer;
	}
	error_set(err, "no column '%.*s'; there are %s", (int)length, key, names);
	free(names);
	return -1;
}

static bool is_among(const size_t *columns, size_t n, size_t column)
{
	for (size_t i = 0; i < n; i++)
		if (columns[i] == column)
			return true;
	return false;
}

static int choose(const struct table *table, const char *keys, size_t *columns, size_t *n,
		  struct error *err)
{
	for (;; keys++) {
		size_t length = strcspn(keys, ",");
		size_t column = find_column(table, keys, length);

		if (column == table->n_columns)
			return unknown_column(table, keys, length, err);
		if (!is_among(columns, *n, column))
			columns[(*n)++] = column;
		keys += length;
		if (!*keys)
			return 0;
	}
}

int table_arrange(struct table *table, enum table_format format, bool wide, const char *keys,
		  struct error *err)
{
	_cleanup_free_ size_t *columns = xcalloc(table->n_columns, sizeof(*columns));
	size_t n = 0;

	if (keys) {
		if (choose(table, keys, columns, &n, err))
			return -1;
	} else {
		for (size_t i = 0; i < table->n_columns; i++)
			if (is_shown(table, i, format, wide))
				columns[n++] = i;
	}
	take_columns(table, columns, n);
	return 0;
}
