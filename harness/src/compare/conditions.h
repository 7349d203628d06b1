/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The conditions under which a result was made: the options, the counters, and the facts of the
 * environment. This is the only place that compares them. It decides whether a result can be
 * resumed, and which differences a comparison of two results shows. Pure functions.
 */
#ifndef EXITBENCH_COMPARE_CONDITIONS_H
#define EXITBENCH_COMPARE_CONDITIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "model/result.h"

/* What a difference is important for, as bits. */
enum difference_matters {
	MATTERS_TO_RESUME = 1,  /* a run cannot go on with a result that has it */
	MATTERS_TO_COMPARE = 2, /* readers of a comparison should know of it */
	MATTERS_TO_BOTH = 3,
};

struct difference {
	char *what;           /* "kernel", "--duration", "job file of io/randread-4k" */
	char *base, *new;     /* "" where a side does not say */
	unsigned int matters; /* enum difference_matters */
};

struct difference_list {
	struct difference *rows;
	size_t n;
};

/*
 * Lists everything that differs between the conditions of two results. Variations between boots are
 * not differences: the epoch, and a hundredth of the memory or of the TSC's rate. Nor is the
 * kernel's release inside a tool's version, as it is a separate fact. difference_list_free()
 * releases the list.
 */
void conditions_compare(const struct result *base, const struct result *new,
			struct difference_list *differences);

/* Appends a difference; the strings are copied. */
void difference_list_add(struct difference_list *differences, const char *what, const char *base,
			 const char *new, unsigned int matters);
void difference_list_free(struct difference_list *differences);

/*
 * Checks that a run may continue a result that an earlier boot of the guest began: there must be no
 * difference that matters to it, and the counters in a snapshot that was made now must count the
 * same exit reasons as then. The error names the first difference, with both values.
 */
int conditions_same(const struct result *then, const struct result *now,
		    const struct snapshot *slots, struct error *err);

/* The name of the fact with a tool's version begins with this, as in "tool.fio". */
#define CONDITION_TOOL_PREFIX "tool."

bool conditions_is_tool(const char *key);

/* Whether two values of a fact are the same, apart from what varies between boots. */
bool conditions_same_fact(const char *key, const char *a, const char *b);

/* Whether two versions of a tool are the same, apart from the kernel's release in them. */
bool conditions_same_version(const char *a, const char *b);

#endif
