// SPDX-License-Identifier: GPL-2.0-only
/* Cells as strings, with readable or with exact numbers. */
#include <inttypes.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "render/duration.h"
#include "render/format.h"

bool column_is_number(const struct column *column)
{
	return column->unit != UNIT_TEXT && column->unit != UNIT_PROSE;
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

static char *count_text(uint64_t count)
{
	_cleanup_free_ char *plain = xasprintf("%" PRIu64, count);

	return grouped_text(plain);
}

char *cell_readable(const struct table *table, size_t row, size_t column)
{
	const struct cell *cell = &table->rows[row].cells[column];

	if (cell->text)
		return xstrdup(cell->text);
	switch (cell->kind) {
	case CELL_COUNT:
		return count_text(cell->count);
	case CELL_REAL:
		if (table->columns[column].unit == UNIT_TIME)
			return duration_text(cell->real, cell->digits, table->greatest_ns[column]);
		return real_text(cell->real, cell->decimals);
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
		return xstrdup(cell->data ? cell->data : cell->text);
	case CELL_COUNT:
		return xasprintf("%" PRIu64, cell->count);
	case CELL_REAL:
		return exact_real(cell->real);
	case CELL_EMPTY:
		break;
	}
	return xstrdup("");
}
