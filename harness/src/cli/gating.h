/* SPDX-License-Identifier: GPL-2.0-only */
/* What the options of a comparison and of its gate ask for. */
#ifndef EXITBENCH_CLI_GATING_H
#define EXITBENCH_CLI_GATING_H

#include "cli/option.h"
#include "cli/sides.h"
#include "compare/gate.h"
#include "model/calibration.h"

/* The quantities that --per, --time and --metric name, and --ignore-below. */
struct comparison_wish wanted_quantities(const struct options *options);

/* The gate of --fail-above and its kind; calibration: what --calibration names, if it is given. */
struct gate_wish wanted_gate(const struct options *options, const struct calibration *calibration);

/* What results are judged by, read once: the base's results, and what --calibration names. */
struct gate_base {
	struct loaded_side side;
	struct calibration calibration;
};

/* base: as the user would name it. gate_base_free() releases it, but not after an error. */
int gate_base_load(const struct options *options, const char *base, struct gate_base *loaded,
		   struct error *err);
void gate_base_free(struct gate_base *base);

/*
 * Compares the result `new`, named as the user would, with the base, and puts into *failed, to be
 * freed with gate_names_free(), the names of the workloads that grew beyond the limit. *text is set
 * to what there is to say, in fresh memory, or to NULL. It is an error if the gate cannot judge.
 */
struct gate_names {
	char **names;
	size_t n;
};
int gate_against(const struct options *options, const struct gate_base *base, const char *new,
		 struct gate_names *failed, char **text, struct error *err);
void gate_names_free(struct gate_names *names);

#endif
