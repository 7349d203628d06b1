/* SPDX-License-Identifier: GPL-2.0-only */
/* Columns and cells that several views have in common: counts, rates, times, their spread. */
#ifndef EXITBENCH_RENDER_QUANTITY_H
#define EXITBENCH_RENDER_QUANTITY_H

#include "analysis/histogram.h"
#include "analysis/summary.h"
#include "render/table.h"

/* A column of numbers, with its use. */
void number_column(struct table *table, const char *key, const char *title, enum column_use use);

/* A median of whole numbers: whole, or with one decimal. Empty if it is not known. */
void count_cell(struct table *table, const struct spread *spread, double value);

/* Few decimals for large numbers, more for small ones. Empty if it is not known. */
void real_cell(struct table *table, const struct spread *spread, double value);
void median_cell(struct table *table, const struct spread *spread);

/* "7.55 (6.90 to 8.21)", the range only of two values or more; in fresh memory. */
char *range_text(const struct spread *spread);

/* A share of 1 as a percentage. */
void percent_cell(struct table *table, const struct spread *spread);

/* Half the range in percent of the median, of two values at least. */
void spread_cell(struct table *table, const struct spread *spread);

/*
 * The bounds below which half, 99 % and all of the exits' handling times lie:
 * three columns, the last one wide in any case, whose cells are empty without a histogram or beyond its last bucket.
 */
void bound_columns(struct table *table, enum column_use use);
void bound_cells(struct table *table, const struct histogram *histogram);
void bound_note(struct table *table);

/* What the exits of one reason cost: handling time with its bounds, user exits and VMM time. */
void reason_cost_columns(struct table *table);

#endif
