// SPDX-License-Identifier: GPL-2.0-only
/* Cells as strings: numbers made readable, or exact. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/digits.h"
#include "base/memory.h"
#include "render/format.h"

static char *group_digits(const char *plain)
{
	size_t size = 2 * strlen(plain) + 1;
	char *grouped = xcalloc(size, 1);

	digits_group(plain, grouped, size);
	return grouped;
}

char *table_real_text(double value, int decimals)
{
	_cleanup_free_ char *plain = xasprintf("%.*f", decimals, value);

	/* "-0.0" reads as if there were something. */
	if (plain[0] == '-' && !plain[strspn(plain, "-0.")])
		memmove(plain, plain + 1, strlen(plain));
	return group_digits(plain);
}

/* The shortest decimal that reads back as the same double. */
static char *exact_real(double value)
{
	for (int precision = 15; precision < 17; precision++) {
		char *text = xasprintf("%.*g", precision, value);

		if (strtod(text, NULL) == value)
			return text;
		free(text);
	}
	return xasprintf("%.17g", value);
}

char *cell_readable(const struct cell *cell)
{
	_cleanup_free_ char *plain = NULL;

	if (cell->text)
		return xstrdup(cell->text);
	switch (cell->kind) {
	case CELL_COUNT:
		plain = xasprintf("%" PRIu64, cell->count);
		return group_digits(plain);
	case CELL_REAL:
		return table_real_text(cell->real, cell->decimals);
	case CELL_TEXT:
	case CELL_EMPTY:
		break;
	}
	return xstrdup("-");
}

char *cell_exact(const struct cell *cell)
{
	switch (cell->kind) {
	case CELL_TEXT:
		return xstrdup(cell->text);
	case CELL_COUNT:
		return xasprintf("%" PRIu64, cell->count);
	case CELL_REAL:
		return exact_real(cell->real);
	case CELL_EMPTY:
		break;
	}
	return xstrdup("");
}
