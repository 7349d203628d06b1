/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside the counters: a text that the host writes into a file, read line by line. Every error
 * about such a text names the file, the line and the remedy, in the same words.
 */
#ifndef EXITBENCH_COUNTERS_HOST_LINES_H
#define EXITBENCH_COUNTERS_HOST_LINES_H

#include <stddef.h>

#include "base/error.h"

struct host_lines {
	const char *path;   /* of the file, for errors */
	const char *what;   /* what the file should be: "the host's counters" */
	const char *remedy; /* what to do if it is something else, without a full stop */
	char *rest;         /* the text that was not read yet */
	size_t line;        /* the number of the line that was read last, from 1; 0: none */
};

/*
 * Returns the next line without its newline, which is overwritten, or NULL if no complete line is
 * left.
 */
char *host_lines_next(struct host_lines *lines);

/*
 * Sets an error about the line that was read last, or about the file if none was: "not the host's
 * counters: 'FILE' line 3: names a vCPU twice; REMEDY". The format says what is wrong with the
 * line, beginning with a verb. Returns -1.
 */
int host_lines_error(const struct host_lines *lines, struct error *err, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

#endif
