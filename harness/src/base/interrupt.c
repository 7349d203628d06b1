// SPDX-License-Identifier: GPL-2.0-only
#include "base/interrupt.h"

#include <poll.h>
#include <stddef.h>

#include "base/clock.h"

static const int signals[] = { SIGINT, SIGTERM, SIGHUP };

#define N_SIGNALS (sizeof(signals) / sizeof(signals[0]))

static volatile sig_atomic_t pending;

/* Ignored when we were started (nohup, background jobs): not ours to heed. */
static bool ignored[N_SIGNALS];

static bool size_limit_ignored;

static void note(int signal)
{
	(void)signal;
	pending = 1;
}

void interrupt_install(void)
{
	struct sigaction action = { .sa_handler = note };
	sigset_t mask;

	/* Beyond a limit of file size write() shall fail, and say so, as on a full disk. */
	size_limit_ignored = signal(SIGXFSZ, SIG_IGN) == SIG_IGN;

	sigemptyset(&mask);
	for (size_t i = 0; i < N_SIGNALS; i++) {
		struct sigaction before;

		sigaction(signals[i], NULL, &before);
		ignored[i] = before.sa_handler == SIG_IGN;
		if (ignored[i])
			continue;
		sigaction(signals[i], &action, NULL);
		sigaddset(&mask, signals[i]);
	}
	sigprocmask(SIG_BLOCK, &mask, NULL);
}

void interrupt_wait_mask(sigset_t *mask)
{
	sigprocmask(SIG_BLOCK, NULL, mask);
	for (size_t i = 0; i < N_SIGNALS; i++)
		sigdelset(mask, signals[i]);
}

bool interrupt_pending(void)
{
	sigset_t waiting;

	/* Blocked between waits, so one that has come may still be at the door. */
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
	sigset_t mask;

	if (interrupt_pending())
		return false;
	interrupt_wait_mask(&mask);
	ppoll(NULL, 0, &time, &mask);
	return !interrupt_pending();
}

void interrupt_reset(void)
{
	for (size_t i = 0; i < N_SIGNALS; i++)
		if (!ignored[i])
			signal(signals[i], SIG_DFL);
	if (!size_limit_ignored)
		signal(SIGXFSZ, SIG_DFL);
}
