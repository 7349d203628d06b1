/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Functions of columns that several views have in common: counts, rates, times, their spread. A row
 * of such a view begins with a struct measured; a column's `of` is the offset of its value in what
 * that points to.
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
 * Of the spread at `of`, empty if it is not known. Median, least, greatest: few decimals for large
 * numbers, more for small ones, of times as many digits as their spread deserves. Count: whole, or
 * with one decimal. Percent: of a share of 1. Scatter: half the range in percent of the median, of
 * two values at least.
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
 * The bounds below which half, 99 % and all of the exits' handling times lie, of the histogram at
 * `of`: empty without one or beyond its last bucket.
 */
struct cell half_below_cell(const struct column *column, const void *row);
struct cell most_below_cell(const struct column *column, const void *row);
struct cell all_below_cell(const struct column *column, const void *row);
void bound_note(struct table *table);

/* Where the host is emulated: a note that its times are no hardware's. */
void emulation_note(struct table *table, const struct emulation *emulation);

/* Adds a note on the unit of times, unless they are shown in ns or us. */
void clock_note(struct table *table, const struct counters_info *info, bool cycles);

/* One value; empty if it is not finite. */
struct cell value_cell(double value);

/* "7.55 (6.90 to 8.21)", the range only of two values or more; in fresh memory. */
char *range_text(const struct spread *spread);

/* What an exit reason is, in a few words; never NULL. */
const char *reason_meaning(const struct reason_key *key);

/* An exit reason by its name and colour, with what it means. */
void add_reason(struct cell *cell, const struct reason_key *key, const char *text);

#endif
