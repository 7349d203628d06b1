/* SPDX-License-Identifier: GPL-2.0-only */
/* Makes tables for tests. Their rows are arrays of cells, which the table takes over. */
#ifndef EXITBENCH_TESTS_GIVEN_TABLE_H
#define EXITBENCH_TESTS_GIVEN_TABLE_H

#include <stdio.h>

#include "render/table.h"

static inline struct cell given_cell(const struct column *column, const void *row)
{
	return ((const struct cell *)row)[column->of];
}

/* A column by its key, which is its heading, too, of the cells in that place of the rows. */
#define GIVEN(name, unit, use, place)                                     \
	{                                                                 \
		name, name, unit, use, 0, .cell = given_cell, .of = place \
	}

#define GIVEN_ROW(table, ...) table_add(table, (const struct cell[]){ __VA_ARGS__ })

/* The table as it is arranged by that choice, in fresh memory. */
static char *given_text(struct table *table, const struct table_choice *choice)
{
	struct error err = ERROR_INIT;
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	if (table_arrange(table, choice, &err) || table_write(table, out, &err))
		fail_msg("%s", err.text);
	fclose(out);
	return text;
}

#endif
