/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside the plots: what all data files for gnuplot have in common. */
#ifndef EXITBENCH_PLOT_TSV_TEXT_H
#define EXITBENCH_PLOT_TSV_TEXT_H

#include <stddef.h>
#include <stdio.h>

#include "base/error.h"

/*
 * A name in fresh memory, as long as there is room for: of one that is too long both ends are kept,
 * its class, and the part that differs.
 */
char *tsv_shortened(const char *name);

/*
 * Writes a name so that it does not end a field or a line, open a quoted string or begin an escape.
 */
void tsv_put_name(const char *name, FILE *out);

/*
 * Closes the stream, which open_memstream() made of text and size, and writes what it has to path.
 */
int tsv_finish(FILE *out, char **text, size_t *size, const char *path, struct error *err);

#endif
