// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table as JSON, one line a row so that it can be searched and compared by
 * line. Numbers are written here rather than by jansson, whose integers are
 * signed and whose reals show 17 digits where three would do.
 */
#include <jansson.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "render/format.h"

/* jansson only escapes the control characters of ASCII, but terminals obey others, too. */
static void put_dump(const char *dump, FILE *out)
{
	while (*dump) {
		uint32_t code;
		size_t length = utf8_decode(dump, &code);

		if (!utf8_acts(code))
			fwrite(dump, 1, length, out);
		else if (code < 0x10000)
			fprintf(out, "\\u%04X", code);
		else
			fprintf(out, "\\u%04X\\u%04X", 0xD800 + ((code - 0x10000) >> 10),
				0xDC00 + (code & 0x3FF));
		dump += length;
	}
}

static void put_string(const char *text, FILE *out)
{
	json_t *string = json_string(text);
	_cleanup_free_ char *dump = string ? json_dumps(string, JSON_ENCODE_ANY) : NULL;

	json_decref(string);
	/* Texts are valid UTF-8, so this only fails without memory. */
	if (!dump)
		dump = xstrdup("null");
	put_dump(dump, out);
}

static void put_cell(const struct cell *cell, FILE *out)
{
	_cleanup_free_ char *text = cell_exact(cell);

	if (cell->kind == CELL_EMPTY)
		fputs("null", out);
	else if (cell->kind == CELL_TEXT)
		put_string(text, out);
	else
		fputs(text, out);
}

static void put_row(const struct table *table, const struct row *row, FILE *out)
{
	fputc('{', out);
	for (size_t i = 0; i < table->n_shown; i++) {
		fputs(i ? ", " : "", out);
		put_string(table->columns[table->shown[i]].key, out);
		fputs(": ", out);
		put_cell(&row->cells[table->shown[i]], out);
	}
	fputc('}', out);
}

static void put_strings(const char *key, char *const *texts, size_t n, FILE *out)
{
	fprintf(out, "\"%s\": [", key);
	for (size_t i = 0; i < n; i++) {
		if (i)
			fputs(", ", out);
		put_string(texts[i], out);
	}
	fputc(']', out);
}

static void put_differences(const struct table *table, FILE *out)
{
	for (size_t i = 0; i < table->n_differences; i++) {
		const struct table_difference *difference = &table->differences[i];

		fputs(i ? ",\n" : "\"differences\": [\n", out);
		fputs("{\"what\": ", out);
		put_string(difference->what, out);
		fputs(", \"base\": ", out);
		put_string(difference->base, out);
		fputs(", \"new\": ", out);
		put_string(difference->new, out);
		fputc('}', out);
	}
	fputs(table->n_differences ? "\n],\n" : "", out);
}

void table_write_json(const struct table *table, FILE *out)
{
	fputs("{\n\"title\": ", out);
	if (table->title)
		put_string(table->title, out);
	else
		fputs("null", out);
	fputs(",\n", out);
	put_differences(table, out);
	fputs("\"rows\": [", out);
	for (size_t i = 0; i < table->n_rows; i++) {
		fputs(i ? ",\n" : "\n", out);
		put_row(table, &table->rows[i], out);
	}
	fputs(table->n_rows ? "\n],\n" : "],\n", out);
	put_strings("notes", table->notes, table->n_notes, out);
	fputs(",\n", out);
	put_strings("warnings", table->warnings, table->n_warnings, out);
	fputs("\n}\n", out);
}
