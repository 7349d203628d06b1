/* SPDX-License-Identifier: GPL-2.0-only */
/* Suites. A suite is a file with one name of a workload per line and a title in its header. */
#ifndef EXITBENCH_WORKLOAD_SUITE_H
#define EXITBENCH_WORKLOAD_SUITE_H

#include "base/error.h"
#include "workload/catalog.h"

/* Reads a suite, whose workloads must be in the catalog. suite_free() releases it. */
int suite_read(struct suite *suite, const struct catalog *catalog, const char *name,
	       const char *path, struct error *err);

#endif
