/* SPDX-License-Identifier: GPL-2.0-only */
/* The table of workloads that are like one. */
#ifndef EXITBENCH_RENDER_VIEW_LIKE_H
#define EXITBENCH_RENDER_VIEW_LIKE_H

#include "analysis/distance.h"
#include "render/table.h"

/* A workload that was compared with the one that is asked about. */
struct likeness {
	const char *result; /* its result's name */
	const char *workload;
	struct distance distance;
	double exits_per_second; /* of the workload; the median */
};

/*
 * A new table of n likenesses in their order, with the nearest one in its title. The workload asked
 * about is that of `name`, with that many exits a second.
 */
struct table *view_like(const char *name, double exits_per_second,
			const struct likeness *likenesses, size_t n, size_t hidden);

#endif
