/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The conditions under which a result was made: what was asked for, the counters, and the facts of
 * the environment. This is the only place that compares them. A run that resumes an earlier one
 * asks it whether it may, and a comparison of two results asks it what to show. Pure.
 */
#ifndef EXITBENCH_COMPARE_CONDITIONS_H
#define EXITBENCH_COMPARE_CONDITIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "model/result.h"

/* For whom a difference matters; a bit each. */
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
 * Everything that differs between the conditions of two results. What varies from boot to boot by
 * itself does not: the epoch, a hundredth of the memory and of the TSC's rate, and the kernel's
 * release inside of a tool's version, which is a fact of its own. To be freed with
 * difference_list_free().
 */
void conditions_compare(const struct result *base, const struct result *new,
			struct difference_list *differences);

/* Appends a difference; the strings are copied. */
void difference_list_add(struct difference_list *differences, const char *what, const char *base,
			 const char *new, unsigned int matters);
void difference_list_free(struct difference_list *differences);

/*
 * Whether a run may go on with a result that an earlier boot of the guest began: no difference
 * matters to it, and the slots of the counters in a snapshot that was made now count the same exit
 * reasons as then. The error names the first thing that differs, with both values.
 */
int conditions_same(const struct result *then, const struct result *now,
		    const struct snapshot *slots, struct error *err);

/* The fact that tells the version of a tool, such as "tool.fio", begins with this. */
#define CONDITION_TOOL_PREFIX "tool."

/* Whether two versions of a tool are the same, the kernel's release in them left aside. */
bool conditions_same_version(const char *a, const char *b);

#endif
