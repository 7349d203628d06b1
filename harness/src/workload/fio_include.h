/* SPDX-License-Identifier: GPL-2.0-only */
/* The `include` lines of fio's job files. */
#ifndef EXITBENCH_WORKLOAD_FIO_INCLUDE_H
#define EXITBENCH_WORKLOAD_FIO_INCLUDE_H

#include "base/error.h"

/*
 * The text of the job file in path with what it includes in place of each such line, in fresh
 * memory. Files are looked for where fio does: from the current folder, else from the folder of
 * the file that names them. A job that is run from a copy, and kept in a result, is whole then.
 */
char *fio_expand(const char *text, const char *path, struct error *err);

#endif
