/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside the store: the index, a file .exitbench-index in the folder of the results. It keeps what
 * a list of results shows, so that nobody has to read the results for it: a result of a hundred
 * workloads has a megabyte, and there may be a thousand of them.
 *
 * The file is text. Its first line is "exitbench-index 1 HASH", where 1 is the version of the
 * format and HASH the SHA-256 of all that follows. That is a JSON array with one array for each
 * result:
 *
 *	[name, inode, size, mtime_s, mtime_ns, ctime_s, ctime_ns,
 *	 started, suite, workloads, complete, tags]
 *
 * The numbers after the name are those of the result.json. An entry holds as long as all of them
 * are what they were; so a result that was copied in, replaced or edited is read again. It is
 * read again, too, as long as it was changed within the last seconds: it could be changed once
 * more without a new time. A result that cannot be read has no entry.
 *
 * The index is a convenience. Whatever is wrong with it (it is missing, damaged, of another
 * version, no regular file, or cannot be written), it is taken for missing, and the results are
 * read. A program that writes it puts a whole new file in its place, so that no lock is needed:
 * when two programs write at once, an entry that is lost by that is read once more the next time.
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

/* By what a result.json is known to be the one that was read. */
struct file_stamp {
	uint64_t inode, size;
	int64_t mtime_s, mtime_ns;
	int64_t ctime_s, ctime_ns;
};

/* What a list shows of a result. The strings belong to it; listed_result_free() releases them. */
struct listed_result {
	char *name;           /* of its folder */
	char *error;          /* why it cannot be read; NULL: it can, and what follows is set */
	char *started;        /* UTC, 2026-11-22T23:00:45Z */
	char *suite;          /* what was asked for */
	char *tags;           /* as tags_text() */
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

/* Reads the index of the folder root, sorted by name; an empty list if there is none that holds. */
void index_read(const char *root, struct result_list *index);

/* The entry of a name; NULL if there is none. */
struct listed_result *index_find(const struct result_list *index, const char *name);

/* Writes an index of those results that are to be kept. What cannot be written is left alone. */
void index_write(const char *root, const struct result_list *list);

#endif
