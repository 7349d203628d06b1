// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests that what the program inherits from the process that starts it, such as ignored signals,
 * is put right.
 */
#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/process.h"

static bool settle(void)
{
	struct error err = ERROR_INIT;

	return !process_settle(&err);
}

/* Data that nobody gets is an error; talk is not. */
static bool closed_descriptors_are_opened(void)
{
	int fd;
	char c;

	close(STDIN_FILENO);
	close(STDOUT_FILENO);
	close(STDERR_FILENO);
	if (!settle())
		return false;
	fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	return fd > STDERR_FILENO && read(STDIN_FILENO, &c, 1) == 0 &&
	       write(STDOUT_FILENO, "x", 1) == -1 && errno == EBADF &&
	       write(STDERR_FILENO, "x", 1) == 1;
}

static bool open_descriptors_are_kept(void)
{
	int pipes[2];
	char c;

	if (pipe(pipes) || dup2(pipes[1], STDOUT_FILENO) < 0 || !settle())
		return false;
	return write(STDOUT_FILENO, "x", 1) == 1 && read(pipes[0], &c, 1) == 1;
}

static bool signals_are_sound(void)
{
	struct sigaction action;
	sigset_t all, now;

	signal(SIGCHLD, SIG_IGN);
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	if (!settle())
		return false;
	sigprocmask(SIG_BLOCK, NULL, &now);
	for (int number = 1; number < NSIG; number++)
		if (sigismember(&now, number) == 1)
			return false;
	return !sigaction(SIGCHLD, NULL, &action) && action.sa_handler == SIG_DFL;
}

static bool folders_are_usable(void)
{
	umask(0777);
	return settle() && umask(0) == 0077;
}

static bool limits_are_raised_and_told(void)
{
	struct rlimit limit = { 1000, 7 << 20 };
	_cleanup_free_ char *before = process_limits(), *after = NULL;

	if (setrlimit(RLIMIT_FSIZE, &limit) || !settle() || getrlimit(RLIMIT_FSIZE, &limit))
		return false;
	after = process_limits();
	return (!before || !strstr(before, "file size")) && after &&
	       strstr(after, "file size 7168 KiB") && limit.rlim_cur == 7 << 20;
}

static void test_inherited(void **state)
{
	(void)state;
	assert_in_process("closed descriptors", closed_descriptors_are_opened);
	assert_in_process("open descriptors", open_descriptors_are_kept);
	assert_in_process("signals", signals_are_sound);
	assert_in_process("mask of new files", folders_are_usable);
	assert_in_process("limits", limits_are_raised_and_told);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_inherited),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
