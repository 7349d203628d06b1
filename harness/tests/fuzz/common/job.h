/* SPDX-License-Identifier: GPL-2.0-only */
/* What the targets of both tools' job files have in common. */
#ifndef EXITBENCH_TESTS_FUZZ_JOB_H
#define EXITBENCH_TESTS_FUZZ_JOB_H

#include "common/input.h"

/*
 * Reads the input as a job file of that name, one of ours and a user's own, and makes jobs of it.
 */
void try_job_file(const char *name, const uint8_t *data, size_t size);

#endif
