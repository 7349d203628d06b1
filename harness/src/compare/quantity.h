/* SPDX-License-Identifier: GPL-2.0-only */
/* The quantities that are compared, for each exit reason and for all of them together. */
#ifndef EXITBENCH_COMPARE_QUANTITY_H
#define EXITBENCH_COMPARE_QUANTITY_H

#include <stdbool.h>

#include "analysis/profiled.h"

enum comparison_quantity {
	COMPARE_EXITS_PER_OP,
	COMPARE_EXITS_PER_SECOND,
	COMPARE_NS_PER_OP, /* handling time; in a total without HLT's, which is idle time */
	COMPARE_TAX,       /* the same time in percent of the vCPUs' time */
	COMPARE_N,
};

/* Sets of quantities, as bits. */
#define COMPARE_BIT(quantity) (1U << (quantity))
#define COMPARE_PER_OP (COMPARE_BIT(COMPARE_EXITS_PER_OP) | COMPARE_BIT(COMPARE_NS_PER_OP))
#define COMPARE_PER_SECOND (COMPARE_BIT(COMPARE_EXITS_PER_SECOND) | COMPARE_BIT(COMPARE_TAX))
#define COMPARE_EXITS (COMPARE_BIT(COMPARE_EXITS_PER_OP) | COMPARE_BIT(COMPARE_EXITS_PER_SECOND))
#define COMPARE_TIME (COMPARE_BIT(COMPARE_NS_PER_OP) | COMPARE_BIT(COMPARE_TAX))

/* "exits/op", "exits/s", "ns/op", "time %". */
const char *quantity_unit(enum comparison_quantity quantity);

/* Whether it is a time, and whether it is told per operation. */
bool quantity_is_time(enum comparison_quantity quantity);
bool quantity_is_per_op(enum comparison_quantity quantity);

/* The same of exits or of time, told in the other way: per second, or per operation. */
enum comparison_quantity quantity_other(enum comparison_quantity quantity);

/*
 * The quantity in one repeat, of an exit reason or, with key NULL, of all of them. A reason without
 * exits has 0. NAN if the repeat does not tell: without operations, times, or a clock of a known
 * rate.
 */
double quantity_of_repeat(const struct profiled_result *result,
			  const struct profiled_repeat *repeat, const struct reason_key *key,
			  enum comparison_quantity quantity);

#endif
