// SPDX-License-Identifier: GPL-2.0-only
#include "plot/tsv_text.h"

#include <stdint.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/utf8.h"

/* Longer names are shortened to this many columns, to leave room for the graph. */
#define LONGEST_NAME 44

char *tsv_shortened(const char *name)
{
	const char *tail = name;
	size_t width = utf8_width(name), length = 0;
	uint32_t code;

	if (width <= LONGEST_NAME)
		return xstrdup(name);
	while (utf8_width(tail) > LONGEST_NAME / 2 - 1)
		tail += utf8_decode(tail, &code);
	for (width = 0; width < LONGEST_NAME / 2 - 1; width++)
		length += utf8_decode(name + length, &code);
	return xasprintf("%.*s\342\200\246%s", (int)length, name, tail);
}

void tsv_put_name(const char *name, FILE *out)
{
	_cleanup_free_ char *visible = utf8_visible(name);

	for (const char *c = visible; *c; c++)
		if (*c == '"')
			fputc('\'', out);
		else if (*c == '\\')
			fputs("\\\\", out);
		else
			fputc(*c, out);
}

int tsv_finish(FILE *out, char **text, size_t *size, const char *path, struct error *err)
{
	if (fclose(out))
		return error_errno(err, "cannot compose '%s'", path);
	return file_write_atomic(path, *text, *size, err);
}
