// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table as CSV, quoted by RFC 4180. Lines end in a plain newline, which
 * every reader takes and which keeps cut and awk usable.
 */
#include <string.h>

#include "base/cleanup.h"
#include "render/format.h"

static void put_field(const char *text, FILE *out)
{
	if (!strpbrk(text, ",\"\r\n")) {
		fputs(text, out);
		return;
	}
	fputc('"', out);
	for (; *text; text++) {
		if (*text == '"')
			fputc('"', out);
		fputc(*text, out);
	}
	fputc('"', out);
}

void table_write_csv(const struct table *table, FILE *out)
{
	for (size_t i = 0; i < table->n_columns; i++) {
		if (i)
			fputc(',', out);
		put_field(table->columns[i].key, out);
	}
	fputc('\n', out);
	for (size_t i = 0; i < table->n_rows; i++) {
		for (size_t j = 0; j < table->n_columns; j++) {
			_cleanup_free_ char *text = cell_exact(&table->rows[i].cells[j]);

			if (j)
				fputc(',', out);
			put_field(text, out);
		}
		fputc('\n', out);
	}
}
