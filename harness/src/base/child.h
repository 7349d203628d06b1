/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Child processes, started in two steps so that a measurement can be taken
 * in between: child_start() forks a child that waits at a gate, child_run()
 * opens the gate and waits for the end. While it waits the parent sleeps in
 * one system call and causes no activity.
 *
 * The child leads a process group of its own unless it runs in the foreground.
 * At the time limit, or when the user interrupts, the group gets SIGTERM and,
 * three seconds later, SIGKILL. Should the parent be killed, a child that is not in the
 * foreground gets SIGTERM.
 *
 * When a child that is not in the foreground has ended, the processes that it left running (in its
 * group or as daemons) are killed, and child_result.left names them. Only one child may run at a
 * time: while it is waited for, every other child that ends is collected, too.
 */
#ifndef EXITBENCH_BASE_CHILD_H
#define EXITBENCH_BASE_CHILD_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/descendants.h"
#include "base/error.h"

struct child_spec {
	const char *const *argv; /* NULL-terminated; argv[0] is looked up in $PATH */
	const char *folder;      /* working folder; NULL: the parent's */
	int out_fd;              /* the child's stdout; -1: the parent's */
	int err_fd;              /* the child's stderr; -1: the parent's */
	bool null_input;         /* stdin from /dev/null */
	bool foreground;         /* stays in our process group, so that it may read a terminal */
	bool fixed_addresses; /* its memory is laid out the same in each run (no randomization) */
	uint64_t timeout_ns;  /* 0: no limit */

	/* An environment made by a function of environ.h; NULL: the parent's. */
	const char *const *environment;
};

enum child_end {
	CHILD_EXITED,      /* by itself: status is its exit status */
	CHILD_KILLED,      /* by a signal that was not ours: status is the signal */
	CHILD_TIMED_OUT,   /* ended by us at the time limit */
	CHILD_INTERRUPTED, /* ended by us because the user interrupted */
};

struct child_result {
	enum child_end end;
	int status;
	uint64_t wall_ns; /* gate to end, CLOCK_MONOTONIC */
	uint64_t user_ns; /* CPU time of the child and those it waited for */
	uint64_t system_ns;
	char left[96]; /* names of the processes that it left running: "sleep, sh"; "": none */
};

struct child {
	pid_t pid;    /* 0: none */
	pid_t target; /* for kill(): the group, or only the child if it is in the foreground */
	int gate;     /* our end of the socket that the child waits at; -1: it is open */
	int failure;  /* read end: errno of a failed exec, or end of file */
	uint64_t timeout_ns;
	struct pid_list known; /* children that existed before this one */
};

/* Forks the child up to the gate. The caller must call child_run() or child_abandon(). */
int child_start(struct child *child, const struct child_spec *spec, struct error *err);

/*
 * Opens the gate and waits. Returns 1 with an error if the exec fails (no such program), and -1
 * with an error if it cannot be found out how the child ended. A child that fails is not an
 * error: see result->end.
 */
int child_run(struct child *child, struct child_result *result, struct error *err);

/* Kills a child that is still at the gate. Harmless on one that has ended. */
void child_abandon(struct child *child);

/* The end as a word for messages and files: "exited", "killed", "timed-out", "interrupted". */
const char *child_end_name(enum child_end end);

#endif
