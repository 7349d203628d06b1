/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside the store: files that only save work, such as the index. The first line is "MAGIC HASH",
 * where HASH is the SHA-256 of the JSON that follows. If anything is wrong with such a file it is
 * treated as missing.
 */
#ifndef EXITBENCH_STORE_HASHED_H
#define EXITBENCH_STORE_HASHED_H

#include <jansson.h>
#include <stddef.h>

/*
 * What the file has, a new reference; NULL if there is none of at most max bytes, or it is damaged,
 * changed by hand, of another magic, or no regular file.
 */
json_t *hashed_read(const char *path, const char *magic, size_t max);

/* Replaces the file, unless it would be larger than max bytes. If it cannot, nothing happens. */
void hashed_write(const char *path, const char *magic, const json_t *json, size_t max);

#endif
