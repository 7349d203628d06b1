// SPDX-License-Identifier: GPL-2.0-only
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

#define SIZE sizeof(((struct error *)NULL)->text)

/* A text that was cut says so, and is not cut within a character. */
static void mark_cut(char *text)
{
	static const char mark[] = "...";

	text[SIZE - sizeof(mark)] = '\0';
	utf8_trim(text);
	strcat(text, mark);
}

/* Writes as much as fits at text + used. */
static void __attribute__((format(printf, 3, 0)))
vput(char *text, size_t used, const char *fmt, va_list ap)
{
	size_t room = SIZE - used;

	if (vsnprintf(text + used, room, fmt, ap) >= (int)room)
		mark_cut(text);
}

static void __attribute__((format(printf, 3, 4))) put(char *text, size_t used, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vput(text, used, fmt, ap);
	va_end(ap);
}

static void error_vset(struct error *err, enum exit_status status, const char *fmt, va_list ap)
{
	/* The arguments may point into err->text. */
	char text[sizeof(err->text)];

	vput(text, 0, fmt, ap);
	memcpy(err->text, text, sizeof(text));
	err->status = status;
}

int error_set(struct error *err, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	error_vset(err, EXIT_TROUBLE, fmt, ap);
	va_end(ap);
	return -1;
}

int error_no(struct error *err, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	error_vset(err, EXIT_NO, fmt, ap);
	va_end(ap);
	return -1;
}

int error_errno(struct error *err, const char *fmt, ...)
{
	int saved = errno;
	va_list ap;

	va_start(ap, fmt);
	error_vset(err, EXIT_TROUBLE, fmt, ap);
	va_end(ap);
	put(err->text, strlen(err->text), ": %s", strerror(saved));
	return -1;
}

int error_wrap(struct error *err, const char *fmt, ...)
{
	char inner[sizeof(err->text)];
	va_list ap;

	memcpy(inner, err->text, sizeof(inner));
	va_start(ap, fmt);
	vput(err->text, 0, fmt, ap);
	va_end(ap);
	put(err->text, strlen(err->text), ": %s", inner);
	return -1;
}
