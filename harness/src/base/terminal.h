/* SPDX-License-Identifier: GPL-2.0-only */
/* What a stream can show: whether it is a terminal, its width, and whether it knows escapes. */
#ifndef EXITBENCH_BASE_TERMINAL_H
#define EXITBENCH_BASE_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* The width that is assumed for a terminal that does not report one, such as a serial console. */
#define TERMINAL_USUAL_WIDTH 80

/*
 * How many columns the terminal has: as COLUMNS says in the environment, else as the terminal
 * reports, else TERMINAL_USUAL_WIDTH. 0 if the stream is not a terminal.
 */
size_t terminal_width(FILE *out);

/* Whether the stream is a terminal that obeys escape sequences: TERM is set and not "dumb". */
bool terminal_obeys(FILE *out);

/*
 * Whether text may be bold or dim on it: it obeys escape sequences, and NO_COLOR is not set, or
 * empty, which means the same (https://no-color.org).
 */
bool terminal_has_looks(FILE *out);

#endif
