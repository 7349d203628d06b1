/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * SIGINT, SIGTERM and SIGHUP as a flag while something is measured: what runs is ended, what
 * was measured is kept, and the program leaves with EXIT_TROUBLE. At any other time they end the
 * program at once, as it has nothing to lose.
 */
#ifndef EXITBENCH_BASE_INTERRUPT_H
#define EXITBENCH_BASE_INTERRUPT_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * From now on the signals set the flag; those that are ignored stay so. They interrupt system
 * calls, so that nothing waits for ever behind the flag; and one that comes five seconds after the
 * first or later ends the program at once, in case that the way to the end is barred.
 */
void interrupt_install(void);

/* From now on they end the program again. A flag that is set stays set. */
void interrupt_uninstall(void);

/*
 * Blocks the three signals, so that none is lost between a test of the flag and a wait; open gets
 * the mask for that ppoll(), in which they are open. interrupt_release() takes it back.
 */
void interrupt_hold(sigset_t *open);
void interrupt_release(const sigset_t *open);

/* True once one of the signals has come. */
bool interrupt_pending(void);

/* Sleeps in one system call; returns false, earlier, if one of the signals comes. */
bool interrupt_sleep(uint64_t ns);

#endif
