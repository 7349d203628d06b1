/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Judges a comparison: which of its differences are changes. Pure functions.
 *
 * If nothing has changed, then a comparison of two results has a wrong verdict anywhere with a
 * probability of VERDICT_ERROR at most, however many workloads, reasons and quantities it has. Most
 * of it goes to the totals, which are tested together. The reasons inside a workload whose total
 * changed are tested together by themselves. A reason with at least VERDICT_SHARE of a workload's
 * exits is also tested where the total did not change, by the rest of the error: a total that
 * scatters can hide it.
 *
 * A change is not called one if the same is told in the other way (per second, per operation) too,
 * and contradicts it by its interval of 95 %: it went in the opposite direction, or not by as much
 * as matters. The latter is no contradiction of a change per operation if the processor is known to
 * have been as fast on both sides: then fewer exits for each operation can make more operations. A
 * change per second is also contradicted by the medians per operation, if they went in the opposite
 * direction by as much as matters: a machine that is less busy does more in a second.
 *
 * Where a side is a single boot its repeats do not know what the machine is like minutes later.
 * Then a change per operation is contradicted by the medians per second in the same way, and a
 * change per second is one only if it is a change per operation, too, unless both hosts count
 * instructions.
 */
#ifndef EXITBENCH_COMPARE_VERDICT_H
#define EXITBENCH_COMPARE_VERDICT_H

#include "compare/compare.h"

#define VERDICT_ERROR 0.05
#define VERDICT_TOTALS 0.8 /* the totals' part of the error */
#define VERDICT_SHARE 0.01

/* A processor that is at most so much faster or slower counts as equally fast. */
#define VERDICT_SAME_SPEED 0.02

/*
 * The smallest change that matters, besides the relative one: exits a second, and percent of the
 * vCPUs' time.
 */
#define VERDICT_LEAST_EXITS 1
#define VERDICT_LEAST_TAX 0.01

/* "same", "small", "more", "less", "appeared", "vanished", "disagree", "unsure". */
const char *verdict_name(enum verdict verdict);

/* Whether it is one of the four kinds of change. */
bool verdict_is_change(enum verdict verdict);

/* The quantity by which a workload is judged first: of those asked for, per operation if known. */
enum comparison_quantity comparison_primary(const struct comparison_set *set,
					    const struct comparison *c);

/*
 * How far a row moved, for an order across workloads: percent of the vCPUs' time if both sides have
 * times, else exits a second. What is known per operation is taken at the base's pace.
 */
double comparison_moved(const struct comparison *c, const struct comparison_row *row);

/* The direction in which the new side lies: 1, -1, or 0 if there is none. */
int change_direction(const struct change *change);

/* A change in a quantity as exits a second, or as percent of the vCPUs' time; NAN: not known. */
double change_per_second(const struct comparison *c, const struct change *change,
			 enum comparison_quantity quantity);

/*
 * Whether the quantity that is told in the other way contradicts that the row moved in this one;
 * false unless both are known and asked for. least: the smallest relative change that matters.
 */
bool comparison_contradicts(const struct comparison_set *set, const struct comparison *c,
			    const struct comparison_row *row, enum comparison_quantity quantity,
			    double least);

/* Sets all verdicts, and the p of what is tested, of a set whose tests are there. */
void comparison_judge(struct comparison_set *set);

#endif
