/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Finds out whether programs were started while something ran. The kernel tells root of each exec
 * in the whole system, in messages that are read afterwards, so that watching does not disturb.
 */
#ifndef EXITBENCH_BASE_EXEC_WATCH_H
#define EXITBENCH_BASE_EXEC_WATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct exec_watch {
	int fd; /* -1: the kernel does not tell */
};

void exec_watch_begin(struct exec_watch *watch);

/*
 * Ends the watch. True if it is known that since its begin no program was started but one, once, by
 * the process pid.
 */
bool exec_watch_only(struct exec_watch *watch, pid_t pid);

#endif
