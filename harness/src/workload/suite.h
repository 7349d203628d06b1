/* SPDX-License-Identifier: GPL-2.0-only */
/* Suites: a file with the name of one workload a line, and a title in its header. */
#ifndef EXITBENCH_WORKLOAD_SUITE_H
#define EXITBENCH_WORKLOAD_SUITE_H

#include "base/error.h"
#include "workload/catalog.h"

/* Reads a suite of workloads that the catalog has. suite_free() releases it. */
int suite_read(struct suite *suite, const struct catalog *catalog, const char *name,
	       const char *path, struct error *err);

#endif
