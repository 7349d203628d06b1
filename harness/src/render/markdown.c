// SPDX-License-Identifier: GPL-2.0-only
/* The table in GitHub's flavour of Markdown, for reports and issue threads. */
#include <string.h>

#include "base/cleanup.h"
#include "base/utf8.h"
#include "render/format.h"

/* Whatever Markdown or HTML would take as markup is escaped; a cell is one line. */
static void put_escaped(const char *text, FILE *out)
{
	_cleanup_free_ char *visible = utf8_visible(text);

	for (const char *c = visible; *c; c++) {
		if (strchr("\\|`*_[]<>&#", *c))
			fputc('\\', out);
		fputc(*c, out);
	}
}

/* As a list: lines of their own would flow into one paragraph. */
static void put_head(const char *line, FILE *out)
{
	fputs("- ", out);
	put_escaped(line, out);
	fputc('\n', out);
}

void table_write_markdown(const struct table *table, FILE *out)
{
	if (table->title) {
		fputs("**", out);
		put_escaped(table->title, out);
		fputs("**\n\n", out);
	}
	heads_write(table, put_head, out);
	for (size_t i = 0; i < table->n_columns; i++) {
		fputs("| ", out);
		put_escaped(table->columns[i].title, out);
		fputc(' ', out);
	}
	fputs("|\n", out);
	for (size_t i = 0; i < table->n_columns; i++)
		fputs(table->columns[i].kind == COLUMN_NUMBER ? "| ---: " : "| --- ", out);
	fputs("|\n", out);
	for (size_t i = 0; i < table->n_rows; i++) {
		for (size_t j = 0; j < table->n_columns; j++) {
			_cleanup_free_ char *text = cell_readable(&table->rows[i].cells[j]);

			fputs("| ", out);
			put_escaped(text, out);
			fputc(' ', out);
		}
		fputs("|\n", out);
	}
	for (size_t i = 0; i < table->n_notes; i++) {
		fputs(i ? "  \n" : "\n", out);
		put_escaped(table->notes[i], out);
	}
	for (size_t i = 0; i < table->n_warnings; i++) {
		fputs(i || table->n_notes ? "  \nwarning: " : "\nwarning: ", out);
		put_escaped(table->warnings[i], out);
	}
	if (table->n_notes || table->n_warnings)
		fputc('\n', out);
}
