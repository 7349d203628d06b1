/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside the store: what of a result must go together, beyond what the schema says of each member.
 */
#ifndef EXITBENCH_STORE_RESULT_CHECK_H
#define EXITBENCH_STORE_RESULT_CHECK_H

#include <stddef.h>

#include "base/error.h"
#include "model/result.h"

/*
 * That a text of size bytes can be parsed with a sensible amount of memory: the parser needs
 * up to a hundred bytes for one of the text.
 */
int check_values(const char *text, size_t size, struct error *err);

/*
 * That nothing is there twice (workloads, plan, job files), and that states, repeats and
 * the ways they ended do not contradict each other.
 */
int check_result(const struct result *result, struct error *err);

#endif
