/* SPDX-License-Identifier: GPL-2.0-only */
/* The one command that a serving relay runs at a time. */
#ifndef LAB_JOB_H
#define LAB_JOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "wire.h"

struct job {
	pid_t pid; /* 0: none */
	uint32_t caller;
	bool tty;
	bool in_eof;
	int in; /* its stdin, output and errors; -1 where closed */
	int out;
	int err;
	size_t pending_len; /* stdin that it has not taken yet */
	unsigned char pending[STDIN_WINDOW];
};

/* Starts what a FRAME_RUN asks for. Returns 0, or -1 with errno. */
int job_start(struct job *job, const struct frame *run);

void job_resize(const struct job *job, const struct frame *winsize);

/* Takes stdin for the command. */
void job_feed(struct job *job, const void *data, size_t len);

/* Hands pending stdin to the command; returns the bytes that it took. */
size_t job_flush(struct job *job);

void job_signal(const struct job *job, int sig);

/* Ends the command and everything in its process group; it stays to be reaped. */
void job_kill(const struct job *job);

void job_close(struct job *job);

#endif
