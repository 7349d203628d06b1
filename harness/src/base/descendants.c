// SPDX-License-Identifier: GPL-2.0-only
#include "base/descendants.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/memory.h"

#define NAME_SIZE 64 /* the kernel has 16 for a program's */

void descendants_adopt(void)
{
	/* Kernels before 3.4 cannot do this; there a daemon goes to init and is not noticed. */
	prctl(PR_SET_CHILD_SUBREAPER, 1);
}

/* What /proc says about a process. */
struct process {
	char name[NAME_SIZE];
	char state;
	pid_t parent;
};

static bool look_at(pid_t pid, struct process *process)
{
	_cleanup_close_ int fd = -1;
	char path[64], text[512], *open_bracket, *close_bracket;
	ssize_t n;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	if (n <= 0)
		return false;
	text[n] = '\0';
	/* The name stands in brackets and may hold any byte, brackets as well. */
	open_bracket = strchr(text, '(');
	close_bracket = strrchr(text, ')');
	if (!open_bracket || !close_bracket || close_bracket < open_bracket)
		return false;
	snprintf(process->name, sizeof(process->name), "%.*s",
		 (int)(close_bracket - open_bracket - 1), open_bracket + 1);
	return sscanf(close_bracket + 1, " %c %d", &process->state, &process->parent) == 2;
}

/* Whether there is any child at all, dead or alive. */
static bool has_children(void)
{
	siginfo_t info;

	return !waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) || errno != ECHILD;
}

struct pid_list descendants_list(void)
{
	struct pid_list list = { NULL, 0 };
	const struct dirent *entry;
	DIR *proc;

	if (!has_children())
		return list;
	proc = opendir("/proc");
	while (proc && (entry = readdir(proc))) {
		pid_t pid = isdigit((unsigned char)*entry->d_name) ? atoi(entry->d_name) : 0;
		struct process process;

		if (pid <= 0 || !look_at(pid, &process) || process.parent != getpid())
			continue;
		list.pids = xgrow(list.pids, list.n, sizeof(*list.pids));
		list.pids[list.n++] = pid;
	}
	if (proc)
		closedir(proc);
	return list;
}

void descendants_reap(pid_t except)
{
	siginfo_t info;

	for (;;) {
		info.si_pid = 0;
		if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) || !info.si_pid ||
		    info.si_pid == except)
			return;
		waitpid(info.si_pid, NULL, WNOHANG);
	}
}

static bool is_known(const struct pid_list *known, pid_t pid)
{
	for (size_t i = 0; i < known->n; i++)
		if (known->pids[i] == pid)
			return true;
	return false;
}

static bool is_named(const char *names, const char *name)
{
	size_t n = strlen(name);

	for (const char *at = names; (at = strstr(at, name)); at++)
		if ((at == names || at[-1] == ' ') && (!at[n] || at[n] == ','))
			return true;
	return false;
}

static void add_name(char *names, size_t size, const char *name)
{
	size_t used = strlen(names);

	if (!is_named(names, name) && used + strlen(name) + 3 < size)
		snprintf(names + used, size - used, "%s%s", used ? ", " : "", name);
}

/* Kills and collects a process. Returns whether it was alive until SIGKILL came. */
static bool end_one(pid_t pid)
{
	int status = 0;
	pid_t ended;

	kill(pid, SIGKILL);
	do
		ended = waitpid(pid, &status, 0);
	while (ended < 0 && errno == EINTR);
	return ended == pid && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

void descendants_end(const struct pid_list *known, char *names, size_t size)
{
	bool any = true;

	*names = '\0';
	/* When a process ends, its children become ours, so look again until there are none. */
	while (any) {
		struct pid_list list = descendants_list();

		any = false;
		for (size_t i = 0; i < list.n; i++) {
			struct process process;

			if (is_known(known, list.pids[i]) || !look_at(list.pids[i], &process))
				continue;
			any = true;
			if (end_one(list.pids[i]))
				add_name(names, size, process.name);
		}
		free(list.pids);
	}
}

void descendants_tell(const struct pid_list *known, char *names, size_t size)
{
	struct pid_list list = descendants_list();

	*names = '\0';
	for (size_t i = 0; i < list.n; i++) {
		struct process process;

		if (!is_known(known, list.pids[i]) && look_at(list.pids[i], &process) &&
		    process.state != 'Z')
			add_name(names, size, process.name);
	}
	free(list.pids);
}
