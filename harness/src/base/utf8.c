// SPDX-License-Identifier: GPL-2.0-only
#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"

size_t utf8_decode(const char *s, uint32_t *code)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *u = (const unsigned char *)s;
	size_t length;
	uint32_t c;

	if (u[0] < 0x80) {
		*code = u[0];
		return 1;
	}
	length = u[0] >= 0xF0 && u[0] < 0xF8 ? 4 : u[0] >= 0xE0 ? 3 : u[0] >= 0xC0 ? 2 : 0;
	if (length == 0 || u[0] >= 0xF8)
		goto broken;
	c = u[0] & (0xFF >> (length + 1));
	for (size_t i = 1; i < length; i++) {
		/* A NUL is no continuation byte, so this never runs past the end. */
		if ((u[i] & 0xC0) != 0x80)
			goto broken;
		c = c << 6 | (u[i] & 0x3F);
	}
	if (c < least[length] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		goto broken;
	*code = c;
	return length;
broken:
	*code = UTF8_REPLACEMENT;
	return 1;
}

struct range {
	uint32_t first, last;
};

static bool in_ranges(uint32_t code, const struct range *ranges, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (code >= ranges[i].first && code <= ranges[i].last)
			return true;
	return false;
}

#define IN(code, ranges) in_ranges(code, ranges, sizeof(ranges) / sizeof((ranges)[0]))

/* Controls of terminals, of writing direction and of lines, and invisible tags. */
static const struct range acting[] = {
	{ 0x0000, 0x001F }, { 0x007F, 0x009F }, { 0x061C, 0x061C }, { 0x200E, 0x200F },
	{ 0x2028, 0x202E }, { 0x2066, 0x206F }, { 0xFFF9, 0xFFFB }, { 0xE0000, 0xE007F },
};

bool utf8_acts(uint32_t code)
{
	/* U+FFFE and U+FFFF of any plane are not characters, and XML forbids them. */
	return IN(code, acting) || (code & 0xFFFE) == 0xFFFE;
}

static char *escape(const char *s, bool acting_too)
{
	const size_t escaped_size = strlen("\\xFF");
	char *clean = xcalloc(strlen(s) + 1, escaped_size);
	char *end = clean;

	while (*s) {
		uint32_t code;
		size_t length = utf8_decode(s, &code);
		bool broken = length == 1 && code == UTF8_REPLACEMENT;

		if (!broken && !(acting_too && utf8_acts(code))) {
			memcpy(end, s, length);
			end += length;
		} else {
			for (size_t i = 0; i < length; i++)
				end += sprintf(end, "\\x%02X", (unsigned char)s[i]);
		}
		s += length;
	}
	*end = '\0';
	return clean;
}

char *utf8_clean(const char *s)
{
	return escape(s, false);
}

char *utf8_visible(const char *s)
{
	return escape(s, true);
}

void utf8_trim(char *s)
{
	size_t length = strlen(s), start = length;
	unsigned char first;

	while (start && length - start < 3 && ((unsigned char)s[start - 1] & 0xC0) == 0x80)
		start--;
	if (!start--)
		return;
	first = (unsigned char)s[start];
	if (first >= 0xC0 && length - start < (first >= 0xF0 ? 4U : first >= 0xE0 ? 3U : 2U))
		s[start] = '\0';
}

/* The blocks that a job file's title or a tool's message may plausibly come from. */
static const struct range zero_width[] = {
	{ 0x0300, 0x036F }, { 0x0483, 0x0489 }, { 0x0591, 0x05BD }, { 0x064B, 0x065F },
	{ 0x1AB0, 0x1AFF }, { 0x1DC0, 0x1DFF }, { 0x200B, 0x200F }, { 0x202A, 0x202E },
	{ 0x2060, 0x2064 }, { 0x20D0, 0x20F0 }, { 0xFE00, 0xFE0F }, { 0xFE20, 0xFE2F },
	{ 0xFEFF, 0xFEFF },
};

static const struct range double_width[] = {
	{ 0x1100, 0x115F },   { 0x2E80, 0x303E },   { 0x3041, 0x33FF }, { 0x3400, 0x4DBF },
	{ 0x4E00, 0x9FFF },   { 0xA000, 0xA4CF },   { 0xAC00, 0xD7A3 }, { 0xF900, 0xFAFF },
	{ 0xFE30, 0xFE6F },   { 0xFF00, 0xFF60 },   { 0xFFE0, 0xFFE6 }, { 0x1F300, 0x1F64F },
	{ 0x1F900, 0x1F9FF }, { 0x20000, 0x3FFFD },
};

size_t utf8_width(const char *s)
{
	size_t width = 0;

	while (*s) {
		uint32_t code;

		s += utf8_decode(s, &code);
		if (IN(code, double_width))
			width += 2;
		else if (!IN(code, zero_width))
			width++;
	}
	return width;
}
