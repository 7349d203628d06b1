/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Under which different conditions two results were made, and which of the differences
 * make a comparison doubtful. Pure.
 */
#ifndef EXITBENCH_COMPARE_DIFFERENCES_H
#define EXITBENCH_COMPARE_DIFFERENCES_H

#include <stddef.h>

#include "model/result.h"

struct difference {
	char *what;       /* "kernel", "--duration", "job file of io/randread-4k" */
	char *base, *new; /* "" where a side does not tell */
};

struct differences {
	struct difference *list;
	size_t n;
	char **warnings; /* sentences without a full stop */
	size_t n_warnings;
};

/*
 * Compares facts, counters, what was asked for, and job files of the workloads in common.
 * What varies from boot to boot by itself (epoch, a hundredth of the memory) is left out,
 * and so is the kernel's release that stress-ng puts into its version.
 */
void differences_find(const struct result *base, const struct result *new,
		      struct differences *differences);
void differences_free(struct differences *differences);

/* Whether two workload runs of that name are compared per operation. */
bool compared_per_op(const struct workload_run *base, const struct workload_run *new);

#endif
