// SPDX-License-Identifier: GPL-2.0-only
#include "counters/host_lines.h"

#include <stdarg.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"

char *host_lines_next(struct host_lines *lines)
{
	char *line = lines->rest, *end = strchr(line, '\n');

	lines->line++;
	if (!end)
		return NULL;
	*end = '\0';
	lines->rest = end + 1;
	return line;
}

int host_lines_error(const struct host_lines *lines, struct error *err, const char *fmt, ...)
{
	_cleanup_free_ char *wrong = NULL;
	va_list ap;

	va_start(ap, fmt);
	wrong = xvasprintf(fmt, ap);
	va_end(ap);
	if (!lines->line)
		return error_set(err, "not %s: '%s': %s; %s", lines->what, lines->path, wrong,
				 lines->remedy);
	return error_set(err, "not %s: '%s' line %zu: %s; %s", lines->what, lines->path,
			 lines->line, wrong, lines->remedy);
}
