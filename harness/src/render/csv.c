// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table as CSV, quoted by RFC 4180. Lines end in a plain newline, which every reader takes, and
 * no field has one in itself, so that cut and awk, which go by lines, can be used.
 */
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "render/format.h"

/* A field that begins like this is a formula for spreadsheets (also in full-width form). */
static const char *const formula_signs[] = {
	"=", "+", "-", "@", "\357\274\235", "\357\274\213", "\357\274\215", "\357\274\240",
};

static bool is_number(const char *text)
{
	static const char digits[] = "0123456789";
	size_t whole, part = 0;

	text += *text == '-' || *text == '+';
	whole = strspn(text, digits);
	text += whole;
	if (*text == '.')
		text += 1 + (part = strspn(text + 1, digits));
	if (!whole && !part)
		return false;
	if (*text == 'e' || *text == 'E') {
		text++;
		text += *text == '-' || *text == '+';
		if (!*text)
			return false;
		text += strspn(text, digits);
	}
	return !*text;
}

/* Whether a spreadsheet would compute it, and so run what somebody wrote into a name. */
static bool is_formula(const char *text)
{
	for (size_t i = 0; i < sizeof(formula_signs) / sizeof(formula_signs[0]); i++)
		if (!strncmp(text, formula_signs[i], strlen(formula_signs[i])))
			return text[1] && !is_number(text);
	return false;
}

/* Some programs end a field at a semicolon. */
static bool has_formula_within(const char *text)
{
	while ((text = strchr(text, ';'))) {
		text += 1 + strspn(text + 1, " ");
		if (is_formula(text))
			return true;
	}
	return false;
}

static void put_field(const char *text, FILE *out)
{
	if (!strpbrk(text, ",\"") && !has_formula_within(text)) {
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

static void put_cell(const struct cell *cell, FILE *out)
{
	_cleanup_free_ char *exact = cell_exact(cell);
	_cleanup_free_ char *visible = utf8_visible(exact);
	/* In spreadsheets a ' at the beginning means that the rest is text. */
	_cleanup_free_ char *field = xasprintf("%s%s", is_formula(visible) ? "'" : "", visible);

	put_field(field, out);
}

void table_write_csv(const struct table *table, FILE *out)
{
	for (size_t i = 0; i < table->n_shown; i++) {
		fputs(i ? "," : "", out);
		put_field(table->columns[table->shown[i]].key, out);
	}
	fputc('\n', out);
	for (size_t i = 0; i < table->n_rows; i++) {
		for (size_t j = 0; j < table->n_shown; j++) {
			fputs(j ? "," : "", out);
			put_cell(&table->rows[i].cells[table->shown[j]], out);
		}
		fputc('\n', out);
	}
}
