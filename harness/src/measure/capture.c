// SPDX-License-Identifier: GPL-2.0-only
#include "measure/capture.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"

#define KEEP_MAX (16 << 20)

int capture_open(struct capture *capture, struct error *err)
{
	capture->fd = memfd_create("exitbench-output", MFD_CLOEXEC);
	if (capture->fd < 0)
		return error_errno(err, "cannot make a file in memory for a tool's output");
	return 0;
}

void capture_close(struct capture *capture)
{
	close(capture->fd);
	capture->fd = -1;
}

int capture_save(const struct capture *capture, const char *path, struct error *err)
{
	static const char cut[] = "\n[cut here: the output is longer]\n";
	_cleanup_free_ char *text = NULL;
	size_t size, used = 0;
	struct stat st;

	if (fstat(capture->fd, &st))
		return error_errno(err, "cannot read a tool's output");
	size = st.st_size > KEEP_MAX ? KEEP_MAX : (size_t)st.st_size;
	text = xcalloc(size + sizeof(cut), 1);
	while (used < size) {
		ssize_t n = pread(capture->fd, text + used, size - used, (off_t)used);

		if (n <= 0)
			return error_errno(err, "cannot read a tool's output");
		used += (size_t)n;
	}
	if (st.st_size > KEEP_MAX) {
		memcpy(text + used, cut, sizeof(cut));
		used += sizeof(cut) - 1;
	}
	return file_write_atomic(path, text, used, err);
}

int capture_copy(const char *from, const char *to, struct error *err)
{
	_cleanup_free_ char *text = NULL;
	size_t size;

	if (file_read(from, KEEP_MAX, &text, &size, err))
		return -1;
	return file_write_atomic(to, text, size, err);
}

static char *try_scratch(const char *parent)
{
	char *folder = xasprintf("%s/exitbench-XXXXXX", parent);

	if (mkdtemp(folder))
		return folder;
	free(folder);
	return NULL;
}

char *capture_make_scratch(struct error *err)
{
	const char *parent = getenv("TMPDIR");
	char *folder = try_scratch("/dev/shm");

	if (!folder)
		folder = try_scratch(parent && *parent ? parent : "/tmp");
	if (!folder)
		error_errno(err, "cannot make a folder in /dev/shm or the temporary folder");
	return folder;
}

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

void capture_remove_scratch(const char *folder)
{
	nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}
