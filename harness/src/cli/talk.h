/* SPDX-License-Identifier: GPL-2.0-only */
/* Prints what the program says to people besides its tables: progress, paths, warnings. */
#ifndef EXITBENCH_CLI_TALK_H
#define EXITBENCH_CLI_TALK_H

#include <stdio.h>

/*
 * Prints to a stream as printf does, but escapes everything that a terminal could obey: names,
 * paths and the output of tools pass through utf8_visible(). Only a newline at the end of fmt is
 * printed as such; others are escaped, too.
 */
void talk(FILE *out, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
