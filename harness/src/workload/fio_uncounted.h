/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What fio does during its run and counts in no operation. The exits that it causes are counted all
 * the same, so exits/op would be too many. The report repeats the options of each job, by the names
 * that fio's manual page gives them.
 */
#ifndef EXITBENCH_WORKLOAD_FIO_UNCOUNTED_H
#define EXITBENCH_WORKLOAD_FIO_UNCOUNTED_H

#include <jansson.h>

/*
 * An option of a job as the report in root tells it, of the job itself or of all jobs; NULL if it
 * is not set. It belongs to root.
 */
const char *fio_reported_option(const json_t *root, const json_t *job, const char *name);

/*
 * Why there can be no exits/op, as a sentence in fresh memory: the first reason that is found in
 * the jobs of the report in root; NULL if everything is counted.
 */
char *fio_uncounted(const json_t *root);

#endif
