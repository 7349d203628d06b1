// SPDX-License-Identifier: GPL-2.0-only
/* The table in GitHub's flavour of Markdown, for reports and issue threads. */
#include <string.h>

#include "base/cleanup.h"
#include "base/utf8.h"
#include "render/format.h"

/* Escapes everything that is markup in Markdown or HTML; a cell is one line. */
static void put_escaped(const char *text, FILE *out)
{
	_cleanup_free_ char *visible = utf8_visible(text);

	for (const char *c = visible; *c; c++) {
		if (strchr("\\|`*_[]<>&#", *c))
			fputc('\\', out);
		fputc(*c, out);
	}
}

/* Written as a list, because plain lines would become one paragraph. */
static void put_difference(const struct table *table, const char *line, FILE *out)
{
	(void)table;
	fputs("- ", out);
	put_escaped(line, out);
	fputc('\n', out);
}

static void put_headings(const struct table *table, FILE *out)
{
	for (size_t i = 0; i < table->n_shown; i++) {
		fputs("| ", out);
		put_escaped(table->columns[table->shown[i]].heading, out);
		fputc(' ', out);
	}
	fputs("|\n", out);
	for (size_t i = 0; i < table->n_shown; i++)
		fputs(column_is_number(&table->columns[table->shown[i]]) ? "| ---: " : "| --- ",
		      out);
	fputs("|\n", out);
}

static void put_below(const struct table *table, FILE *out)
{
	/* Without rows the empty line is there already. */
	const char *gap = table->n_rows || !table->title ? "\n" : "";

	for (size_t i = 0; i < table->n_notes; i++) {
		fputs(i ? "  \n" : gap, out);
		put_escaped(table->notes[i], out);
	}
	for (size_t i = 0; i < table->n_warnings; i++) {
		fputs(i || table->n_notes ? "  \n" : gap, out);
		fputs("warning: ", out);
		put_escaped(table->warnings[i], out);
	}
	if (table->n_notes || table->n_warnings)
		fputc('\n', out);
}

void table_write_markdown(const struct table *table, FILE *out)
{
	if (table->title) {
		fputs("**", out);
		put_escaped(table->title, out);
		fputs("**\n\n", out);
	}
	differing_write(table, put_difference, out);
	if (table->n_rows || !table->title)
		put_headings(table, out);
	for (size_t i = 0; i < table->n_rows; i++) {
		for (size_t j = 0; j < table->n_shown; j++) {
			_cleanup_free_ char *text = cell_readable(table, i, table->shown[j]);

			fputs("| ", out);
			put_escaped(text, out);
			fputc(' ', out);
		}
		fputs("|\n", out);
	}
	put_below(table, out);
}
