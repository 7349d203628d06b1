/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Errors as values.
 *
 * Functions that can fail return 0 or -1 and take a struct error last. It is
 * untouched on success. On the way up a caller may put context in front with
 * error_wrap(); main turns it into one line on stderr and the exit status.
 *
 * Wording: lower case, cause first, the subject in single quotes, the remedy
 * after a semicolon.
 */
#ifndef EXITBENCH_BASE_ERROR_H
#define EXITBENCH_BASE_ERROR_H

/* Exit statuses of the program, as grep and diff use them. */
enum exit_status {
	EXIT_YES = 0,
	EXIT_NO = 1,
	EXIT_TROUBLE = 2,
};

struct error {
	enum exit_status status; /* what main exits with */
	char text[1024];         /* one line without a newline; cut when longer, with "..." */
};

#define ERROR_INIT                 \
	{                          \
		.status = EXIT_YES \
	}

/* Sets the text and EXIT_TROUBLE. Returns -1, so that `return error_set(...)` reads well. */
int error_set(struct error *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The same with EXIT_NO, for a question that could be answered and whose answer is no. */
int error_no(struct error *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The same as error_set() with ": " and the text of errno at the end. */
int error_errno(struct error *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Puts "context: " in front of the text. Returns -1. */
int error_wrap(struct error *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
