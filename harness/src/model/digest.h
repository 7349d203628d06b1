/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A digest of a result: of each workload the medians of its repeats, the conditions that decide
 * whether they can be compared, and nothing else. A history of a thousand results reads these. All
 * strings and arrays in it belong to it.
 */
#ifndef EXITBENCH_MODEL_DIGEST_H
#define EXITBENCH_MODEL_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "reasons/reasons.h"

/* Values of a row: one for each quantity of compare/quantity.h, in its order. */
#define DIGEST_VALUES 4

struct digest_row {
	char *label;                  /* of the exit reason; NULL: all of them */
	double values[DIGEST_VALUES]; /* NAN: not known */
};

struct digest_run {
	char *workload;
	char *sha256;            /* of the job file; NULL: not known */
	char *op;                /* what its operations are; "": not known */
	struct digest_row *rows; /* that of all reasons first; none: no repeat counts */
	size_t n;
};

struct digest_condition {
	char *key, *value;
};

struct digest {
	char *started;
	uint32_t epoch; /* of the counters; 0: not known */
	enum isa isa;
	bool emulated;
	struct digest_condition *conditions;
	size_t n_conditions;
	struct digest_run *runs;
	size_t n;
};

/* Appends a condition; the strings are copied. */
void digest_add_condition(struct digest *digest, const char *key, const char *value);

/* The value of a condition; "" if it is not known. */
const char *digest_condition(const struct digest *digest, const char *key);

/* Appends a workload without rows; the strings are copied. The pointer holds until the next one. */
struct digest_run *digest_add_run(struct digest *digest, const char *workload, const char *sha256,
				  const char *op);

/* Appends a row; the label is copied. */
void digest_add_row(struct digest_run *run, const char *label, const double values[DIGEST_VALUES]);

/* The row of a reason, or of all with NULL; NULL: there is none. */
const struct digest_row *digest_find(const struct digest_run *run, const char *label);
void digest_free(struct digest *digest);

#endif
