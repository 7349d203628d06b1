/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The options of a fio job as fio itself has read them: with those of [global] in each section,
 * variables replaced, and aliases by their proper names.
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

/* One job; the last option of a name is the one that holds. */
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
 * Asks fio (--showcmd) what is in the text of a job file, whose path is for messages. What fio
 * does not take is an error with its words. fio_job_free() releases it.
 */
int fio_ask(const char *text, const char *path, struct fio_job *job, struct error *err);
void fio_job_free(struct fio_job *job);

/* The value of an option ("1" where it has none), or NULL if it is not set. */
const char *fio_value(const struct fio_section *section, const char *name);

/* Whether an option that is either on or off is on. */
bool fio_is_on(const struct fio_section *section, const char *name);

/*
 * An option's time in seconds, of a range its end; 0: not set. A time that fio would have to
 * compute ("(2*3)s") is not a number: isnan().
 */
double fio_seconds(const struct fio_section *section, const char *name);
double fio_time(const char *value);

#endif
