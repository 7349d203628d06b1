// SPDX-License-Identifier: GPL-2.0-only
#include "common/input.h"

#include <ftw.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"

static char *folder;

/* So many names that any target gives to its input. */
#define MAX_LINKS 4
static char *links[MAX_LINKS];
static size_t n_links;

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

static void remove_folder(void)
{
	nftw(folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
	for (size_t i = 0; i < n_links; i++)
		free(links[i]);
	free(folder);
}

const char *input_folder(void)
{
	const char *place = getenv("TMPDIR");

	if (folder)
		return folder;
	folder = xasprintf("%s/exitbench-fuzz-XXXXXX", place ? place : "/tmp");
	MUST(mkdtemp(folder));
	atexit(remove_folder);
	return folder;
}

/* A link to the file in memory, and the folders above it. */
static const char *input_link(const char *name, int fd)
{
	_cleanup_free_ char *target = xasprintf("/proc/self/fd/%d", fd);
	char *path = xasprintf("%s/%s", input_folder(), name);
	char *slash = strrchr(path, '/');
	struct error err = ERROR_INIT;

	for (size_t i = 0; i < n_links; i++) {
		if (!strcmp(links[i], path)) {
			free(path);
			return links[i];
		}
	}
	MUST(n_links < MAX_LINKS);
	*slash = '\0';
	MUST(!file_make_folder(path, &err));
	*slash = '/';
	MUST(!symlink(target, path));
	links[n_links++] = path;
	return path;
}

const char *input_file(const char *name, const uint8_t *data, size_t size)
{
	static int fd = -1;

	if (fd < 0)
		fd = memfd_create("input", 0);
	MUST(fd >= 0 && !ftruncate(fd, 0));
	MUST(pwrite(fd, data, size, 0) == (ssize_t)size);
	return input_link(name, fd);
}

void input_texts(const uint8_t *data, size_t size, char **texts, size_t n)
{
	static const char divider[] = "\n----\n";
	const char *at = (const char *)data, *end = at + size;

	for (size_t i = 0; i < n; i++) {
		const char *divided = at ? memmem(at, (size_t)(end - at), divider, 6) : NULL;

		texts[i] = at ? xstrndup(at, (size_t)((divided ? divided + 1 : end) - at)) : NULL;
		at = divided ? divided + 6 : NULL;
	}
}

/*
 * No control characters but the end of a line: neither ASCII's nor those of Unicode, C2 80 to 9F.
 */
static bool is_harmless(const char *text)
{
	for (const unsigned char *c = (const unsigned char *)text; *c; c++)
		if ((*c < 0x20 && *c != '\n') || *c == 0x7f ||
		    (c[0] == 0xc2 && c[1] >= 0x80 && c[1] < 0xa0))
			return false;
	return true;
}

void show_and_free(struct table *table, size_t size)
{
	const struct table_choice choice = {
		.format = (enum table_format)(size % FORMAT_N),
		.wide = size % 2,
		.cycles = size % 3,
		.width = size % 200,
	};
	struct error err = ERROR_INIT;
	char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	MUST(out);
	MUST(!table_arrange(table, &choice, &err));
	MUST(!table_write(table, out, &err));
	fclose(out);
	MUST(is_harmless(text));
	free(text);
	table_free(table);
}

void must_explain(const struct error *err)
{
	MUST(err->status != EXIT_YES);
	MUST(*err->text);
}
