// SPDX-License-Identifier: GPL-2.0-only
#include "render/cell.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/digits.h"
#include "base/memory.h"
#include "base/utf8.h"

static char *clean_vprintf(const char *fmt, va_list ap)
{
	_cleanup_free_ char *raw = xvasprintf(fmt, ap);

	return utf8_clean(raw);
}

struct cell cell_empty(void)
{
	return (struct cell){ .kind = CELL_EMPTY };
}

struct cell cell_text(const char *fmt, ...)
{
	struct cell cell = { .kind = CELL_TEXT };
	va_list ap;

	va_start(ap, fmt);
	cell.text = clean_vprintf(fmt, ap);
	va_end(ap);
	return cell;
}

struct cell cell_text_as(const char *data, const char *text)
{
	return (struct cell){
		.kind = CELL_TEXT,
		.data = utf8_clean(data),
		.text = utf8_clean(text),
	};
}

struct cell cell_count(uint64_t value)
{
	return (struct cell){ .kind = CELL_COUNT, .count = value };
}

struct cell cell_real(double value, int decimals)
{
	/* JSON cannot express these, and they mean nothing to a reader. */
	if (!isfinite(value))
		return cell_empty();
	return (struct cell){ .kind = CELL_REAL, .real = value, .decimals = decimals };
}

struct cell cell_real_as(double value, const char *fmt, ...)
{
	struct cell cell = cell_real(value, 0);
	va_list ap;

	if (cell.kind == CELL_EMPTY)
		return cell;
	va_start(ap, fmt);
	cell.text = clean_vprintf(fmt, ap);
	va_end(ap);
	return cell;
}

void cell_add_part(struct cell *cell, const char *text, const char *hint, uint32_t colour)
{
	struct cell_part *part;
	char *longer;

	cell->parts = xgrow(cell->parts, cell->n_parts, sizeof(*cell->parts));
	part = &cell->parts[cell->n_parts++];
	*part = (struct cell_part){ utf8_clean(text), hint, colour };
	longer = xasprintf("%s%s%s", cell->text ? cell->text : "", cell->text ? ", " : "",
			   part->text);
	free(cell->text);
	cell->text = longer;
	cell->kind = CELL_TEXT;
}

void cell_free(struct cell *cell)
{
	for (size_t i = 0; i < cell->n_parts; i++)
		free(cell->parts[i].text);
	free(cell->parts);
	free(cell->text);
	free(cell->data);
	free(cell->link);
	free(cell->badge);
	*cell = cell_empty();
}

char *grouped_text(const char *plain)
{
	size_t size = 2 * strlen(plain) + 1;
	char *grouped = xcalloc(size, 1);

	digits_group(plain, grouped, size);
	return grouped;
}

char *real_text(double value, int decimals)
{
	_cleanup_free_ char *plain = xasprintf("%.*f", decimals, value);

	/* "-0.0" would look like a value other than zero. */
	if (plain[0] == '-' && !plain[strspn(plain, "-0.")])
		memmove(plain, plain + 1, strlen(plain));
	return grouped_text(plain);
}
