/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A calibration: how far results of the same thing lie apart on one machine, so that a gate does
 * not call that a growth. All strings and arrays in it belong to it.
 */
#ifndef EXITBENCH_MODEL_CALIBRATION_H
#define EXITBENCH_MODEL_CALIBRATION_H

#include <stdbool.h>
#include <stddef.h>

struct calibration_row {
	char *workload;
	char *unit;   /* of the quantity, such as "exits/op" */
	double limit; /* the largest growth from one result to another, as a share; 0 or more */
};

struct calibration {
	char *cpu;     /* the processor on which the results were measured, as the guest saw it */
	bool net_idle; /* of exits net of those of the idle guest */
	size_t n_results; /* from which it was made */
	struct calibration_row *rows;
	size_t n;
};

/* Appends a row; the strings are copied. */
void calibration_add(struct calibration *calibration, const char *workload, const char *unit,
		     double limit);

/* The row of a workload's quantity; NULL if there is none. */
const struct calibration_row *calibration_find(const struct calibration *calibration,
					       const char *workload, const char *unit);
void calibration_free(struct calibration *calibration);

#endif
