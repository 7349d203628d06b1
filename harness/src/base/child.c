// SPDX-License-Identifier: GPL-2.0-only
#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/descendants.h"
#include "base/interrupt.h"
#include "base/process.h"

#define GRACE_NS (3 * NS_PER_S)

static void redirect(int fd, int target)
{
	if (fd >= 0 && fd != target)
		dup2(fd, target);
}

/* Runs in the child. As always after a fork, it must not allocate memory or use stdio. */
static void __attribute__((noreturn))
child_main(const struct child_spec *spec, int gate, int failure, const sigset_t *mask)
{
	int code = 0;
	char go;

	if (!spec->foreground) {
		setpgid(0, 0);
		/* If the parent is killed, nobody else would end the child. */
		prctl(PR_SET_PDEATHSIG, SIGTERM);
	}
	process_reset_signals();
	sigprocmask(SIG_SETMASK, mask, NULL);
	/* A tool does not need the descriptors that we inherited; a user's command may. */
	if (!spec->foreground)
		close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
	if (spec->null_input)
		redirect(open("/dev/null", O_RDONLY | O_CLOEXEC), STDIN_FILENO);
	redirect(spec->out_fd, STDOUT_FILENO);
	redirect(spec->err_fd, STDERR_FILENO);
	if (spec->folder && chdir(spec->folder))
		code = errno;
	if (spec->fixed_addresses)
		personality(ADDR_NO_RANDOMIZE);
	if (spec->environment)
		environ = (char **)spec->environment;
	/* End of file means that the parent gave up. */
	if (read(gate, &go, 1) != 1)
		_exit(127);
	if (!code) {
		execvp(spec->argv[0], (char *const *)spec->argv);
		code = errno;
	}
	if (write(failure, &code, sizeof(code)) != (ssize_t)sizeof(code))
		_exit(126);
	_exit(127);
}

/* Closes the parent's descriptors for the child and frees its memory. */
static void release(struct child *child)
{
	if (child->gate >= 0)
		close(child->gate);
	close(child->failure);
	free(child->known.pids);
	*child = (struct child){ .pid = 0 };
}

/* The handler does nothing: it is enough that the signal interrupts a wait. */
static void note_end(int number)
{
	(void)number;
}

/* Sets a handler for SIGCHLD, so that the end of a child ends a wait. */
static void hear_of_ends(void)
{
	struct sigaction action = { .sa_handler = note_end, .sa_flags = SA_NOCLDSTOP };

	sigaction(SIGCHLD, &action, NULL);
}

int child_start(struct child *child, const struct child_spec *spec, struct error *err)
{
	int gate[2], failure[2];
	sigset_t all, before;

	*child = (struct child){ .known = { NULL, 0 } };
	/* Not a pipe: writing to one whose reader was killed would raise SIGPIPE in us. */
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, gate))
		return error_errno(err, "cannot make a socket pair");
	if (pipe2(failure, O_CLOEXEC)) {
		error_errno(err, "cannot make a pipe");
		close(gate[0]);
		close(gate[1]);
		return -1;
	}
	descendants_adopt();
	child->known = descendants_list();
	hear_of_ends();
	/* The parent's signal handlers must not run in the child. */
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &before);
	child->pid = fork();
	if (child->pid == 0) {
		close(gate[1]);
		child_main(spec, gate[0], failure[1], &before);
	}
	sigprocmask(SIG_SETMASK, &before, NULL);
	close(gate[0]);
	close(failure[1]);
	child->gate = gate[1];
	child->failure = failure[0];
	if (child->pid < 0) {
		error_errno(err, "cannot start '%s'", spec->argv[0]);
		child->pid = 0;
		release(child);
		return -1;
	}
	if (!spec->foreground)
		setpgid(child->pid, child->pid);
	child->target = spec->foreground ? child->pid : -child->pid;
	child->timeout_ns = spec->timeout_ns;
	return 0;
}

/* Whether it has ended. It is not collected, so that its PID and group cannot be reused yet. */
static bool has_ended(pid_t pid)
{
	siginfo_t info = { 0 };

	/* A child that cannot be waited for counts as ended; wait4() will say why. */
	return waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) || info.si_pid == pid;
}

/* The time until the deadline, or 0 if it has passed. */
static struct timespec time_left(uint64_t deadline_ns)
{
	uint64_t now = clock_ns(), left = now < deadline_ns ? deadline_ns - now : 0;

	return (struct timespec){ (time_t)(left / NS_PER_S), (long)(left % NS_PER_S) };
}

/*
 * Waits for the child to end. mask is the caller's signal mask without the signals that end the
 * wait. Returns false when the deadline or an interrupt came first. Orphans are collected on the
 * way, as init would do.
 */
static bool wait_for_end(pid_t pid, uint64_t deadline_ns, bool heed_interrupt, const sigset_t *mask)
{
	while (!has_ended(pid)) {
		struct timespec left = time_left(deadline_ns);

		if (heed_interrupt && interrupt_pending())
			return false;
		if (deadline_ns && !left.tv_sec && !left.tv_nsec)
			return false;
		ppoll(NULL, 0, deadline_ns ? &left : NULL, mask);
		descendants_reap(pid);
	}
	return true;
}

static void end_early(const struct child *child, const sigset_t *mask)
{
	kill(child->target, SIGTERM);
	if (!wait_for_end(child->pid, clock_ns() + GRACE_NS, false, mask))
		kill(child->target, SIGKILL);
}

static uint64_t timeval_ns(const struct timeval *tv)
{
	return (uint64_t)tv->tv_sec * NS_PER_S + (uint64_t)tv->tv_usec * 1000;
}

/* Opens the gate and waits for the end; ends the child at the time limit or an interrupt. */
static enum child_end run_to_end(struct child *child, struct child_result *result)
{
	uint64_t start = clock_ns();
	sigset_t mask, childs;
	bool ended, interrupted;

	interrupt_hold(&mask);
	sigemptyset(&childs);
	sigaddset(&childs, SIGCHLD);
	sigprocmask(SIG_BLOCK, &childs, NULL);
	hear_of_ends();
	/* This fails only if the child died at the gate, and then the wait reports it. */
	send(child->gate, "g", 1, MSG_NOSIGNAL);
	close(child->gate);
	child->gate = -1;
	ended = wait_for_end(child->pid, child->timeout_ns ? start + child->timeout_ns : 0, true,
			     &mask);
	result->wall_ns = clock_ns() - start;
	interrupted = !ended && interrupt_pending();
	if (!ended)
		end_early(child, &mask);
	interrupt_release(&mask);
	if (ended)
		return CHILD_EXITED;
	return interrupted ? CHILD_INTERRUPTED : CHILD_TIMED_OUT;
}

/* What the child left running must not run into the next measurement. */
static void end_what_is_left(const struct child *child, struct child_result *result)
{
	if (child->target > 0)
		descendants_tell(&child->known, result->left, sizeof(result->left));
	else
		descendants_end(&child->known, result->left, sizeof(result->left));
	/* If we ended the child, it had no chance to end its children: do not report them. */
	if (result->end != CHILD_EXITED)
		*result->left = '\0';
}

/* Collects the child. Returns -1 with errno if it cannot be known how it ended. */
static int collect(const struct child *child, struct child_result *result)
{
	struct rusage usage;
	int status;
	pid_t pid;

	/* This must not come after the wait, when another group may have the number. */
	if (child->target < 0)
		kill(child->target, SIGKILL);
	do
		pid = wait4(child->pid, &status, 0, &usage);
	while (pid < 0 && errno == EINTR);
	if (pid < 0)
		return -1;
	result->user_ns = timeval_ns(&usage.ru_utime);
	result->system_ns = timeval_ns(&usage.ru_stime);
	if (result->end != CHILD_EXITED)
		return 0;
	if (WIFSIGNALED(status))
		result->end = CHILD_KILLED;
	result->status = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
	return 0;
}

int child_run(struct child *child, struct child_result *result, struct error *err)
{
	int code = 0, rc = 0;

	*result = (struct child_result){ .end = CHILD_EXITED };
	result->end = run_to_end(child, result);
	if (collect(child, result))
		rc = error_errno(err, "cannot find out how the child process ended");
	end_what_is_left(child, result);
	if (read(child->failure, &code, sizeof(code)) == (ssize_t)sizeof(code)) {
		errno = code;
		error_errno(err, "cannot run the program");
		rc = 1;
	}
	release(child);
	return rc;
}

void child_abandon(struct child *child)
{
	if (!child->pid)
		return;
	kill(child->target, SIGKILL);
	while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR)
		;
	release(child);
}

const char *child_end_name(enum child_end end)
{
	switch (end) {
	case CHILD_EXITED:
		return "exited";
	case CHILD_KILLED:
		return "killed";
	case CHILD_TIMED_OUT:
		return "timed-out";
	case CHILD_INTERRUPTED:
		return "interrupted";
	}
	return "unknown";
}
