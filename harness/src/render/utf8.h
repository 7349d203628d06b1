/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Just enough UTF-8 to align columns and to write valid JSON, independent of
 * the locale: the output must not change with the user's environment.
 */
#ifndef EXITBENCH_RENDER_UTF8_H
#define EXITBENCH_RENDER_UTF8_H

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

/* A fresh copy in which every broken byte has become U+FFFD. */
char *utf8_clean(const char *s);

/* Columns that the string takes on a terminal. */
size_t utf8_width(const char *s);

#endif
