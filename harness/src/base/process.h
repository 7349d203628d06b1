/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The state that this process inherits. A service manager, a script or a shell may have closed the
 * standard descriptors, ignored or blocked signals, or set limits or a file mask under which
 * nothing can be measured or kept. All of this is corrected once, at the start. There is no message
 * about it, because it does not affect what is measured.
 */
#ifndef EXITBENCH_BASE_PROCESS_H
#define EXITBENCH_BASE_PROCESS_H

#include "base/error.h"

/*
 * Opens those of the descriptors 0 to 2 that are closed, so that no file of this program gets their
 * number: reading from 0 then gives nothing, writing to 1 fails as before, and messages on 2 are
 * lost. Unblocks all signals; SIGCHLD gets its default action; SIGXFSZ is ignored, so that a file
 * that gets too large is an error of write(). Raises the limits of CPU time, memory and file size
 * as far as allowed. Sets a file mask under which the owner can use new files and folders.
 */
int process_settle(struct error *err);

/*
 * For a child before its exec: gives every signal its default action, except those that a user
 * ignores on purpose (nohup, a shell without job control). Safe after fork().
 */
void process_reset_signals(void);

/*
 * The limits that are still finite, as "CPU time 60 s, memory 1048576 KiB", in fresh memory; NULL
 * if there are none. A limit may change what is measured, so results record it.
 */
char *process_limits(void);

#endif
