/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside the store: a result as the text of its result.json. What is written is read back before it
 * is kept, so that the writer and the reader always agree, on limits too.
 */
#ifndef EXITBENCH_STORE_RESULT_TEXT_H
#define EXITBENCH_STORE_RESULT_TEXT_H

#include <stddef.h>

#include "base/error.h"
#include "model/result.h"

/* The largest text that is read. A larger text may be written without indentation (a third). */
#define RESULT_TEXT_MAX ((size_t)256 << 20)
#define RESULT_INDENT_MAX ((size_t)32 << 20)

/*
 * The text in fresh memory, with every digit of its numbers. It is indented unless that makes it
 * longer than indent_max bytes. It is an error if it is longer than max, or if the result could not
 * be read back from it, so that such a text never replaces one that is kept already.
 */
int result_to_text(const struct result *result, size_t indent_max, size_t max, char **text,
		   struct error *err);

/* Reads a result, except its path, from a text of size bytes. path is used in messages. */
int result_from_text(const char *text, size_t size, const char *path, struct result *result,
		     struct error *err);

/*
 * Reads the result from a result.json; its path becomes the folder that holds the file. A damaged
 * file is an error that names the file and the line.
 */
int result_from_file(const char *path, struct result *result, struct error *err);

#endif
