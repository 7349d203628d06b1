/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Allocation that cannot fail. This program needs only a few megabytes; if it cannot
 * get them it can do nothing useful, so these functions end the process with a
 * message and EXIT_TROUBLE. All results are released with free().
 */
#ifndef EXITBENCH_BASE_MEMORY_H
#define EXITBENCH_BASE_MEMORY_H

#include <stdarg.h>
#include <stddef.h>

/* n zeroed elements of the given size in bytes. */
void *xcalloc(size_t n, size_t size) __attribute__((returns_nonnull, malloc));

/* Changes the size of the block p to size bytes and keeps its contents; it may have moved. */
void *xrealloc(void *p, size_t size) __attribute__((returns_nonnull));

/*
 * An array with room for one more element: array has n elements of the given
 * size in bytes; the result may have moved. The new element is zeroed.
 */
void *xgrow(void *array, size_t n, size_t size) __attribute__((returns_nonnull));

char *xstrdup(const char *s) __attribute__((returns_nonnull, malloc));
char *xstrndup(const char *s, size_t n) __attribute__((returns_nonnull, malloc));

/* Appends a string to a list of n strings and increases n. The list then owns the string. */
void xpush(char ***list, size_t *n, char *string);

/* printf and vprintf into a fresh string. */
char *xasprintf(const char *fmt, ...)
	__attribute__((returns_nonnull, malloc, format(printf, 1, 2)));
char *xvasprintf(const char *fmt, va_list ap)
	__attribute__((returns_nonnull, malloc, format(printf, 1, 0)));

#endif
