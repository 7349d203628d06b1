/* SPDX-License-Identifier: GPL-2.0-only */
/* Finds out what a user's fio job does, section by section. */
#ifndef EXITBENCH_WORKLOAD_FIO_UNDERSTAND_H
#define EXITBENCH_WORKLOAD_FIO_UNDERSTAND_H

#include "workload/workload.h"

/* See understand() of struct tool. Without fio it does nothing, as the job cannot be run. */
int fio_understand(struct workload *workload, bool says_work, bool says_needs, struct error *err);

/*
 * The text of such a job, in fresh memory, in which each section that ends by time runs for
 * duration_s seconds.
 */
char *fio_with_duration(const struct workload *workload, const char *text, double duration_s);

#endif
