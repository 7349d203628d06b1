/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The text of job files and suites, line by line. In job files of both stress-ng and
 * fio a line sets an option ("timeout 3s", "runtime=3"), and '#' begins a comment.
 * Comments of the form "# exitbench: key = value" are exitbench's header.
 */
#ifndef EXITBENCH_WORKLOAD_JOBTEXT_H
#define EXITBENCH_WORKLOAD_JOBTEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/strbuf.h"

/* Reads a job file or suite: a regular text file of at most 1 MiB. The caller frees *text. */
int job_read_text(const char *path, char **text, struct error *err);

struct job_line {
	const char *text;    /* not terminated: it goes on with the next line */
	size_t length;       /* without blanks at its ends, and without its newline */
	unsigned int number; /* counted from 1; 0 before the first job_next_line() */
	const char *next;    /* where the following line begins */
};

/* To walk the lines: struct job_line line = JOB_LINES(text); while (job_next_line(&line)) ... */
#define JOB_LINES(job_text)        \
	{                          \
		.next = (job_text) \
	}

bool job_next_line(struct job_line *line);

/*
 * Whether the line sets the option key to that value (NULL: to any value or none).
 * A comment at the end of the line does not belong to the value.
 */
bool job_line_sets(const struct job_line *line, const char *key, const char *value);

/* Whether any line sets the option. */
bool job_sets(const char *text, const char *key);

/*
 * Whether the line sets the option key, which may be abbreviated to its first letters (at least
 * shortest of them): stress-ng accepts this as long as the abbreviation is unique.
 */
bool job_line_sets_cut(const struct job_line *line, const char *key, size_t shortest);

/*
 * The value in the last line that sets the option ("" if that has no value), in fresh memory; NULL
 * if no line sets it. The key may be abbreviated as in job_line_sets_cut().
 */
char *job_last_value(const char *text, const char *key, size_t shortest);

/*
 * Rewrites one line of a text: appends its replacement to out. whole is the complete line of size
 * bytes, with its newline if it has one.
 */
typedef void (*job_rewriter)(const struct job_line *line, const char *whole, size_t size,
			     void *context, struct strbuf *out);

/* Calls the rewriter for every line and returns the new text in fresh memory. */
char *job_rewrite(const char *text, job_rewriter rewriter, void *context);

/*
 * The text in fresh memory, in which line replaces each line that sets key (only those that set it
 * to value, if that is not NULL).
 */
char *job_replace(const char *text, const char *key, const char *value, const char *line);

/*
 * Splits a header line into key and value, both in fresh memory. Returns 1 for a
 * header line, 0 for any other line, and -1 for a header that is not "key = value".
 */
int job_line_header(const struct job_line *line, const char *path, char **key, char **value,
		    struct error *err);

/* The error "<fmt> in line N of 'path'; <remedy>". Returns -1. */
int job_line_error(const struct job_line *line, const char *path, struct error *err,
		   const char *remedy, const char *fmt, ...) __attribute__((format(printf, 5, 6)));

#endif
