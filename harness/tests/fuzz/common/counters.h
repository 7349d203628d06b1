/* SPDX-License-Identifier: GPL-2.0-only */
/* What the targets of all sources of counters have in common. */
#ifndef EXITBENCH_TESTS_FUZZ_COUNTERS_H
#define EXITBENCH_TESTS_FUZZ_COUNTERS_H

#include "common/input.h"
#include "counters/counters.h"

/*
 * Uses counters as the commands do: what reading costs, a snapshot, a window. Whatever can be read
 * is shown. name and after: the file that the counters are read from becomes this text in the
 * course of the window; NULL: it stays as it is. size: of the input, which decides the options.
 */
void try_counters(struct counters *counters, const struct cpu_identity *id, const char *name,
		  const char *after, size_t size);

#endif
