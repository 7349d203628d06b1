/* SPDX-License-Identifier: GPL-2.0-only */
/* What a stream can show: whether it is a terminal, how wide that is, and what it obeys. */
#ifndef EXITBENCH_BASE_TERMINAL_H
#define EXITBENCH_BASE_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* The width of a terminal that does not tell it, as a serial console does not. */
#define TERMINAL_USUAL_WIDTH 80

/*
 * How many columns the terminal has: those that COLUMNS says in the environment, else those that
 * the terminal itself tells, else the usual ones. 0 if the stream is no terminal.
 */
size_t terminal_width(FILE *out);

/* Whether it is a terminal that obeys escape sequences: TERM is set, and is not "dumb". */
bool terminal_obeys(FILE *out);

/*
 * Whether text may be bold or dim on it: it obeys, and NO_COLOR is not set (https://no-color.org).
 */
bool terminal_has_looks(FILE *out);

#endif
