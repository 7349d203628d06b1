// SPDX-License-Identifier: GPL-2.0-only
/* Reads the workloads folder: its job files and its suites. */
#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "workload/catalog.h"
#include "workload/jobfile.h"
#include "workload/suite.h"
#include "workload/tools.h"

#define SUITE_SUFFIX ".suite"
#define NAME_CHARACTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./"

/* The job files and suites that were found in the folder, before any of them is read. */
struct found {
	char *path;
	char *name; /* below the folder, without its ending */
	bool suite;
};

struct found_list {
	struct found *files;
	size_t n;
};

static void found_free(struct found_list *list)
{
	for (size_t i = 0; i < list->n; i++) {
		free(list->files[i].path);
		free(list->files[i].name);
	}
	free(list->files);
}

static int by_name(const void *a, const void *b)
{
	const struct found *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static bool is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static int found_add(struct found_list *list, const char *path, size_t root_length,
		     struct error *err)
{
	const char *dot = strrchr(path, '.');
	bool suite = dot && !strcmp(dot, SUITE_SUFFIX);
	struct found *file;

	if (!suite && !tool_for_file(path))
		return 0;
	if (path[root_length + strspn(path + root_length, NAME_CHARACTERS)])
		return error_set(err,
				 "unusable file name '%s'; use letters, digits, '-', '_' and '.'",
				 path);
	list->files = xgrow(list->files, list->n, sizeof(*list->files));
	file = &list->files[list->n++];
	file->path = xstrdup(path);
	file->name = xstrndup(path + root_length, (size_t)(dot - path) - root_length);
	file->suite = suite;
	return 0;
}

/* Walks one entry of the folder; hidden ones and those below them are left out. */
static int found_entry(struct found_list *list, FTS *fts, FTSENT *entry, size_t root_length,
		       struct error *err)
{
	if (entry->fts_level > 0 && entry->fts_name[0] == '.') {
		fts_set(fts, entry, FTS_SKIP);
		return 0;
	}
	switch (entry->fts_info) {
	case FTS_F:
		return found_add(list, entry->fts_path, root_length, err);
	case FTS_DC:
		return error_set(err, "folder inside itself: '%s'; remove the link",
				 entry->fts_path);
	case FTS_DNR:
	case FTS_ERR:
	case FTS_NS:
		errno = entry->fts_errno;
		return error_errno(err, "cannot read '%s'", entry->fts_path);
	case FTS_SLNONE:
		return error_set(err, "link to nowhere: '%s'; remove it", entry->fts_path);
	default:
		return 0;
	}
}

static int find_files(const char *folder, struct found_list *list, struct error *err)
{
	_cleanup_free_ char *root = xstrdup(folder);
	char *const roots[] = { root, NULL };
	size_t length = strlen(root);
	FTSENT *entry;
	int failed = 0;
	FTS *fts;

	while (length > 1 && root[length - 1] == '/')
		root[--length] = '\0';
	if (!is_folder(root))
		return error_set(err, "no workloads folder '%s'; set EXITBENCH_WORKLOADS", root);
	/* The slash after the root does not belong to the names. */
	length += root[length - 1] != '/';
	fts = fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, NULL);
	if (!fts)
		return error_errno(err, "cannot read '%s'", root);
	while (!failed && (entry = fts_read(fts)))
		failed = found_entry(list, fts, entry, length, err);
	fts_close(fts);
	if (failed)
		return -1;
	if (!list->n)
		return error_set(err, "no job files in '%s'; set EXITBENCH_WORKLOADS", root);
	qsort(list->files, list->n, sizeof(*list->files), by_name);
	for (size_t i = 1; i < list->n; i++)
		if (!strcmp(list->files[i - 1].name, list->files[i].name))
			return error_set(err, "one name for '%s' and '%s'; rename one of them",
					 list->files[i - 1].path, list->files[i].path);
	return 0;
}

static int read_files(struct catalog *catalog, const struct found_list *list, struct error *err)
{
	catalog->suites = xcalloc(list->n, sizeof(*catalog->suites));
	for (size_t i = 0; i < list->n; i++) {
		const struct found *file = &list->files[i];

		if (file->suite)
			continue;
		catalog->workloads = xgrow(catalog->workloads, catalog->n_workloads,
					   sizeof(*catalog->workloads));
		if (workload_read(&catalog->workloads[catalog->n_workloads], file->name, file->path,
				  err))
			return -1;
		catalog->n_workloads++;
	}
	for (size_t i = 0; i < list->n; i++) {
		const struct found *file = &list->files[i];

		if (!file->suite)
			continue;
		if (suite_read(&catalog->suites[catalog->n_suites], catalog, file->name, file->path,
			       err))
			return -1;
		catalog->n_suites++;
	}
	return 0;
}

/* Those installed with the program, or beside an unpacked one, or in its build tree. The installed
 * ones come first: seen from an installed program, the others are folders of somebody else. */
static char *default_folder(void)
{
	static const char *const places[] = {
		"../share/exitbench/workloads",
		"workloads",
		"../workloads",
		"../../workloads",
	};
	_cleanup_free_ char *program = file_program_folder();

	for (size_t i = 0; program && i < sizeof(places) / sizeof(places[0]); i++) {
		char *path = xasprintf("%s/%s", program, places[i]);

		if (is_folder(path))
			return path;
		free(path);
	}
	return NULL;
}

int catalog_read(struct catalog *catalog, const char *folder, struct error *err)
{
	const char *set = getenv("EXITBENCH_WORKLOADS");
	struct found_list list = { 0 };
	int failed;

	*catalog = (struct catalog){ 0 };
	if (!folder && set && *set)
		folder = set;
	catalog->folder = folder ? xstrdup(folder) : default_folder();
	if (!catalog->folder)
		return error_set(err, "no workloads folder; set EXITBENCH_WORKLOADS");
	failed = find_files(catalog->folder, &list, err) || read_files(catalog, &list, err);
	found_free(&list);
	if (failed)
		catalog_free(catalog);
	return failed ? -1 : 0;
}
