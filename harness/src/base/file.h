/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Files: reading whole files up to a limit, and writing that either succeeds as a whole or
 * changes nothing.
 */
#ifndef EXITBENCH_BASE_FILE_H
#define EXITBENCH_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/*
 * Reads a whole file of at most max bytes. *text is NUL-terminated and the
 * caller's to free; *size (may be NULL) is its length without the NUL.
 * A larger file is an error, so that a wrong path cannot fill the memory. Anything but a regular
 * file is an error, too: reading a FIFO could wait for ever, and a device may have no end.
 */
int file_read(const char *path, size_t max, char **text, size_t *size, struct error *err);

/*
 * Replaces path with size bytes of data: they are written to a new file beside it, which is synced
 * and renamed. On error the old file is unchanged. If path is not a regular file (/dev/stdout),
 * the data is written to it directly. The file beside it is always newly created, so that a link
 * cannot lead the data elsewhere and two writers never share a file.
 */
int file_write_atomic(const char *path, const char *data, size_t size, struct error *err);

/* The same, but the new file replaces whatever path is, even a link or a FIFO. */
int file_replace(const char *path, const char *data, size_t size, struct error *err);

/* A name for a new version of path, in fresh memory: the path, a random number and ".part". */
char *file_part_name(const char *path);

/* Makes a folder and those above it. It is no error if the folder exists already. */
int file_make_folder(const char *path, struct error *err);

/* Free bytes for this user on the file system that holds path; false if it does not say. */
bool file_free_space(const char *path, uint64_t *bytes);

bool file_exists(const char *path);

/* The folder that holds the running program; the caller frees it. NULL if unknown. */
char *file_program_folder(void);

/*
 * The full path of a program in $PATH (or as given when it has a slash), in fresh memory; NULL if
 * there is none.
 */
char *file_find_program(const char *name);

#endif
