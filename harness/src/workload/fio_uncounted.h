/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Finds work that fio does during its run without counting it as operations. The exits of that work
 * are counted, so exits/op would be too high. The report repeats the options of each job, by their
 * names in fio's manual page.
 */
#ifndef EXITBENCH_WORKLOAD_FIO_UNCOUNTED_H
#define EXITBENCH_WORKLOAD_FIO_UNCOUNTED_H

#include <jansson.h>

/*
 * An option of a job as the report in root has it, either for the job itself or for all jobs; NULL
 * if it is not set. It belongs to root.
 */
const char *fio_reported_option(const json_t *root, const json_t *job, const char *name);

/*
 * A sentence, in fresh memory, that says why there can be no exits/op: the first reason that is
 * found in the jobs of the report in root. NULL if everything is counted.
 */
char *fio_uncounted(const json_t *root);

#endif
