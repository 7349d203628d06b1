/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Finds the conditions in which two results differ, and warns of those that make a comparison
 * doubtful. Pure functions.
 */
#ifndef EXITBENCH_COMPARE_DIFFERENCES_H
#define EXITBENCH_COMPARE_DIFFERENCES_H

#include <stddef.h>

#include "compare/conditions.h"
#include "model/result.h"

/* Why a comparison is doubtful. */
struct doubt {
	char *text;     /* a sentence without a full stop */
	char *workload; /* the one that it is about; NULL: all, or several */
};

struct differences {
	struct difference_list conditions; /* readers are shown those with MATTERS_TO_COMPARE */
	struct doubt *warnings;
	size_t n_warnings;
};

/*
 * Compares the conditions (see conditions_compare()), and the job files and operations of the
 * workloads in common.
 */
void differences_find(const struct result *base, const struct result *new,
		      struct differences *differences);

/*
 * Warns if two results of one side, "the base", were made under different conditions, or if their
 * workloads were other jobs or counted other operations.
 */
void differences_within(const struct result *first, const struct result *other, const char *side,
			struct differences *differences);
void differences_free(struct differences *differences);

/* The first warning that concerns this workload (NULL: any); NULL if none does. */
const struct doubt *differences_doubt(const struct differences *differences, const char *workload);

/* Whether two workload runs of that name are compared per operation. */
bool compared_per_op(const struct workload_run *base, const struct workload_run *new);

#endif
