/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Column functions that several views share: counts, rates, times, and their spread. A row of such
 * a view begins with a struct measured; a column's `of` is the offset of its value in the struct
 * that measured.values points to.
 */
#ifndef EXITBENCH_RENDER_QUANTITY_H
#define EXITBENCH_RENDER_QUANTITY_H

#include "analysis/emulation.h"
#include "analysis/histogram.h"
#include "analysis/summary.h"
#include "reasons/key.h"
#include "render/table.h"

struct measured {
	const void *values; /* a struct summary, a struct summary_row or the like */
};

/* The spread that a column is about. */
const struct spread *column_spread(const struct column *column, const void *row);

/*
 * Cells for the spread at `of`; empty if it is not known. Median, least and greatest have few
 * decimals for large numbers and more for small ones; times have as many digits as their spread
 * justifies. Count is whole, or has one decimal. Percent is for a share of 1. Scatter is half the
 * range in percent of the median, for at least two values.
 */
struct cell median_cell(const struct column *column, const void *row);
struct cell least_cell(const struct column *column, const void *row);
struct cell greatest_cell(const struct column *column, const void *row);
struct cell count_cell(const struct column *column, const void *row);
struct cell least_count_cell(const struct column *column, const void *row);
struct cell greatest_count_cell(const struct column *column, const void *row);
struct cell percent_cell(const struct column *column, const void *row);
struct cell scatter_cell(const struct column *column, const void *row);

/*
 * The bounds below which half, 99 % and all of the handling times lie, from the histogram at `of`;
 * empty if there is no histogram or the bound is beyond its last bucket.
 */
struct cell half_below_cell(const struct column *column, const void *row);
struct cell most_below_cell(const struct column *column, const void *row);
struct cell all_below_cell(const struct column *column, const void *row);
void bound_note(struct table *table);

/* Adds a note on the column "user %". */
void user_note(struct table *table);

/* If there are doubts about the counters, adds them as a note. */
void doubts_note(struct table *table, const struct counters_info *info);

/* If the host is emulated, adds a note that its times are not those of hardware. */
void emulation_note(struct table *table, const struct emulation *emulation);

/* Adds a note on the unit of times, unless they are shown in ns or us. */
void clock_note(struct table *table, const struct counters_info *info, bool cycles);

/* Rows with a smaller share of the exits are dim. */
#define NOISE_SHARE 0.01

/* One value; empty if it is not finite. */
struct cell value_cell(double value);

/* "7.55 (6.90 to 8.21)", with a range only for two values or more; in fresh memory. */
char *range_text(const struct spread *spread);

/* The meaning of an exit reason in a few words; never NULL. */
const char *reason_meaning(const struct reason_key *key);

/* Adds an exit reason to a cell: its name and colour, with its meaning. */
void add_reason(struct cell *cell, const struct reason_key *key, const char *text);

#endif
