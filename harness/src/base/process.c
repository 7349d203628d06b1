// SPDX-License-Identifier: GPL-2.0-only
#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

static int open_standard(struct error *err)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		/*
		 * Data for standard output must not vanish as if all were well, so that one is
		 * open for reading only.
		 */
		int flags = fd == STDERR_FILENO ? O_WRONLY : O_RDONLY;

		if (fcntl(fd, F_GETFD) >= 0)
			continue;
		/* The lowest free number is this one, as those below are open by now. */
		if (open("/dev/null", flags) != fd)
			return error_errno(err,
					   "standard descriptor %d is closed, and cannot open "
					   "'/dev/null' in its place",
					   fd);
	}
	return 0;
}

/* Signals that users ignore on purpose stay ignored, for us and for the programs we start. */
static int is_for_users(int number)
{
	static const int users[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGTTIN, SIGTTOU };

	for (size_t i = 0; i < sizeof(users) / sizeof(users[0]); i++)
		if (users[i] == number)
			return 1;
	return 0;
}

void process_reset_signals(void)
{
	for (int number = 1; number < NSIG; number++) {
		struct sigaction action;

		/* This fails for the signals that libc reserves. */
		if (sigaction(number, NULL, &action) || action.sa_handler == SIG_DFL ||
		    (action.sa_handler == SIG_IGN && is_for_users(number)))
			continue;
		signal(number, SIG_DFL);
	}
}

static void settle_signals(void)
{
	sigset_t none;

	/* Ignoring SIGCHLD would lose the ends of children; blocked signals would stop alarms. */
	signal(SIGCHLD, SIG_DFL);
	signal(SIGXFSZ, SIG_IGN);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static const struct limit {
	__rlimit_resource_t resource;
	const char *name, *unit;
	rlim_t scale;
} limits[] = {
	{ RLIMIT_CPU, "CPU time", "s", 1 },
	{ RLIMIT_AS, "memory", "KiB", 1024 },
	{ RLIMIT_DATA, "data", "KiB", 1024 },
	{ RLIMIT_FSIZE, "file size", "KiB", 1024 },
};

#define N_LIMITS (sizeof(limits) / sizeof(limits[0]))

static void raise_limits(void)
{
	for (size_t i = 0; i < N_LIMITS; i++) {
		struct rlimit limit;

		if (getrlimit(limits[i].resource, &limit) || limit.rlim_cur == limit.rlim_max)
			continue;
		limit.rlim_cur = limit.rlim_max;
		setrlimit(limits[i].resource, &limit);
	}
}

int process_settle(struct error *err)
{
	mode_t mask;

	if (open_standard(err))
		return -1;
	settle_signals();
	raise_limits();
	mask = umask(0);
	umask(mask & ~(mode_t)S_IRWXU);
	return 0;
}

char *process_limits(void)
{
	char *text = NULL;

	for (size_t i = 0; i < N_LIMITS; i++) {
		struct rlimit limit;
		char *longer;

		if (getrlimit(limits[i].resource, &limit) || limit.rlim_cur == RLIM_INFINITY)
			continue;
		longer = xasprintf(
			"%s%s%s %llu %s", text ? text : "", text ? ", " : "", limits[i].name,
			(unsigned long long)(limit.rlim_cur / limits[i].scale), limits[i].unit);
		free(text);
		text = longer;
	}
	return text;
}
