/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The options of a fio job as fio has read them: each section includes those of [global],
 * variables are replaced, and aliases have their proper names.
 */
#ifndef EXITBENCH_WORKLOAD_FIO_OPTIONS_H
#define EXITBENCH_WORKLOAD_FIO_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct fio_option {
	char *name;
	char *value; /* NULL: none, as "time_based" */
};

/* One job. If an option is given twice, the last one is valid. */
struct fio_section {
	char *name;
	struct fio_option *options;
	size_t n_options;
};

struct fio_job {
	struct fio_section *sections;
	size_t n;
};

/*
 * Asks fio (--showcmd) for the options in the text of a job file; path is used in messages. If fio
 * does not accept the job, the error quotes it. fio_job_free() releases the result.
 */
int fio_ask(const char *text, const char *path, struct fio_job *job, struct error *err);
void fio_job_free(struct fio_job *job);

/* The value of an option ("1" where it has none), or NULL if it is not set. */
const char *fio_value(const struct fio_section *section, const char *name);

/* Whether a boolean option is on. */
bool fio_is_on(const struct fio_section *section, const char *name);

/*
 * An option's time in seconds, or the end of a range of times; 0: not set. NAN for a time that only
 * fio can compute ("(2*3)s").
 */
double fio_seconds(const struct fio_section *section, const char *name);
double fio_time(const char *value);

#endif
