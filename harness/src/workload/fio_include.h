/* SPDX-License-Identifier: GPL-2.0-only */
/* The `include` lines of fio's job files. */
#ifndef EXITBENCH_WORKLOAD_FIO_INCLUDE_H
#define EXITBENCH_WORKLOAD_FIO_INCLUDE_H

#include "base/error.h"

/*
 * The text of the job file in path, with every `include` line replaced by the file that it names,
 * in fresh memory. Files are searched where fio does: in the current folder, else in the folder of
 * the file that names them. So the job is complete when it is run from a copy and kept in a result.
 */
char *fio_expand(const char *text, const char *path, struct error *err);

#endif
