/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * While something is measured, SIGINT, SIGTERM and SIGHUP only set a flag: then the running tool is
 * ended, what was measured is kept, and the program exits with EXIT_TROUBLE. At any other time they
 * end the program at once, because there is nothing to lose.
 */
#ifndef EXITBENCH_BASE_INTERRUPT_H
#define EXITBENCH_BASE_INTERRUPT_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * From now on the signals set the flag, except those that were ignored before. They interrupt
 * system calls, so that nothing goes on waiting when the flag is set. A signal that comes five
 * seconds after the first or later ends the program at once, in case it hangs.
 */
void interrupt_install(void);

/* From now on the signals end the program again. If the flag is set, it stays set. */
void interrupt_uninstall(void);

/*
 * Blocks the three signals, so that none is lost between a test of the flag and a wait. Sets *open
 * to the mask for that wait (ppoll()), in which they are not blocked; interrupt_release() restores
 * it.
 */
void interrupt_hold(sigset_t *open);
void interrupt_release(const sigset_t *open);

/* True once one of the signals has come. */
bool interrupt_pending(void);

/* Sleeps for ns nanoseconds in one system call. If a signal comes it returns early, with false. */
bool interrupt_sleep(uint64_t ns);

#endif
