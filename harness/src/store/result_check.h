/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside the store: checks that the parts of a result fit together. The schema only checks each
 * member by itself.
 */
#ifndef EXITBENCH_STORE_RESULT_CHECK_H
#define EXITBENCH_STORE_RESULT_CHECK_H

#include <stddef.h>

#include "base/error.h"
#include "model/result.h"

/*
 * Checks that a text of size bytes can be parsed with a sensible amount of memory: the parser needs
 * up to a hundred bytes for one byte of the text.
 */
int check_values(const char *text, size_t size, struct error *err);

/*
 * Checks that no workload, planned name or job file is there twice, and that states, repeats
 * and the ways they ended do not contradict each other.
 */
int check_result(const struct result *result, struct error *err);

#endif
