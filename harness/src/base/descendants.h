/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The processes that this process started, directly or not. A tool's daemon leaves its process
 * group and outlives the tool. So that it can still be found, this process adopts such orphans
 * instead of init (PR_SET_CHILD_SUBREAPER), and collects them as init would.
 */
#ifndef EXITBENCH_BASE_DESCENDANTS_H
#define EXITBENCH_BASE_DESCENDANTS_H

#include <stddef.h>
#include <sys/types.h>

struct pid_list {
	pid_t *pids;
	size_t n;
};

/* From now on orphans below this process become its children. Calling it again does nothing. */
void descendants_adopt(void);

/*
 * The children that this process has at the moment, living and dead; the list is the caller's to
 * free (pids). If there are none, this takes a single system call.
 */
struct pid_list descendants_list(void);

/* Collects all children that are dead, except the given one. */
void descendants_reap(pid_t except);

/*
 * Kills and collects every child that is not in known, and the orphans that this leaves. Fills in
 * names with the names of those that were still alive until SIGKILL came: each name once, with
 * commas between them, as many as size bytes can hold; "" if there were none.
 */
void descendants_end(const struct pid_list *known, char *names, size_t size);

/* Fills in names in the same way, with the living children, which are not killed. */
void descendants_tell(const struct pid_list *known, char *names, size_t size);

#endif
