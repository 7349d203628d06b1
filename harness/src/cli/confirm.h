/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A run whose findings are confirmed: it is compared with an earlier result by the gate, and what
 * grew beyond the limit is measured once more. A growth that is chance does not come twice.
 */
#ifndef EXITBENCH_CLI_CONFIRM_H
#define EXITBENCH_CLI_CONFIRM_H

#include "cli/option.h"

/*
 * Measures by measure(), which sets *path to its result in fresh memory, once or twice. Status 1: a
 * workload grew both times.
 */
int run_confirmed(const struct options *options,
		  int (*measure)(const struct options *options, char **path, struct error *err),
		  struct error *err);

#endif
