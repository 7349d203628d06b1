/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside the store: a result as the text of its result.json. Writer and reader agree, on limits
 * too: what is written is read before it is kept.
 */
#ifndef EXITBENCH_STORE_RESULT_TEXT_H
#define EXITBENCH_STORE_RESULT_TEXT_H

#include <stddef.h>

#include "base/error.h"
#include "model/result.h"

/* The largest text that is read, and that is indented: without that it is a third. */
#define RESULT_TEXT_MAX ((size_t)256 << 20)
#define RESULT_INDENT_MAX ((size_t)32 << 20)

/*
 * The text in fresh memory, with every digit of its numbers; indented, as long as that does not
 * make it longer than indent_max bytes; an error if it is longer than max. An error if the result
 * could not be read from it, so that nothing that is kept already is replaced by it.
 */
int result_to_text(const struct result *result, size_t indent_max, size_t max, char **text,
		   struct error *err);

/* The result of a text of size bytes, but for its path. path is for messages. */
int result_from_text(const char *text, size_t size, const char *path, struct result *result,
		     struct error *err);

/*
 * The result of a result.json; its path becomes the folder that holds the file. A damaged file is
 * an error that names the file and the line.
 */
int result_from_file(const char *path, struct result *result, struct error *err);

#endif
