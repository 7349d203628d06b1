/* SPDX-License-Identifier: GPL-2.0-only */
/* Starts child processes for the tests of base/child.h. */
#ifndef EXITBENCH_TESTS_RUN_CHILD_H
#define EXITBENCH_TESTS_RUN_CHILD_H

#include <signal.h>

#include "base/child.h"
#include "check.h"

#define SHELL(script) ((const char *const[]){ "sh", "-c", script, NULL })

static const struct child_spec plain = { .out_fd = -1, .err_fd = -1, .null_input = true };

/* Runs it from start to end; what child_run() returns. */
static inline int run(const struct child_spec *spec, struct child_result *result, struct error *err)
{
	struct child child;

	assert_int_equal(child_start(&child, spec, err), 0);
	return child_run(&child, result, err);
}

/* The signals that interrupt a run. */
static const int interrupting_signals[] = { SIGINT, SIGTERM, SIGHUP };

/* A shell starts its background commands with some of these ignored. */
static inline void signals_as_usual(void)
{
	for (size_t i = 0; i < N(interrupting_signals); i++)
		signal(interrupting_signals[i], SIG_DFL);
}

#endif
