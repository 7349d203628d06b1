/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Processes below this one. A tool's daemon leaves its process group and outlives the tool;
 * so that it can be found all the same, this process is the one that orphans come to, in
 * place of init (PR_SET_CHILD_SUBREAPER), and collects them as init would.
 */
#ifndef EXITBENCH_BASE_DESCENDANTS_H
#define EXITBENCH_BASE_DESCENDANTS_H

#include <stddef.h>
#include <sys/types.h>

struct pid_list {
	pid_t *pids;
	size_t n;
};

/* From now on orphans below this process become its children. Called again it does no harm. */
void descendants_adopt(void);

/*
 * The children that this process has at the moment, living and dead; the list is the caller's to
 * free (pids). Where there are none that takes a single system call.
 */
struct pid_list descendants_list(void);

/* Collects those children that are dead, but for the given one. */
void descendants_reap(pid_t except);

/*
 * Kills and collects every child that is not in known, and what comes to us after it. The names
 * of those that were still alive, or that SIGKILL had just ended, are put into names with commas
 * between, each once and as many as there is room for; "" if there were none.
 */
void descendants_end(const struct pid_list *known, char *names, size_t size);

/* The names likewise of the living ones; they are left alone. */
void descendants_tell(const struct pid_list *known, char *names, size_t size);

#endif
