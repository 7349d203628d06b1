// SPDX-License-Identifier: GPL-2.0-only
#include "base/strbuf.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define LEAST_ROOM 64

void strbuf_append_bytes(struct strbuf *buf, const char *bytes, size_t size)
{
	size_t needed = buf->length + size + 1;

	if (needed > buf->room) {
		buf->room = needed < LEAST_ROOM ? LEAST_ROOM : 2 * needed;
		buf->text = xrealloc(buf->text, buf->room);
	}
	memcpy(buf->text + buf->length, bytes, size);
	buf->length += size;
	buf->text[buf->length] = '\0';
}

void strbuf_append(struct strbuf *buf, const char *string)
{
	strbuf_append_bytes(buf, string, strlen(string));
}

void strbuf_appendf(struct strbuf *buf, const char *fmt, ...)
{
	_cleanup_free_ char *text = NULL;
	va_list ap;

	va_start(ap, fmt);
	text = xvasprintf(fmt, ap);
	va_end(ap);
	strbuf_append(buf, text);
}

const char *strbuf_text(const struct strbuf *buf)
{
	return buf->text ? buf->text : "";
}

char *strbuf_take(struct strbuf *buf)
{
	char *text = buf->text ? buf->text : xstrdup("");

	*buf = (struct strbuf){ 0 };
	return text;
}

void strbuf_free(struct strbuf *buf)
{
	free(buf->text);
	*buf = (struct strbuf){ 0 };
}
