// SPDX-License-Identifier: GPL-2.0-only
/* Decides which columns of a table are shown. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/strbuf.h"
#include "render/format.h"

static bool has_values(const struct table *table, size_t column)
{
	for (size_t i = 0; i < table->n_rows; i++)
		if (table->rows[i].cells[column].kind != CELL_EMPTY)
			return true;
	return !table->n_rows;
}

static bool is_there(const struct table *table, size_t column)
{
	const struct column *c = &table->columns[column];

	return (table->facts & c->only) == c->only && !(table->facts & c->unless);
}

/* Times and cycles mean the same, so readers see only one of them. */
static bool is_unit_shown(const struct table *table, enum unit unit, bool cycles)
{
	bool times = table->tsc_khz && !cycles;

	return unit == UNIT_TIME ? times : unit == UNIT_CYCLES ? !times : true;
}

static bool is_for_reader(const struct table *table, size_t column,
			  const struct table_choice *choice)
{
	bool room = choice->format != FORMAT_TABLE || choice->width;

	if (!is_unit_shown(table, table->columns[column].unit, choice->cycles) ||
	    !has_values(table, column))
		return false;
	switch (table->columns[column].use) {
	case USE_ALWAYS:
	case USE_READER:
		return true;
	case USE_ROOM:
	case USE_READER_ROOM:
		return room || choice->wide;
	case USE_WIDE:
	case USE_READER_WIDE:
		return choice->wide;
	case USE_DATA:
		break;
	}
	return false;
}

static bool is_shown(const struct table *table, size_t column, const struct table_choice *choice)
{
	enum column_use use = table->columns[column].use;

	if (!is_there(table, column))
		return false;
	if (choice->format == FORMAT_CSV || choice->format == FORMAT_JSON)
		return use != USE_READER && use != USE_READER_ROOM && use != USE_READER_WIDE;
	return is_for_reader(table, column, choice);
}

static bool is_named(const struct column *column, const char *key, size_t length)
{
	return strlen(column->key) == length && !strncmp(column->key, key, length);
}

/* The column with that key that this table has; several may share a key. */
static size_t find_column(const struct table *table, const char *key, size_t length)
{
	size_t found = table->n_columns;

	for (size_t i = 0; i < table->n_columns; i++) {
		if (!is_named(&table->columns[i], key, length))
			continue;
		if (is_there(table, i))
			return i;
		if (found == table->n_columns)
			found = i;
	}
	return found;
}

char *table_keys(const struct table *table)
{
	struct strbuf keys = { 0 };

	for (size_t i = 0; i < table->n_columns; i++) {
		const char *key = table->columns[i].key;

		if (find_column(table, key, strlen(key)) == i)
			strbuf_appendf(&keys, "%s%s", *strbuf_text(&keys) ? ", " : "", key);
	}
	return strbuf_take(&keys);
}

static int unknown_column(const struct table *table, const char *key, size_t length,
			  struct error *err)
{
	_cleanup_free_ char *keys = table_keys(table);

	return error_set(err, "no column '%.*s'; there are %s", (int)length, key, keys);
}

static bool is_among(const size_t *columns, size_t n, size_t column)
{
	for (size_t i = 0; i < n; i++)
		if (columns[i] == column)
			return true;
	return false;
}

static int choose(struct table *table, const char *keys, struct error *err)
{
	for (;; keys++) {
		size_t length = strcspn(keys, ",");
		size_t column = find_column(table, keys, length);

		if (column == table->n_columns)
			return unknown_column(table, keys, length, err);
		if (!is_among(table->shown, table->n_shown, column))
			table->shown[table->n_shown++] = column;
		keys += length;
		if (!*keys)
			return 0;
	}
}

static void choose_by_use(struct table *table, const struct table_choice *choice)
{
	for (size_t i = 0; i < table->n_columns; i++)
		if (is_shown(table, i, choice))
			table->shown[table->n_shown++] = i;
}

/* Whether one of these columns is shown. */
static bool is_any_shown(const struct table *table, const char *keys)
{
	for (;; keys++) {
		size_t length = strcspn(keys, ",");

		for (size_t i = 0; i < table->n_shown; i++)
			if (is_named(&table->columns[table->shown[i]], keys, length))
				return true;
		keys += length;
		if (!*keys)
			return false;
	}
}

static void choose_notes(struct table *table)
{
	free(table->notes);
	table->notes = xcalloc(table->n_footnotes, sizeof(*table->notes));
	table->n_notes = 0;
	for (size_t i = 0; i < table->n_footnotes; i++) {
		const struct footnote *note = &table->footnotes[i];

		if (!note->about || is_any_shown(table, note->about))
			table->notes[table->n_notes++] = note->text;
	}
}

int table_arrange(struct table *table, const struct table_choice *choice, struct error *err)
{
	table->format = choice->format;
	table->width = choice->width;
	table->looks = choice->looks;
	table->n_shown = 0;
	free(table->left_out);
	table->left_out = NULL;
	if (choice->keys && choose(table, choice->keys, err))
		return -1;
	if (!choice->keys)
		choose_by_use(table, choice);
	if (choice->format == FORMAT_TABLE)
		table_fit(table, choice);
	choose_notes(table);
	return 0;
}
