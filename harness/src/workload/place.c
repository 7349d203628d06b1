// SPDX-License-Identifier: GPL-2.0-only
#include "workload/place.h"

#include <linux/magic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>

#include "base/cleanup.h"
#include "base/memory.h"

/* Block devices without a disk behind them. */
static const char *memory_device(const char *path)
{
	static const char *const names[] = { "/dev/nullb", "/dev/ram", "/dev/zram", "/dev/pmem" };
	_cleanup_free_ char *real = realpath(path, NULL);

	for (size_t i = 0; real && i < sizeof(names) / sizeof(names[0]); i++)
		if (!strncmp(real, names[i], strlen(names[i])))
			return "a device without a disk";
	return NULL;
}

static const char *memory_file_system(const char *path)
{
	struct statfs fs;

	if (statfs(path, &fs))
		return NULL;
	switch ((unsigned long)fs.f_type) {
	case TMPFS_MAGIC:
		return "tmpfs";
	case RAMFS_MAGIC:
		return "ramfs";
	case HUGETLBFS_MAGIC:
		return "hugetlbfs";
	default:
		return NULL;
	}
}

const char *place_in_memory(const char *path, const char *folder)
{
	_cleanup_free_ char *at = *path == '/' ? xstrdup(path) : xasprintf("%s/%s", folder, path);
	struct stat st;

	/* fio would make a file of that name. */
	if (!strncmp(at, "/dev/", 5) && strncmp(at, "/dev/shm/", 9) != 0 && stat(at, &st))
		return "a file in /dev, as there is no such device";
	for (;;) {
		char *slash;

		if (!stat(at, &st))
			break;
		slash = strrchr(at, '/');
		if (!slash || slash == at)
			return NULL;
		*slash = '\0';
	}
	if (S_ISCHR(st.st_mode) || S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode))
		return "no disk but a device, pipe or socket";
	if (S_ISBLK(st.st_mode))
		return memory_device(at);
	return memory_file_system(at);
}
