/* SPDX-License-Identifier: GPL-2.0-only */
/* A side of a comparison: one result, or several of the same thing, such as those of many boots. */
#ifndef EXITBENCH_COMPARE_SIDE_H
#define EXITBENCH_COMPARE_SIDE_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/profiled.h"
#include "compare/quantity.h"

struct comparison_side {
	const struct profiled_result *results;
	size_t n;
};

/* The first run of that name, or NULL; and how many repeats of all of them count. */
const struct profiled_run *side_find_run(const struct comparison_side *side, const char *name);
size_t side_sound_repeats(const struct comparison_side *side, const char *name);

/* Why the side has no times in ns, as the end of a sentence; NULL if it has. */
const char *side_no_times(const struct comparison_side *side);

/* A number of each repeat of a workload. */
struct side_wish {
	const char *workload;
	const struct reason_key *key; /* NULL: of all reasons */
	enum comparison_quantity quantity;
	/* NAN: the repeat does not have it. */
	double (*value)(const struct profiled_result *result, const struct profiled_repeat *repeat,
			const struct side_wish *wish);
};

/* Functions for that: the quantity, operations a second, the processor's speed. */
double side_quantity(const struct profiled_result *result, const struct profiled_repeat *repeat,
		     const struct side_wish *wish);
double side_pace(const struct profiled_result *result, const struct profiled_repeat *repeat,
		 const struct side_wish *wish);
double side_speed(const struct profiled_result *result, const struct profiled_repeat *repeat,
		  const struct side_wish *wish);

/* Of the repeats that count; side_values_free() releases them. */
struct side_values {
	double *values;
	size_t *boots;
	size_t n;
	bool complete; /* there are some, and every repeat has one */
	bool by_boot;  /* they are medians of boots, as there were several */
};

struct side_values side_values_of(const struct comparison_side *side, const struct side_wish *wish);
void side_values_free(struct side_values *values);

#endif
