/* SPDX-License-Identifier: GPL-2.0-only */
/* What all test programs share: cmocka with the headers that it needs, and checks of errors. */
#ifndef EXITBENCH_TESTS_CHECK_H
#define EXITBENCH_TESTS_CHECK_H

/* cmocka.h wants the others before it. */
/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/memory.h"

#define N(array) (sizeof(array) / sizeof((array)[0]))

/*
 * The body is true in a process of its own, for what changes a process for good: signals, a flag of
 * an interrupt, limits.
 */
static inline void assert_in_process(const char *name, bool (*body)(void))
{
	pid_t pid = fork();
	int status;

	assert_true(pid >= 0);
	if (!pid)
		_exit(body() ? 0 : 1);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (!WIFEXITED(status) || WEXITSTATUS(status))
		fail_msg("%s: wait status %d", name, status);
}

/* The error has that status and holds each of the parts, which one string has with '|' between. */
static inline void assert_error(const struct error *err, enum exit_status status, const char *parts)
{
	char *copy = xstrdup(parts), *rest = copy, *part;

	if (err->status != status)
		fail_msg("status %d, not %d: \"%s\"", err->status, status, err->text);
	while ((part = strsep(&rest, "|")))
		if (!strstr(err->text, part))
			fail_msg("no \"%s\" in \"%s\"", part, err->text);
	free(copy);
}

/* Nothing was said. */
static inline void assert_no_error(const struct error *err)
{
	if (err->status != EXIT_YES || *err->text)
		fail_msg("unexpected error: \"%s\"", err->text);
}

#endif
