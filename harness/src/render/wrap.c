// SPDX-License-Identifier: GPL-2.0-only
/* Breaks a text into lines. */
#include <string.h>

#include "base/utf8.h"
#include "render/format.h"

/* A word that is too long for a line is broken behind one of these. */
static const char soft_signs[] = "-/,_.:=";

/* The columns that the character at the beginning of the text takes, and its length in bytes. */
static size_t first_width(const char *text, size_t *length)
{
	char one[5] = "";
	uint32_t code;

	*length = utf8_decode(text, &code);
	memcpy(one, text, *length);
	return utf8_width(one);
}

size_t wrap_length(const char *text, size_t width)
{
	size_t at = 0, used = 0, blank = 0, soft = 0;

	while (text[at]) {
		size_t length;

		used += first_width(text + at, &length);
		if (text[at] == ' ')
			blank = at;
		if (used > width && text[at] != ' ')
			return blank ? blank : soft ? soft : at ? at : length;
		at += length;
		if (strchr(soft_signs, text[at - 1]))
			soft = at;
	}
	return at;
}

const char *wrap_rest(const char *text, size_t length)
{
	text += length;
	return text + strspn(text, " ");
}
