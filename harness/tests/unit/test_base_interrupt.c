// SPDX-License-Identifier: GPL-2.0-only
/* Tests which signals interrupt a run, and what they do to the program and to its child. */
#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "base/child.h"
#include "base/clock.h"
#include "base/interrupt.h"
#include "run_child.h"
#include "wait_for.h"

static bool run_interrupted(const char *script, uint64_t at_least_ns)
{
	struct child_spec spec = plain;
	struct error err = ERROR_INIT;
	struct child_result result;
	uint64_t start = clock_ns();

	spec.argv = SHELL(script);
	return !run(&spec, &result, &err) && result.end == CHILD_INTERRUPTED &&
	       clock_ns() - start >= at_least_ns && clock_ns() - start < 30 * NS_PER_S;
}

/* Held, or one could come between the look at the flag and the wait; else open. */
static bool open_outside_of_waits(void)
{
	sigset_t before, now, waiting, after;

	interrupt_install();
	sigprocmask(SIG_BLOCK, NULL, &before);
	interrupt_hold(&waiting);
	sigprocmask(SIG_BLOCK, NULL, &now);
	interrupt_release(&waiting);
	sigprocmask(SIG_BLOCK, NULL, &after);
	for (size_t i = 0; i < N(interrupting_signals); i++)
		if (sigismember(&before, interrupting_signals[i]) ||
		    !sigismember(&now, interrupting_signals[i]) ||
		    sigismember(&waiting, interrupting_signals[i]) ||
		    sigismember(&after, interrupting_signals[i]))
			return false;
	return true;
}

/* What blocks outside of a wait goes on to look at the flag. */
static bool interrupts_what_blocks(void)
{
	const struct timespec long_time = { 60, 0 };
	pid_t parent = getpid(), pid;
	int status, rc;

	interrupt_install();
	pid = fork();
	if (!pid) {
		wait_for(process_waits, parent);
		kill(parent, SIGTERM);
		_exit(0);
	}
	rc = nanosleep(&long_time, NULL);
	return rc == -1 && errno == EINTR && interrupt_pending() && waitpid(pid, &status, 0) == pid;
}

/* A second one at once is the same wish; one that comes much later does not wait any more. */
static bool ends_at_once_if_it_comes_again_late(void)
{
	int status;
	pid_t pid;

	interrupt_install();
	pid = fork();
	if (!pid) {
		raise(SIGTERM);
		raise(SIGTERM);
		if (!interrupt_pending())
			_exit(1);
		usleep(5200000);
		raise(SIGINT);
		_exit(2);
	}
	return waitpid(pid, &status, 0) == pid && WIFSIGNALED(status) && WTERMSIG(status) == SIGINT;
}

/* Where nothing is measured there is nothing to wait for. */
static bool ends_at_once_when_uninstalled(void)
{
	int status;
	pid_t pid;

	interrupt_install();
	interrupt_uninstall();
	pid = fork();
	if (!pid) {
		raise(SIGHUP);
		_exit(2);
	}
	return waitpid(pid, &status, 0) == pid && WIFSIGNALED(status) && WTERMSIG(status) == SIGHUP;
}

/* The signal comes before the wait begins: it must not be lost. */
static bool interrupt_before(void)
{
	interrupt_install();
	if (interrupt_pending())
		return false;
	raise(SIGINT);
	return interrupt_pending() && run_interrupted("sleep 60", 0);
}

static bool interrupt_during(void)
{
	interrupt_install();
	return run_interrupted("kill -TERM $PPID; sleep 60", 0) && interrupt_pending();
}

static bool interrupt_of_a_deaf_child(void)
{
	interrupt_install();
	return run_interrupted("trap '' TERM; kill -HUP $PPID; while :; do sleep 60; done",
			       3 * NS_PER_S);
}

/* The child gets the signals as they were, not blocked as we have them. */
static bool child_can_be_interrupted(void)
{
	struct child_spec spec = plain;
	struct error err = ERROR_INIT;
	struct child_result result;

	interrupt_install();
	spec.argv = SHELL("kill -INT $$; sleep 60");
	return !run(&spec, &result, &err) && result.end == CHILD_KILLED && result.status == SIGINT;
}

/* As under nohup: what was ignored stays so, for us and for the child. */
static bool ignored_stays_ignored(void)
{
	struct child_spec spec = plain;
	struct error err = ERROR_INIT;
	struct child_result result;

	signal(SIGHUP, SIG_IGN);
	interrupt_install();
	raise(SIGHUP);
	spec.argv = SHELL("kill -HUP $$; exit 7");
	return !run(&spec, &result, &err) && result.end == CHILD_EXITED && result.status == 7 &&
	       !interrupt_pending();
}

static void test_interrupts(void **state)
{
	(void)state;
	assert_in_process("masks", open_outside_of_waits);
	assert_in_process("what blocks", interrupts_what_blocks);
	assert_in_process("late again", ends_at_once_if_it_comes_again_late);
	assert_in_process("uninstalled", ends_at_once_when_uninstalled);
	assert_in_process("before the wait", interrupt_before);
	assert_in_process("during the wait", interrupt_during);
	assert_in_process("deaf child", interrupt_of_a_deaf_child);
	assert_in_process("child's own signals", child_can_be_interrupted);
	assert_in_process("ignored signals", ignored_stays_ignored);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_interrupts) };

	signals_as_usual();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
