/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The digest of a result, kept in a file .exitbench-digest beside its result.json, so that a
 * history does not read a megabyte for a few numbers. A run leaves it, and a history where it is
 * missing. It saves work and nothing else: it is valid as long as the result.json is the same file,
 * as the entries of the index (index.h) are, or another one, such as a copy, of the same SHA-256;
 * and it is treated as missing if anything is wrong with it.
 */
#ifndef EXITBENCH_STORE_DIGEST_FILE_H
#define EXITBENCH_STORE_DIGEST_FILE_H

#include <stdbool.h>

#include "base/sha256.h"
#include "model/digest.h"
#include "store/index.h"

#define DIGEST_NAME ".exitbench-digest"

/* The result.json of a result whose digest is wanted, as it was before it is read. */
struct digest_place {
	char *path; /* NULL: there is none */
	struct file_stamp stamp;
	char sha256[SHA256_HEX_SIZE]; /* "": not computed */
};

/* Finds the result as store_load() does; the caller frees the path. */
struct digest_place digest_place(const char *root, const char *name);

/* Computes the hash, unless it is known: before a result is read whose digest is to be kept. */
void digest_hash(struct digest_place *place);

/*
 * Reads the digest; false if there is no valid one. One that was valid by its hash alone is kept
 * anew, so that the next time the file needs not be read.
 */
bool digest_read(struct digest_place *place, struct digest *digest);

/*
 * Keeps it for a place whose hash is known, unless the result.json is not a file that we can read.
 */
void digest_write(const struct digest_place *place, const struct digest *digest);

#endif
