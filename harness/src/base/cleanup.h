/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Scope-bound cleanup: a variable declared with one of these releases what it
 * holds when it goes out of scope, on every path. take_ptr() hands it on.
 */
#ifndef EXITBENCH_BASE_CLEANUP_H
#define EXITBENCH_BASE_CLEANUP_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static inline void cleanup_free_ptr(void *p)
{
	free(*(void **)p);
}

static inline void cleanup_fclose_ptr(FILE **file)
{
	if (*file)
		fclose(*file);
}

static inline void cleanup_close_fd(const int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

#define _cleanup_(function) __attribute__((cleanup(function)))
#define _cleanup_free_ _cleanup_(cleanup_free_ptr)
#define _cleanup_fclose_ _cleanup_(cleanup_fclose_ptr)
#define _cleanup_close_ _cleanup_(cleanup_close_fd)

/* The pointer's value; the variable itself becomes NULL and cleans up nothing. */
#define take_ptr(ptr)                     \
	({                                \
		__typeof__(ptr) p_ = ptr; \
		(ptr) = NULL;             \
		p_;                       \
	})

#endif
