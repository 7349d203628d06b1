// SPDX-License-Identifier: GPL-2.0-only
/* Job files that the user names. They may be anywhere, and get the name of a workload here. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "workload/catalog.h"
#include "workload/jobfile.h"

#define FOLDER "user/"

bool catalog_is_user_job(const char *name)
{
	return !strncmp(name, FOLDER, strlen(FOLDER));
}
#define NAME_CHARACTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."

/*
 * The folder of the workload's raw output has the same name. So the file's part of the name
 * has no '/', is not "..", and does not begin with a dot, which would hide the folder.
 */
static char *user_job_name(const char *path)
{
	const char *slash = strrchr(path, '/'), *file = slash ? slash + 1 : path;
	char *name = xasprintf(FOLDER "%s", file), *at = name + strlen(FOLDER);
	char *dot = strrchr(at, '.');

	if (dot && dot > at)
		*dot = '\0';
	if (*at == '.')
		*at = '_';
	for (; *at; at++)
		if (!strchr(NAME_CHARACTERS, *at))
			*at = '_';
	return name;
}

/*
 * The absolute path of the file. If the file is a link, this is the path of the link itself,
 * because the ending of its name says which tool runs the job.
 */
static char *absolute(const char *path, struct error *err)
{
	const char *slash = strrchr(path, '/'), *file = slash ? slash + 1 : path;
	_cleanup_free_ char *folder = slash ? xstrndup(path, (size_t)(file - path)) : xstrdup(".");
	_cleanup_free_ char *real = realpath(folder, NULL);

	if (!real) {
		error_errno(err, "cannot open '%s'", path);
		return NULL;
	}
	return xasprintf("%s/%s", strcmp(real, "/") ? real : "", file);
}

static int name_taken(const struct workload *by, const char *path, struct error *err)
{
	if (by->from_user)
		return error_set(err,
				 "'%s' would be the name of both '%s' and '%s'; rename one of them",
				 by->name, by->path, path);
	return error_set(err, "'%s' would be named '%s', as '%s' is; rename one of them", path,
			 by->name, by->path);
}

static int add(struct catalog *catalog, const char *name, const char *path, struct error *err)
{
	struct workload *workload;

	catalog->workloads =
		xgrow(catalog->workloads, catalog->n_workloads, sizeof(*catalog->workloads));
	workload = &catalog->workloads[catalog->n_workloads];
	if (workload_read_user_job(workload, name, path, err))
		return -1;
	catalog->n_workloads++;
	return 0;
}

int catalog_add_user_job(struct catalog *catalog, const char *path, struct error *err)
{
	_cleanup_free_ char *full = absolute(path, err);
	_cleanup_free_ char *name = user_job_name(path);
	const struct workload *same;

	if (!full)
		return -1;
	same = catalog_find(catalog, name);
	if (same && same->from_user && !strcmp(same->path, full))
		return 0;
	return same ? name_taken(same, path, err) : add(catalog, name, full, err);
}

int catalog_add_known(struct catalog *catalog, const char *name, const char *path,
		      const char *sha256, struct error *err)
{
	const char *now;

	if (catalog_find(catalog, name))
		return name_taken(catalog_find(catalog, name), path, err);
	if (add(catalog, name, path, err))
		return -1;
	now = catalog->workloads[catalog->n_workloads - 1].sha256;
	if (!strcmp(now, sha256))
		return 0;
	return error_set(
		err,
		"'%s' was changed: its SHA-256 was %.12s... and is %.12s...; put it back as "
		"it was, or run it anew",
		path, sha256, now);
}
