/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * All workloads that can be chosen: those in the workloads folder, its suites, and the job
 * files that the user names.
 */
#ifndef EXITBENCH_WORKLOAD_CATALOG_H
#define EXITBENCH_WORKLOAD_CATALOG_H

#include <stddef.h>

#include "base/error.h"
#include "workload/workload.h"

/* A list of workloads, read from a file in the workloads folder. */
struct suite {
	char *name; /* "quick" */
	char *title;
	char **workloads;
	size_t n;
};

/* Releases what the suite holds. */
void suite_free(struct suite *suite);

/* The contents of a workloads folder. */
struct catalog {
	char *folder;
	struct workload *workloads; /* ordered by name */
	size_t n_workloads;
	struct suite *suites;
	size_t n_suites;
};

/*
 * Reads the folder: the given one, else $EXITBENCH_WORKLOADS, else the one
 * beside the program or installed with it. Every job file must be without errors, and
 * every suite must name workloads that exist.
 */
int catalog_read(struct catalog *catalog, const char *folder, struct error *err);
void catalog_free(struct catalog *catalog);

/*
 * Adds a user's job file from anywhere. A catalog that is all zeros may be used without
 * catalog_read(). The workload's name is "user/" and the file's name without its ending, with
 * '_' in place of characters that a folder's name should not have. A file that is named twice
 * is added once; a name that another workload has is an error. Earlier pointers into the
 * catalog become invalid.
 */
int catalog_add_user_job(struct catalog *catalog, const char *path, struct error *err);

/* The same for a file whose name and contents are known from a result: it must be unchanged. */
int catalog_add_known(struct catalog *catalog, const char *name, const char *path,
		      const char *sha256, struct error *err);

/* The workload of that name, or NULL. */
const struct workload *catalog_find(const struct catalog *catalog, const char *name);

/*
 * Expands names of suites, workloads and folders ("io": all below it), in the
 * order given and each workload once, into pointers into the catalog (the array
 * is the caller's to free). An unknown name is an error that lists similar names.
 */
int catalog_select(const struct catalog *catalog, const char *const *names, size_t n_names,
		   const struct workload ***selected, size_t *n_selected, struct error *err);

/* Whether a workload of that name is a job file of the user's. */
bool catalog_is_user_job(const char *name);

#endif
