/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside the store: the index, a file .exitbench-index in the folder of the results. It keeps what
 * a list of results shows, so that listing does not read the results: a result of a hundred
 * workloads has a megabyte, and there may be a thousand of them.
 *
 * The file is text. Its first line is "exitbench-index 1 HASH", where 1 is the version of the
 * format and HASH the SHA-256 of all that follows. That is a JSON array with one array for each
 * result:
 *
 *	[name, inode, size, mtime_s, mtime_ns, ctime_s, ctime_ns,
 *	 started, suite, workloads, complete, tags]
 *
 * The numbers after the name are those of the result.json. An entry is valid as long as none of
 * them changes, so a result that was copied in, replaced or edited is read again. A file that was
 * changed within the last seconds is always read again, because it could change once more without
 * a new time. A result that cannot be read has no entry.
 *
 * The index is a convenience. If anything is wrong with it (it is missing, damaged, of another
 * version, not a regular file, or cannot be written), it is treated as missing, and the results
 * are read. It is written by replacing the whole file, so that no lock is needed: if two programs
 * write at once, an entry that is lost is read again the next time.
 */
#ifndef EXITBENCH_STORE_INDEX_H
#define EXITBENCH_STORE_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

/* The largest file that is read or written, in bytes: more than 10,000 results. */
#define INDEX_MAX ((size_t)16 << 20)

#define INDEX_NAME ".exitbench-index"

/* Identifies a version of a result.json, so that a change is noticed. */
struct file_stamp {
	uint64_t inode, size;
	int64_t mtime_s, mtime_ns;
	int64_t ctime_s, ctime_ns;
};

/* What a list shows about a result. It owns the strings; listed_result_free() releases them. */
struct listed_result {
	char *name;    /* of its folder */
	char *error;   /* why it cannot be read; NULL: it can be, and the next members are set */
	char *started; /* UTC, 2026-11-22T23:00:45Z */
	char *suite;   /* what was asked for */
	char *tags;    /* as tags_text() */
	uint64_t n_workloads; /* measured so far */
	bool complete;        /* the run reached its end */

	struct file_stamp stamp; /* of its result.json, before it was read */
	bool keep;               /* may have an entry in the index */
};

struct result_list {
	struct listed_result *results;
	size_t n;
};

void listed_result_free(struct listed_result *result);
void result_list_free(struct result_list *list);

struct file_stamp file_stamp_of(const struct stat *st);
bool file_stamp_same(const struct file_stamp *a, const struct file_stamp *b);

/* Whether the file is still as it was seen, and a later change would give it another time stamp. */
bool file_stamp_is_settled(const char *path, const struct file_stamp *seen);

/* Reads the index of the folder root, sorted by name; an empty list if there is no valid one. */
void index_read(const char *root, struct result_list *index);

/* The entry of a name; NULL if there is none. */
struct listed_result *index_find(const struct result_list *index, const char *name);

/* Writes an index of those results that have keep set. If it cannot be written, nothing happens. */
void index_write(const char *root, const struct result_list *list);

#endif
