/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What this process inherited from whoever started it. A service manager, a script or a shell may
 * have closed the standard descriptors, ignored or blocked signals, set limits or a mask under
 * which nothing can be measured or kept; it is put right once, at the start, without a message, as
 * it changes nothing that is measured.
 */
#ifndef EXITBENCH_BASE_PROCESS_H
#define EXITBENCH_BASE_PROCESS_H

#include "base/error.h"

/*
 * Opens what is closed of descriptors 0 to 2, so that no file of ours takes their place: nothing
 * is read from 0 then, writing to 1 fails as it would have, and what is said on 2 is gone.
 * Signals are open; SIGCHLD has its default meaning; SIGXFSZ is ignored, so that a file that gets
 * too large is an error of write(). Limits of CPU time, memory and file size are raised as
 * far as they may be. New files and folders are usable by their owner.
 */
int process_settle(struct error *err);

/*
 * In a child before its exec: every signal has its default meaning, but for those that a user
 * ignores on purpose (nohup, a shell without job control). Safe after fork().
 */
void process_reset_signals(void);

/*
 * Those limits that are still finite, as "CPU time 60 s, memory 1048576 KiB", in fresh memory; NULL
 * if there are none. What is measured under one may differ from what is measured without it.
 */
char *process_limits(void);

#endif
