/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Files: whole-file reads with a limit, writes that either happen or do not.
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
 * A larger file is an error, so that a wrong path cannot eat the memory, and so is what is
 * no regular file: a FIFO would keep us waiting, and a device may have no end.
 */
int file_read(const char *path, size_t max, char **text, size_t *size, struct error *err);

/*
 * Replaces path with size bytes of data: written beside it, synced, renamed.
 * On error the old file stands as it was. What is no regular file (/dev/stdout) is
 * written to as it is. The file beside it is always a new one, so that no link leads elsewhere
 * and two writers do not meet.
 */
int file_write_atomic(const char *path, const char *data, size_t size, struct error *err);

/* The same, but whatever path is, be it a link or a FIFO, the new file takes its place. */
int file_replace(const char *path, const char *data, size_t size, struct error *err);

/* A name beside path for what is to take its place, in fresh memory: path, a number, ".part". */
char *file_part_name(const char *path);

/* Makes a folder and those above it; one that is there already is fine. */
int file_make_folder(const char *path, struct error *err);

/* Free bytes for this user on the file system that holds path; false where it does not tell. */
bool file_free_space(const char *path, uint64_t *bytes);

bool file_exists(const char *path);

/* The folder that holds the running program; the caller frees it. NULL if unknown. */
char *file_program_folder(void);

/* Full path of a program in $PATH (or as given when it has a slash); NULL if there is none. */
char *file_find_program(const char *name);

#endif
