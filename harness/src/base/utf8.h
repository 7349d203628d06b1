/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Just enough UTF-8 to align columns, to write valid JSON and to show what comes from outside,
 * independent of the locale: the output must not change with the user's environment.
 */
#ifndef EXITBENCH_BASE_UTF8_H
#define EXITBENCH_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The character that stands for bytes that are not UTF-8. */
#define UTF8_REPLACEMENT 0xFFFD

/*
 * Decodes the character at s, which must not be the NUL at the end, and sets *code.
 * Returns its length in bytes; a byte that begins no character counts as one
 * UTF8_REPLACEMENT.
 */
size_t utf8_decode(const char *s, uint32_t *code);

/*
 * Whether a character has an effect instead of being visible: control characters (a terminal may
 * obey those from U+0080 to U+009F, too), characters that reorder or end a line, and those that no
 * document may contain.
 */
bool utf8_acts(uint32_t code);

/* A fresh copy that is valid UTF-8: every broken byte has become four characters, as in "\xFF". */
char *utf8_clean(const char *s);

/*
 * A fresh copy for people to look at: valid UTF-8 in which no character acts (utf8_acts()). Every
 * byte of a character that would, and every broken byte, is replaced by four characters such as
 * "\x1B".
 *
 * All text from outside goes through this on its way to a terminal and into CSV, Markdown, HTML and
 * a graph's data; each of these then adds the escapes of its markup.
 */
char *utf8_visible(const char *s);

/* If a text was cut in the middle of a character, removes the rest of that character. */
void utf8_trim(char *s);

/* The number of columns that the string takes on a terminal. */
size_t utf8_width(const char *s);

#endif
