/* SPDX-License-Identifier: GPL-2.0-only */
/* What the program says to people beside its tables: progress, where things are, complaints. */
#ifndef EXITBENCH_CLI_TALK_H
#define EXITBENCH_CLI_TALK_H

#include <stdio.h>

/*
 * Prints to a stream as printf does, but for what a terminal could obey: names, paths and tools'
 * words are shown as utf8_visible() has them. A newline belongs to the end of fmt; elsewhere it is
 * shown escaped, too.
 */
void talk(FILE *out, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
