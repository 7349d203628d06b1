/* SPDX-License-Identifier: GPL-2.0-only */
/* Reads job files, with the header that describes them to exitbench. */
#ifndef EXITBENCH_WORKLOAD_JOBFILE_H
#define EXITBENCH_WORKLOAD_JOBFILE_H

#include "workload/workload.h"

/* Reads one job file. Errors name the file and the line. workload_free() releases it. */
int workload_read(struct workload *workload, const char *name, const char *path, struct error *err);

/*
 * Reads a user's job file, whose header may be incomplete or missing. Then the title is the
 * file's name, the class is "user", and the rest is as the tool says. It is an error if the
 * tool does not accept the job, but not if the tool is not installed.
 */
int workload_read_user_job(struct workload *workload, const char *name, const char *path,
			   struct error *err);

#endif
