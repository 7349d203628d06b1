// SPDX-License-Identifier: GPL-2.0-only
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "store/listing.h"
#include "store/result_text.h"

#define NEED_FREE (UINT64_C(16) << 20)
#define STAMP_SIZE 32
#define PART_SUFFIX ".part" /* of file_part_name() */

/* 2026-11-22T23:00:45Z without colons, which some file systems and shells dislike. */
static void folder_stamp(const char *utc, char stamp[STAMP_SIZE])
{
	size_t n = 0;

	for (; *utc && n + 1 < STAMP_SIZE; utc++)
		if (*utc != ':')
			stamp[n++] = *utc;
	stamp[n] = '\0';
}

static int make_run_folder(const char *root, const char *stamp, char **folder, struct error *err)
{
	for (int i = 1; i < 100; i++) {
		char *path = i == 1 ? xasprintf("%s/%s", root, stamp) :
				      xasprintf("%s/%s-%d", root, stamp, i);

		if (!mkdir(path, 0777)) {
			*folder = path;
			return 0;
		}
		if (errno != EEXIST) {
			error_errno(err, "cannot make the result folder '%s'", path);
			free(path);
			return -1;
		}
		free(path);
	}
	return error_set(err, "too many results of one second in '%s'", root);
}

static int check_room(const char *folder, struct error *err)
{
	uint64_t free_bytes;

	/* If the free space is not known, go on. */
	if (file_free_space(folder, &free_bytes) && free_bytes < NEED_FREE)
		return error_set(err,
				 "only %llu KiB are free in '%s', a run needs 16 MiB; make room "
				 "or choose another folder with --results",
				 (unsigned long long)free_bytes >> 10, folder);
	return 0;
}

bool store_room_known(const struct result *result)
{
	uint64_t free_bytes;

	return file_free_space(result->path, &free_bytes);
}

int store_create(const char *root, struct result *result, struct error *err)
{
	_cleanup_free_ char *raw = NULL;
	char utc[STAMP_SIZE], stamp[STAMP_SIZE];

	if (file_make_folder(root, err))
		return error_wrap(err, "cannot keep results; choose another folder with --results");
	if (check_room(root, err))
		return -1;
	clock_utc(utc, sizeof(utc));
	folder_stamp(utc, stamp);
	if (make_run_folder(root, stamp, &result->path, err))
		return error_wrap(err, "cannot keep results; choose another folder with --results");
	result->started = xstrdup(utc);
	raw = xasprintf("%s/raw", result->path);
	if (file_make_folder(raw, err))
		return -1;
	return store_save(result, err) ? -1 : 0;
}

int store_save(const struct result *result, struct error *err)
{
	_cleanup_free_ char *path = xasprintf("%s/result.json", result->path);
	_cleanup_free_ char *text = NULL;

	if (result_to_text(result, RESULT_INDENT_MAX, RESULT_TEXT_MAX, &text, err))
		return 1;
	return file_write_atomic(path, text, strlen(text), err);
}

int store_lock(const struct result *result, int *lock, struct error *err)
{
	int fd = open(result->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	*lock = -1;
	if (fd < 0)
		return error_errno(err, "cannot open '%s'", result->path);
	if (!flock(fd, LOCK_EX | LOCK_NB)) {
		*lock = fd;
		return 0;
	}
	close(fd);
	/* Some network file systems have no locks; go on without one there. */
	if (errno != EWOULDBLOCK)
		return 0;
	return error_set(
		err,
		"the result '%s' is in use: another run writes to it; wait for its end, or end "
		"it",
		result->path);
}

static bool is_half_a_file(const char *name)
{
	size_t n = strlen(name);

	return n > strlen(PART_SUFFIX) && !strcmp(name + n - strlen(PART_SUFFIX), PART_SUFFIX);
}

static int check_entry(const FTSENT *entry, struct error *err)
{
	if (entry->fts_info == FTS_SL || entry->fts_info == FTS_SLNONE)
		return error_set(
			err,
			"a link in the result: '%s'; what it leads to is not ours to write, "
			"so remove it",
			entry->fts_path);
	if (entry->fts_info == FTS_F && is_half_a_file(entry->fts_name))
		unlink(entry->fts_accpath);
	return 0;
}

/* A result that somebody else made must not make us write to other places. */
static int check_folder(const char *path, struct error *err)
{
	_cleanup_free_ char *folder = xstrdup(path);
	char *const roots[] = { folder, NULL };
	FTS *fts = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	const FTSENT *entry;
	int rc = 0;

	if (!fts)
		return error_errno(err, "cannot read '%s'", path);
	while (!rc && (entry = fts_read(fts)))
		rc = check_entry(entry, err);
	fts_close(fts);
	return rc;
}

int store_reopen(struct result *result, struct error *err)
{
	char *target = xcalloc(PATH_MAX, 1);
	ssize_t length = readlink(result->path, target, PATH_MAX - 1);

	/* "latest" is a link to a folder beside it; use that name, as the link may change. */
	if (length > 0 && !strchr(target, '/')) {
		const char *slash = strrchr(result->path, '/');
		int parent = slash ? (int)(slash - result->path) + 1 : 0;
		char *path = xasprintf("%.*s%s", parent, result->path, target);

		free(result->path);
		result->path = path;
	}
	free(target);
	return check_folder(result->path, err) || check_room(result->path, err) ||
			       store_save(result, err) ?
		       -1 :
		       0;
}

static bool same_folder(const char *a, const char *b)
{
	struct stat x, y;

	return !stat(a, &x) && !stat(b, &y) && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

int store_set_latest(const char *root, const struct result *result, struct error *err)
{
	const char *slash = strrchr(result->path, '/'), *name = slash ? slash + 1 : result->path;
	_cleanup_free_ char *link = xasprintf("%s/latest", root);
	_cleanup_free_ char *part = file_part_name(link);
	_cleanup_free_ char *there = xasprintf("%s/%s", root, name);

	if (!same_folder(result->path, there))
		return 0;
	if (!symlink(name, part) && !rename(part, link))
		return 0;
	error_errno(err, "cannot point '%s' to the new result", link);
	unlink(part);
	return -1;
}

int store_log(const struct result *result, struct error *err, const char *fmt, ...)
{
	_cleanup_free_ char *path = xasprintf("%s/log", result->path);
	_cleanup_free_ char *visible = NULL, *raw = NULL;
	int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0666);
	FILE *log = fd < 0 ? NULL : fdopen(fd, "a");
	char utc[STAMP_SIZE];
	va_list ap;

	if (!log) {
		error_errno(err, "cannot write '%s'", path);
		if (fd >= 0)
			close(fd);
		return -1;
	}
	clock_utc(utc, sizeof(utc));
	va_start(ap, fmt);
	raw = xvasprintf(fmt, ap);
	va_end(ap);
	visible = utf8_visible(raw);
	fprintf(log, "%s %s\n", utc, visible);
	if (fclose(log))
		return error_errno(err, "cannot write '%s'", path);
	return 0;
}

/* For file systems that have no link "latest". */
static char *find_newest(const char *root)
{
	_cleanup_free_ char *name = listing_newest(root);

	return name ? xasprintf("%s/%s/result.json", root, name) : NULL;
}

char *store_find(const char *root, const char *name)
{
	struct stat st;
	char *path;

	/* If it is not a regular file, reading it fails with its name. */
	if (!stat(name, &st) && !S_ISDIR(st.st_mode))
		return xstrdup(name);
	path = xasprintf("%s/result.json", name);
	if (file_exists(path))
		return path;
	free(path);
	path = xasprintf("%s/%s/result.json", root, name);
	if (file_exists(path))
		return path;
	free(path);
	return strcmp(name, "latest") ? NULL : find_newest(root);
}

int store_load(const char *root, const char *name, struct result *result, struct error *err)
{
	_cleanup_free_ char *path = store_find(root, name);

	*result = (struct result){ 0 };
	if (!path)
		return error_set(err,
				 "no result '%s' here or in '%s'; 'exitbench list results' "
				 "names those that are there",
				 name, root);
	return result_from_file(path, result, err);
}
