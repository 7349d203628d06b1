/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A growing string, for texts that are put together from parts, in loops and across functions. A
 * struct of zeros is an empty one. Appending cannot fail (base/memory.h).
 *
 *	struct strbuf text = { 0 };
 *
 *	for (size_t i = 0; i < n; i++)
 *		strbuf_appendf(&text, "%s%s", i ? ", " : "", names[i]);
 *	return strbuf_take(&text);
 */
#ifndef EXITBENCH_BASE_STRBUF_H
#define EXITBENCH_BASE_STRBUF_H

#include <stddef.h>

#include "base/cleanup.h"

struct strbuf {
	char *text;    /* with a NUL behind its end; NULL as long as nothing was appended */
	size_t length; /* in bytes, without that NUL */
	size_t room;   /* bytes that text has */
};

/*
 * Appends a whole string, or its first size bytes. The string must not be a part of the buffer
 * itself.
 */
void strbuf_append(struct strbuf *buf, const char *string);
void strbuf_append_bytes(struct strbuf *buf, const char *bytes, size_t size);

/* Appends what printf would print. */
void strbuf_appendf(struct strbuf *buf, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The text so far, never NULL; it belongs to the buffer and is valid until the next call. */
const char *strbuf_text(const struct strbuf *buf);

/*
 * The text, never NULL, for the caller to free(). The buffer is empty then, and may be used again.
 */
char *strbuf_take(struct strbuf *buf) __attribute__((returns_nonnull));

/* Releases the text and empties the buffer. */
void strbuf_free(struct strbuf *buf);

#define _cleanup_strbuf_ _cleanup_(strbuf_free)

#endif
