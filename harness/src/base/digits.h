/* SPDX-License-Identifier: GPL-2.0-only */
/* Numbers in a form that is easy to read. */
#ifndef EXITBENCH_BASE_DIGITS_H
#define EXITBENCH_BASE_DIGITS_H

#include <stddef.h>

/*
 * Copies a decimal number and puts a comma between each three digits of its
 * integer part: "-1234567.5" becomes "-1,234,567.5". It is cut if size is too small.
 */
void digits_group(const char *plain, char *grouped, size_t size);

#endif
