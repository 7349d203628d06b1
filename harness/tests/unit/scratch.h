/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Provides a scratch folder for a test program. Its group setup makes it, and its teardown removes
 * it.
 */
#ifndef EXITBENCH_TESTS_SCRATCH_H
#define EXITBENCH_TESTS_SCRATCH_H

#include <ftw.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static char scratch_folder[64];

static inline int scratch_make(void **state)
{
	(void)state;
	strcpy(scratch_folder, "/tmp/exitbench-test.XXXXXX");
	return mkdtemp(scratch_folder) ? 0 : -1;
}

static inline int scratch_remove_one(const char *path, const struct stat *st, int type,
				     struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static inline int scratch_remove(void **state)
{
	(void)state;
	return nftw(scratch_folder, scratch_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* Path of a file in the scratch folder, whose folders are made. It holds until the next call. */
static inline const char *scratch_path(const char *name)
{
	static char path[512];
	size_t root = strlen(scratch_folder);

	snprintf(path, sizeof(path), "%s/%s", scratch_folder, name);
	for (char *p = path + root + 1; (p = strchr(p, '/')); *p++ = '/') {
		*p = '\0';
		mkdir(path, 0777);
	}
	return path;
}

/* The text with the scratch folder in place of its "%s", if it has one. */
static inline void scratch_format(char *text, size_t size, const char *format)
{
	const char *at = strstr(format, "%s");
	int before = at ? (int)(at - format) : 0;

	if (at)
		snprintf(text, size, "%.*s%s%s", before, format, scratch_folder, at + 2);
	else
		snprintf(text, size, "%s", format);
}

/* Writes a file of size bytes and returns its path. */
static inline const char *scratch_write(const char *name, const char *data, size_t size)
{
	const char *path = scratch_path(name);
	FILE *file = fopen(path, "w");
	bool good = file && fwrite(data, 1, size, file) == size;

	if (!file || fclose(file) || !good) {
		perror(path);
		abort();
	}
	return path;
}

#endif
