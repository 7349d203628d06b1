// SPDX-License-Identifier: GPL-2.0-only
/* Tests results that cannot be kept because the disk is small or becomes full. */
#include "support/rich.h"

#include <fcntl.h>
#include <glob.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "scratch.h"
#include "store/store.h"

#define CANNOT_MOUNT 77

static void put_map(const char *path, unsigned int id)
{
	char text[32];
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	snprintf(text, sizeof(text), "0 %u 1", id);
	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		_exit(CANNOT_MOUNT);
	close(fd);
}

/* A small file system at path, which only this process sees; it needs no privilege. */
static void mount_small(const char *path, const char *options)
{
	unsigned int uid = geteuid(), gid = getegid();

	if (uid && unshare(CLONE_NEWUSER))
		_exit(CANNOT_MOUNT);
	if (uid) {
		int fd = open("/proc/self/setgroups", O_WRONLY | O_CLOEXEC);

		if (fd >= 0 && write(fd, "deny", 4) != 4)
			_exit(CANNOT_MOUNT);
		close(fd);
		put_map("/proc/self/uid_map", uid);
		put_map("/proc/self/gid_map", gid);
	}
	if (unshare(CLONE_NEWNS) || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("none", path, "tmpfs", 0, options))
		_exit(CANNOT_MOUNT);
}

/* The status of the body in a process that has a small file system at path; -1: it did not end. */
static int status_with(const char *path, const char *options, int (*body)(const char *root))
{
	pid_t pid = fork();
	int status;

	if (!pid) {
		mount_small(path, options);
		_exit(body(path));
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return -1;
	return WEXITSTATUS(status);
}

static void with_small_disk(const char *options, int (*body)(const char *root))
{
	const char *path = scratch_path("small");

	mkdir(path, 0777);
	assert_int_equal(status_with(path, options, body), 0);
}

static int do_nothing(const char *root)
{
	(void)root;
	return 0;
}

static int create_on_small_disk(const char *root)
{
	struct error err = ERROR_INIT;
	struct result r;

	build_result(&r);
	if (store_create(root, &r, &err) != -1)
		return 1;
	return strstr(err.text, "only 1024 KiB are free in '") && strstr(err.text, "--results") ?
		       0 :
		       2;
}

/* Fills the disk under a result that is there. */
static int save_on_full_disk(const char *root)
{
	_cleanup_free_ char *filler = xasprintf("%s/filler", root), *pattern = NULL;
	static char megabyte[1 << 20];
	struct error err = ERROR_INIT;
	struct result r, again;
	glob_t parts;
	int fd;

	build_rich(&r);
	if (store_create(root, &r, &err) || store_save(&r, &err))
		return 1;
	fd = open(filler, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	while (write(fd, megabyte, sizeof(megabyte)) > 0)
		;
	result_add_fact(&r, "more", "of it");
	if (store_save(&r, &err) != -1)
		return 2;
	if (!strstr(err.text, "cannot write '") || !strstr(err.text, "No space left"))
		return 3;
	/* What was there before is whole, and nothing else is there. */
	if (store_load(root, r.path, &again, &err))
		return 4;
	pattern = xasprintf("%s/result.json.*part", r.path);
	return again.n_facts == 2 && again.n_runs == 2 && glob(pattern, 0, NULL, &parts) ? 0 : 5;
}

static void test_too_little_room(void **state)
{
	(void)state;
	with_small_disk("size=1m", create_on_small_disk);
}

static void test_disk_gets_full(void **state)
{
	(void)state;
	with_small_disk("size=20m", save_on_full_disk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_too_little_room),
		cmocka_unit_test(test_disk_gets_full),
	};

	/*
	 * Not in most containers and chroots. The plan says so, as the line of cmocka 1.1.5 for a
	 * test that was skipped reads like that of one that failed.
	 */
	if (status_with("/tmp", "size=1m", do_nothing) == CANNOT_MOUNT) {
		puts("1..0 # SKIP this user may not mount a small file system");
		return 0;
	}
	return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
