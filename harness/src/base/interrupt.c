// SPDX-License-Identifier: GPL-2.0-only
#include "base/interrupt.h"

#include <poll.h>
#include <stddef.h>

#include "base/clock.h"

#define PATIENCE_NS (5 * NS_PER_S)

static const int signals[] = { SIGINT, SIGTERM, SIGHUP };

#define N_SIGNALS (sizeof(signals) / sizeof(signals[0]))

static volatile sig_atomic_t pending;

/* When the first signal came. Only the handler uses it, and it blocks the three signals. */
static uint64_t first_ns;

/* Several signals in a row count as one. A later one means that ending takes too long. */
static void note(int number)
{
	if (!pending) {
		first_ns = clock_ns();
	} else if (clock_ns() - first_ns >= PATIENCE_NS) {
		signal(number, SIG_DFL);
		raise(number);
	}
	pending = 1;
}

/*
 * Sets the action of those signals that are not ignored. Under nohup and the like they stay
 * ignored, as the user wants.
 */
static void set_action(void (*handler)(int number))
{
	struct sigaction action = { .sa_handler = handler };

	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < N_SIGNALS; i++)
		sigaddset(&action.sa_mask, signals[i]);
	for (size_t i = 0; i < N_SIGNALS; i++) {
		struct sigaction before;

		if (!sigaction(signals[i], NULL, &before) && before.sa_handler != SIG_IGN)
			sigaction(signals[i], &action, NULL);
	}
}

void interrupt_install(void)
{
	set_action(note);
}

void interrupt_uninstall(void)
{
	set_action(SIG_DFL);
}

void interrupt_hold(sigset_t *open)
{
	sigset_t held;

	sigemptyset(&held);
	for (size_t i = 0; i < N_SIGNALS; i++)
		sigaddset(&held, signals[i]);
	sigprocmask(SIG_BLOCK, &held, open);
	for (size_t i = 0; i < N_SIGNALS; i++)
		sigdelset(open, signals[i]);
}

void interrupt_release(const sigset_t *open)
{
	sigprocmask(SIG_SETMASK, open, NULL);
}

bool interrupt_pending(void)
{
	sigset_t waiting;

	/* While the signals are blocked, one that has come is still pending. */
	if (!pending && sigpending(&waiting) == 0) {
		for (size_t i = 0; i < N_SIGNALS; i++)
			if (sigismember(&waiting, signals[i]))
				return true;
	}
	return pending;
}

bool interrupt_sleep(uint64_t ns)
{
	const struct timespec time = { (time_t)(ns / NS_PER_S), (long)(ns % NS_PER_S) };
	sigset_t open;

	interrupt_hold(&open);
	if (!interrupt_pending())
		ppoll(NULL, 0, &time, &open);
	interrupt_release(&open);
	return !interrupt_pending();
}
