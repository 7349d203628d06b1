/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * SIGINT, SIGTERM and SIGHUP as a flag: what runs is ended, what was measured
 * is kept, and the program leaves with EXIT_TROUBLE.
 */
#ifndef EXITBENCH_BASE_INTERRUPT_H
#define EXITBENCH_BASE_INTERRUPT_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * Installs the handlers and blocks the three signals, so that they arrive only
 * inside a wait that asks for them (interrupt_wait_mask) and none is lost
 * between a test of the flag and the wait. Signals that are ignored stay so. SIGXFSZ is
 * ignored from now on: a file that gets too large is an error of write().
 */
void interrupt_install(void);

/* The signal mask for ppoll(): the caller's own with the three signals open. */
void interrupt_wait_mask(sigset_t *mask);

/* True once one of the signals has come. */
bool interrupt_pending(void);

/* Sleeps in one system call; returns false, earlier, if one of the signals comes. */
bool interrupt_sleep(uint64_t ns);

/* Default handling and an open mask again, for a child before its exec. */
void interrupt_reset(void);

#endif
