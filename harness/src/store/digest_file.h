/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The digest of a result, kept in a file .exitbench-digest beside its result.json, so that the next
 * history does not read a megabyte for a few numbers. It saves work and nothing else: as the index
 * (index.h) it is valid as long as the result.json is the same file, and treated as missing if
 * anything is wrong with it.
 */
#ifndef EXITBENCH_STORE_DIGEST_FILE_H
#define EXITBENCH_STORE_DIGEST_FILE_H

#include <stdbool.h>

#include "model/digest.h"
#include "store/index.h"

#define DIGEST_NAME ".exitbench-digest"

/* The result.json of a result whose digest is wanted, as it was before it is read. */
struct digest_place {
	char *path; /* NULL: there is none */
	struct file_stamp stamp;
};

/* Finds the result as store_load() does; the caller frees the path. */
struct digest_place digest_place(const char *root, const char *name);

/* Reads the digest; false if there is no valid one. */
bool digest_read(const struct digest_place *place, struct digest *digest);

/* Keeps it, unless the result.json changed meanwhile or could still change unnoticed. */
void digest_write(const struct digest_place *place, const struct digest *digest);

#endif
