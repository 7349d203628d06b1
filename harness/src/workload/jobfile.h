/* SPDX-License-Identifier: GPL-2.0-only */
/* Reading job files, with the header that says what exitbench has to know of them. */
#ifndef EXITBENCH_WORKLOAD_JOBFILE_H
#define EXITBENCH_WORKLOAD_JOBFILE_H

#include "workload/workload.h"

/* Reads one job file. Errors name the file and the line. workload_free() releases it. */
int workload_read(struct workload *workload, const char *name, const char *path, struct error *err);

/*
 * Reads a user's job file, which may have a part of the header or none: then its title is
 * the file's name, its class "user", and the rest is as the tool says. What the tool
 * does not take is an error; a tool that is not installed is none.
 */
int workload_read_user_job(struct workload *workload, const char *name, const char *path,
			   struct error *err);

#endif
