// SPDX-License-Identifier: GPL-2.0-only
#include "measure/capture.h"

#include <errno.h>
#include <fcntl.h>
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
#define ROOM (KEEP_MAX + (1 << 20))

/*
 * A tool may print without end, and we sleep while it runs and cannot stop it. So the file
 * has its largest size from the beginning, without memory for its pages, and cannot grow: a
 * write beyond its end fails.
 */
int capture_open(struct capture *capture, struct error *err)
{
	capture->fd = memfd_create("exitbench-output", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (capture->fd < 0)
		return error_errno(err, "cannot make a file in memory for a tool's output");
	if (!ftruncate(capture->fd, ROOM) &&
	    !fcntl(capture->fd, F_ADD_SEALS, F_SEAL_GROW | F_SEAL_SHRINK))
		return 0;
	/* A limit that the user set (ulimit -f) counts, too. */
	if (errno == EFBIG)
		return 0;
	error_errno(err, "cannot limit the file in memory for a tool's output");
	capture_close(capture);
	return -1;
}

void capture_close(struct capture *capture)
{
	close(capture->fd);
	capture->fd = -1;
}

/*
 * Where the tool stopped writing. This is the file's position, which the tool shares with us, or,
 * if the tool opened the file again for itself, the end of the last page with data.
 */
static size_t end_of_data(int fd)
{
	off_t page = sysconf(_SC_PAGESIZE), position = lseek(fd, 0, SEEK_CUR), at, end;

	end = position;
	at = (position + page - 1) / page * page;
	while ((at = lseek(fd, at, SEEK_DATA)) >= 0) {
		at = lseek(fd, at, SEEK_HOLE);
		end = at;
	}
	return end > 0 ? (size_t)end : 0;
}

/* The captured text, with room for a NUL at its end, or NULL. */
static char *read_captured(int fd, size_t size, size_t room)
{
	_cleanup_free_ char *text = xcalloc(size + room, 1);
	size_t used = 0;

	while (used < size) {
		ssize_t n = pread(fd, text + used, size - used, (off_t)used);

		if (n <= 0)
			return NULL;
		used += (size_t)n;
	}
	return take_ptr(text);
}

int capture_save(const struct capture *capture, const char *path, struct error *err)
{
	static const char cut[] = "\n[cut here: the output is longer]\n";
	size_t written = end_of_data(capture->fd);
	size_t size = written > KEEP_MAX ? KEEP_MAX : written;
	_cleanup_free_ char *text = read_captured(capture->fd, size, sizeof(cut));

	if (!text)
		return error_errno(err, "cannot read a tool's output");
	/* The rest of a page with data is zeros. */
	while (size && size == written && !text[size - 1])
		size = --written;
	if (written > KEEP_MAX) {
		memcpy(text + size, cut, sizeof(cut));
		size += sizeof(cut) - 1;
	}
	return file_write_atomic(path, text, size, err);
}

/* The beginning of a file that will be kept, or NULL if it cannot be read. */
static char *read_beginning(const char *path, size_t *size)
{
	/* Open without waiting for the other side of a FIFO. */
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	_cleanup_free_ char *text = NULL;
	struct stat st;

	if (fd < 0 || fstat(fd, &st) || !S_ISREG(st.st_mode))
		return NULL;
	text = xcalloc(KEEP_MAX, 1);
	for (*size = 0; *size < KEEP_MAX;) {
		ssize_t n = read(fd, text + *size, KEEP_MAX - *size);

		if (n < 0)
			return NULL;
		if (n == 0)
			break;
		*size += (size_t)n;
	}
	return take_ptr(text);
}

int capture_copy(const char *from, const char *to, struct error *err)
{
	_cleanup_free_ char *text = NULL;
	size_t size;

	text = read_beginning(from, &size);
	return text ? file_write_atomic(to, text, size, err) : 0;
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
