/* SPDX-License-Identifier: GPL-2.0-only */
/* What the options of a comparison and of its gate ask for. */
#ifndef EXITBENCH_CLI_GATING_H
#define EXITBENCH_CLI_GATING_H

#include "cli/option.h"
#include "compare/gate.h"

/* The quantities that --per, --time and --metric name, and --ignore-below. */
struct comparison_wish wanted_quantities(const struct options *options);

/* The gate of --fail-above and its kind; calibration: what --calibration names, if it is given. */
struct gate_wish wanted_gate(const struct options *options, const struct calibration *calibration);

/*
 * Compares the result `new` with `base`, both named as the user would, and puts into *failed, to be
 * freed with gate_names_free(), the names of the workloads that grew beyond the limit. *text is set
 * to what there is to say, in fresh memory, or to NULL. It is an error if the gate cannot judge.
 */
struct gate_names {
	char **names;
	size_t n;
};
int gate_between(const struct options *options, const char *base, const char *new,
		 struct gate_names *failed, char **text, struct error *err);
void gate_names_free(struct gate_names *names);

#endif
