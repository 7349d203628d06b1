// SPDX-License-Identifier: GPL-2.0-only
/* The table as an element of a page. plot/report.css defines how its classes look. */
#include "render/html.h"

#include "base/cleanup.h"
#include "base/utf8.h"
#include "render/format.h"

void html_text(FILE *out, const char *text)
{
	_cleanup_free_ char *visible = utf8_visible(text ? text : "");

	for (const char *c = visible; *c; c++)
		switch (*c) {
		case '&':
			fputs("&amp;", out);
			break;
		case '<':
			fputs("&lt;", out);
			break;
		case '>':
			fputs("&gt;", out);
			break;
		case '"':
			fputs("&quot;", out);
			break;
		case '\'':
			fputs("&#39;", out);
			break;
		default:
			fputc(*c, out);
		}
}

static void put_part(const struct cell_part *part, FILE *out)
{
	fputs("<span class=\"reason\" title=\"", out);
	html_text(out, part->hint);
	fprintf(out, "\"><i style=\"background:#%06X\"></i>", part->colour);
	html_text(out, part->text);
	fputs("</span> ", out);
}

static void put_content(const struct table *table, size_t row, size_t column, FILE *out)
{
	const struct cell *cell = &table->rows[row].cells[column];
	_cleanup_free_ char *text = cell_readable(table, row, column);

	if (cell->link) {
		fputs("<a href=\"#", out);
		html_text(out, cell->link);
		fputs("\">", out);
	}
	for (size_t i = 0; i < cell->n_parts; i++)
		put_part(&cell->parts[i], out);
	if (!cell->n_parts)
		html_text(out, text);
	fputs(cell->link ? "</a>" : "", out);
	if (cell->badge) {
		fputs(" <span class=\"badge\">", out);
		html_text(out, cell->badge);
		fputs("</span>", out);
	}
}

static const char *emphasis_class(enum emphasis emphasis)
{
	return emphasis == EMPHASIS_FINDING ? " finding" :
	       emphasis == EMPHASIS_NOISE   ? " noise" :
					      "";
}

static void put_row(const struct table *table, size_t row, FILE *out)
{
	fprintf(out, "<tr class=\"row%s\">", emphasis_class(table->rows[row].emphasis));
	for (size_t i = 0; i < table->n_shown; i++) {
		size_t column = table->shown[i];
		const struct cell *cell = &table->rows[row].cells[column];
		const char *class = cell->kind == CELL_EMPTY                  ? "none" :
				    column_is_number(&table->columns[column]) ? "number" :
										"text";

		fprintf(out, i ? "<td class=\"%s%s\">" : "<th scope=\"row\" class=\"%s%s\">", class,
			emphasis_class(cell->emphasis));
		put_content(table, row, column, out);
		fputs(i ? "</td>" : "</th>", out);
	}
	fputs("</tr>\n", out);
}

void table_write_html(struct table *table, FILE *out)
{
	static const struct table_choice page = { .format = FORMAT_MARKDOWN };
	struct error never = ERROR_INIT;

	/* No column is asked for by name, so there can be no unknown one. */
	table_arrange(table, &page, &never);
	fputs("<div class=\"wide\"><table class=\"numbers\">\n<thead><tr>", out);
	for (size_t i = 0; i < table->n_shown; i++) {
		const struct column *column = &table->columns[table->shown[i]];

		fprintf(out, "<th scope=\"col\" class=\"%s\">",
			column_is_number(column) ? "number" : "text");
		html_text(out, column->heading);
		fputs("</th>", out);
	}
	fputs("</tr></thead>\n<tbody>\n", out);
	for (size_t i = 0; i < table->n_rows; i++)
		put_row(table, i, out);
	fputs("</tbody></table></div>\n", out);
}
