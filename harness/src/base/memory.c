// SPDX-License-Identifier: GPL-2.0-only
#include "base/memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

static void *checked(void *p)
{
	if (!p) {
		fputs("exitbench: out of memory\n", stderr);
		exit(EXIT_TROUBLE);
	}
	return p;
}

void *xcalloc(size_t n, size_t size)
{
	return checked(calloc(n ? n : 1, size ? size : 1));
}

void *xrealloc(void *p, size_t size)
{
	return checked(realloc(p, size));
}

void *xgrow(void *array, size_t n, size_t size)
{
	/* Capacities are powers of two, so the array must grow only when n is a power of two. */
	if ((n & (n - 1)) == 0)
		array = checked(reallocarray(array, n ? 2 * n : 1, size));
	memset((char *)array + n * size, 0, size);
	return array;
}

char *xstrdup(const char *s)
{
	return checked(strdup(s));
}

char *xstrndup(const char *s, size_t n)
{
	return checked(strndup(s, n));
}

void xpush(char ***list, size_t *n, char *string)
{
	*list = xgrow(*list, *n, sizeof(**list));
	(*list)[(*n)++] = string;
}

char *xvasprintf(const char *fmt, va_list ap)
{
	char *s = NULL;
	int n = vasprintf(&s, fmt, ap);

	return checked(n < 0 ? NULL : s);
}

char *xasprintf(const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = xvasprintf(fmt, ap);
	va_end(ap);
	return s;
}
