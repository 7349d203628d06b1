// SPDX-License-Identifier: GPL-2.0-only
#include "cli/talk.h"

#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/utf8.h"

void talk(FILE *out, const char *fmt, ...)
{
	bool line = *fmt && fmt[strlen(fmt) - 1] == '\n';
	_cleanup_free_ char *visible = NULL, *raw = NULL;
	va_list ap;

	va_start(ap, fmt);
	raw = xvasprintf(fmt, ap);
	va_end(ap);
	if (line)
		raw[strlen(raw) - 1] = '\0';
	visible = utf8_visible(raw);
	fputs(visible, out);
	if (line)
		fputc('\n', out);
}
