/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The same workloads in many results, such as those of a nightly run: what their exits were, and
 * where they changed. Results are added one by one and are not needed afterwards; what is kept of
 * one is a few numbers for each of its workloads.
 */
#ifndef EXITBENCH_COMPARE_HISTORY_H
#define EXITBENCH_COMPARE_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/changepoints.h"
#include "base/error.h"
#include "compare/quantity.h"
#include "model/digest.h"

struct history_wish {
	enum comparison_quantity quantity; /* COMPARE_N: per operation if all know it, else per s */
	const char *reason;                /* its label; NULL: all exit reasons together */
	const char *workload;              /* NULL: all */
	double least;                      /* the smallest relative change that matters */
};

struct history_result {
	char *name;     /* as the user gave it */
	char *started;  /* UTC, 2026-11-22T23:00:45Z */
	uint32_t epoch; /* of its counters; 0: not known */
	bool emulated;
	struct digest_condition *conditions;
	size_t n_conditions;
};

/* A condition that is not the same in all results. */
struct history_break {
	const char *key, *before, *after; /* belong to the results */
	size_t at;                        /* the result since which it is as after it */
	size_t n;                         /* how often it differs; this is the last time */
};

/* A workload in one result. */
struct history_point {
	size_t result;            /* its index */
	char *sha256;             /* of the job file; NULL: not known */
	char *op;                 /* what its operations are; "": not known */
	double values[COMPARE_N]; /* medians of the repeats that count; NAN: not known */
};

struct history_series {
	char *workload;
	struct history_point *points;
	size_t n;

	/* What history_finish() sets: */
	enum comparison_quantity quantity; /* COMPARE_N: some point has none that is asked for */
	double *values;                    /* of the points */
	struct change_point *changes;
	size_t n_changes;
	const char *old_op; /* before new_op; belongs to a point */
	size_t new_op;      /* index of the last point whose operations are others; 0: none */
	size_t new_job; /* index of the last point whose job file is not that of the one before; 0 */
};

struct history {
	struct history_wish wish;
	enum isa isa;
	struct history_result *results; /* the oldest first once it is finished */
	size_t n_results;
	struct history_series *series; /* in the order of the first result that has them */
	size_t n;
	struct history_break *breaks; /* history_finish() finds them */
	size_t n_breaks;
	size_t n_twice;  /* results that were added once more, which does nothing */
	size_t n_failed; /* workloads of results that had no usable repeat */
	double p;        /* up to which a test is a change: the error, divided by the series */
	size_t needs;    /* so many results could show one */
};

/* Begins an empty history; the strings of the wish must outlive it. */
void history_init(struct history *history, const struct history_wish *wish);

/*
 * Adds a result by its digest, in any order. It is an error, and nothing is added, if its processor
 * is of another vendor than that of the results before, as their exit reasons differ.
 */
int history_add(struct history *history, const struct digest *result, const char *name,
		struct error *err);

/* Sorts by time and finds the changes. An error: nothing in it is what was asked for. */
int history_finish(struct history *history, struct error *err);
void history_free(struct history *history);

#endif
