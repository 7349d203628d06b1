// SPDX-License-Identifier: GPL-2.0-only
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/memory.h"

/* Reading a FIFO waits for somebody to write to it, and a device may never end. */
static int check_kind(int fd, const char *path, struct error *err)
{
	struct stat st;

	if (fstat(fd, &st))
		return error_errno(err, "cannot read '%s'", path);
	if (S_ISREG(st.st_mode))
		return 0;
	if (S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return error_errno(err, "cannot read '%s'", path);
	}
	return error_set(err, "not a file: '%s' is a %s; copy its contents into a file", path,
			 S_ISFIFO(st.st_mode) ? "FIFO" :
			 S_ISSOCK(st.st_mode) ? "socket" :
						"device");
}

int file_read(const char *path, size_t max, char **text, size_t *size, struct error *err)
{
	/* Open without waiting for the other side of a FIFO. */
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	_cleanup_free_ char *data = NULL;
	size_t used = 0, room = 0;

	if (fd < 0)
		return error_errno(err, "cannot open '%s'", path);
	if (check_kind(fd, path, err))
		return -1;
	for (;;) {
		ssize_t n;

		/* Files in /proc have no size to ask for, so read until the end. */
		if (used + 1 >= room) {
			room = room ? 2 * room : 4096;
			data = xrealloc(data, room);
		}
		n = read(fd, data + used, room - used - 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return error_errno(err, "cannot read '%s'", path);
		if (n == 0)
			break;
		used += (size_t)n;
		if (used > max)
			return error_set(err, "file too large: '%s' has more than %zu bytes", path,
					 max);
	}
	data[used] = '\0';
	*text = take_ptr(data);
	if (size)
		*size = used;
	return 0;
}

static int write_all(int fd, const char *data, size_t size)
{
	while (size) {
		ssize_t n = write(fd, data, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		data += n;
		size -= (size_t)n;
	}
	return 0;
}

/* Writes to something that cannot be replaced: a terminal, a pipe, /dev/null. */
static int write_through(const char *path, const char *data, size_t size, struct error *err)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	int failed;

	if (fd < 0)
		return error_errno(err, "cannot write '%s'", path);
	failed = write_all(fd, data, size);
	if (close(fd))
		failed = 1;
	return failed ? error_errno(err, "cannot write '%s'", path) : 0;
}

char *file_part_name(const char *path)
{
	uint32_t number = 0;

	/* Without random numbers, the process's number still separates two writers. */
	if (getrandom(&number, sizeof(number), GRND_NONBLOCK) != (ssize_t)sizeof(number))
		number = (uint32_t)getpid();
	return xasprintf("%s.%08" PRIx32 ".part", path, number);
}

/* Creates a new file beside path; never opens one that somebody put or linked there. */
static int open_part(const char *path, char **part)
{
	int fd;

	for (int tries = 0; tries < 100; tries++) {
		*part = file_part_name(path);
		fd = open(*part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
		if (fd >= 0 || errno != EEXIST)
			return fd;
		free(take_ptr(*part));
	}
	return -1;
}

int file_replace(const char *path, const char *data, size_t size, struct error *err)
{
	_cleanup_free_ char *part = NULL;
	int fd, failed;

	fd = open_part(path, &part);
	if (fd < 0)
		return error_errno(err, "cannot write '%s'", path);
	failed = write_all(fd, data, size) || fsync(fd);
	/* close() reports a full disk on some file systems. */
	if (close(fd))
		failed = 1;
	if (failed || rename(part, path)) {
		error_errno(err, "cannot write '%s'", path);
		unlink(part);
		return -1;
	}
	return 0;
}

int file_write_atomic(const char *path, const char *data, size_t size, struct error *err)
{
	struct stat st;

	if (!stat(path, &st) && !S_ISREG(st.st_mode))
		return write_through(path, data, size, err);
	return file_replace(path, data, size, err);
}

int file_make_folder(const char *path, struct error *err)
{
	_cleanup_free_ char *partial = xstrdup(path);
	struct stat st;

	for (char *p = partial; *p; p++) {
		if (*p != '/' || p == partial)
			continue;
		*p = '\0';
		if (mkdir(partial, 0777) && errno != EEXIST)
			return error_errno(err, "cannot make folder '%s'", partial);
		*p = '/';
	}
	if (mkdir(partial, 0777) && errno != EEXIST)
		return error_errno(err, "cannot make folder '%s'", path);
	if (stat(path, &st))
		return error_errno(err, "cannot use folder '%s'", path);
	if (!S_ISDIR(st.st_mode))
		return error_set(err, "not a folder: '%s'", path);
	return 0;
}

bool file_free_space(const char *path, uint64_t *bytes)
{
	struct statvfs vfs;

	/* Some network and stacked file systems say that they have no blocks at all. */
	if (statvfs(path, &vfs) || !vfs.f_blocks)
		return false;
	*bytes = (uint64_t)vfs.f_bavail * (vfs.f_frsize ? vfs.f_frsize : vfs.f_bsize);
	return true;
}

bool file_exists(const char *path)
{
	return access(path, F_OK) == 0;
}

char *file_program_folder(void)
{
	char path[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 1);
	char *slash;

	if (n < 0)
		return NULL;
	path[n] = '\0';
	slash = strrchr(path, '/');
	if (!slash)
		return NULL;
	*slash = '\0';
	return xstrdup(path);
}

static bool is_program(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) && access(path, X_OK) == 0;
}

char *file_find_program(const char *name)
{
	const char *dirs = getenv("PATH");

	if (strchr(name, '/'))
		return is_program(name) ? xstrdup(name) : NULL;
	if (!dirs)
		dirs = "/usr/local/bin:/usr/bin:/bin";
	while (*dirs) {
		size_t n = strcspn(dirs, ":");
		char *path = xasprintf("%.*s/%s", n ? (int)n : 1, n ? dirs : ".", name);

		if (is_program(path))
			return path;
		free(path);
		dirs += n;
		if (*dirs == ':')
			dirs++;
	}
	return NULL;
}
