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

/* Stands for bytes that are no UTF-8. */
#define UTF8_REPLACEMENT 0xFFFD

/*
 * Decodes the character at s, which is not at its NUL, and sets *code.
 * Returns its length in bytes; a byte that begins no character counts as one
 * UTF8_REPLACEMENT.
 */
size_t utf8_decode(const char *s, uint32_t *code);

/*
 * Whether a character acts rather than being seen: controls (a terminal may obey those from U+0080
 * to U+009F, too), those that reorder or end a line, and those that no document may hold.
 */
bool utf8_acts(uint32_t code);

/* A fresh copy that is valid UTF-8: every broken byte has become four characters, as in "\xFF". */
char *utf8_clean(const char *s);

/*
 * A fresh copy for people to look at: valid UTF-8 in which nothing acts. Every byte of a character
 * that would, and every broken byte, has become four characters, as in "\x1B".
 *
 * All that comes from outside goes through this on its way to a terminal and into CSV, Markdown,
 * HTML and a graph's data; each of them then adds what its own markup asks for.
 */
char *utf8_visible(const char *s);

/* Cuts off the character that a text of too little room was cut within, if it was. */
void utf8_trim(char *s);

/* Columns that the string takes on a terminal. */
size_t utf8_width(const char *s);

#endif
