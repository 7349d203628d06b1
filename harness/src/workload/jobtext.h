/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The text of job files and suites, line by line. What stress-ng and fio share:
 * a line sets an option ("timeout 3s", "runtime=3"), and '#' begins a comment.
 * What is ours: comments of the form "# exitbench: key = value".
 */
#ifndef EXITBENCH_WORKLOAD_JOBTEXT_H
#define EXITBENCH_WORKLOAD_JOBTEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/strbuf.h"

/* Reads a job file or suite: a regular file of text, at most 1 MiB of it. The caller frees it. */
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
 * Whether the line sets the option key, with that value (NULL: with any or none).
 * A comment at the end of the line does not belong to the value.
 */
bool job_line_sets(const struct job_line *line, const char *key, const char *value);

/* Whether any line sets the option. */
bool job_sets(const char *text, const char *key);

/*
 * Whether the line sets the option key, which may be cut to its first letters, shortest at least:
 * stress-ng takes an option so, as long as it differs from the others.
 */
bool job_line_sets_cut(const struct job_line *line, const char *key, size_t shortest);

/*
 * The value that the last such line gives it ("" if none), in fresh memory; NULL if there is none.
 * The key may be cut as in job_line_sets_cut().
 */
char *job_last_value(const char *text, const char *key, size_t shortest);

/*
 * Rewrites a text line by line: appends to out what is to stand for a line, which is whole in
 * whole, with its newline if it has one.
 */
typedef void (*job_rewriter)(const struct job_line *line, const char *whole, size_t size,
			     void *context, struct strbuf *out);

/* The text as the rewriter makes it of all its lines, in fresh memory. */
char *job_rewrite(const char *text, job_rewriter rewriter, void *context);

/* The text in fresh memory, each line that sets key (to value, if not NULL) replaced by line. */
char *job_replace(const char *text, const char *key, const char *value, const char *line);

/*
 * Splits a header line into key and value, both fresh. Returns 1 for a header
 * line, 0 for any other, and -1 for one that is not "key = value".
 */
int job_line_header(const struct job_line *line, const char *path, char **key, char **value,
		    struct error *err);

/* The error "<fmt> in line N of 'path'; <remedy>". Returns -1. */
int job_line_error(const struct job_line *line, const char *path, struct error *err,
		   const char *remedy, const char *fmt, ...) __attribute__((format(printf, 5, 6)));

#endif
