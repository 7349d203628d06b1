// SPDX-License-Identifier: GPL-2.0-only
#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/interrupt.h"

#define GRACE_NS (3 * NS_PER_S)

static void redirect(int fd, int target)
{
	if (fd >= 0 && fd != target)
		dup2(fd, target);
}

/* What the child does: no allocation, no stdio, as always after a fork. */
static void __attribute__((noreturn))
child_main(const struct child_spec *spec, int gate, int failure, const sigset_t *mask)
{
	int code = 0;
	char go;

	if (!spec->foreground) {
		setpgid(0, 0);
		/* Should we be killed, nobody else would end it. */
		prctl(PR_SET_PDEATHSIG, SIGTERM);
	}
	interrupt_reset();
	sigprocmask(SIG_SETMASK, mask, NULL);
	if (spec->null_input)
		redirect(open("/dev/null", O_RDONLY | O_CLOEXEC), STDIN_FILENO);
	redirect(spec->out_fd, STDOUT_FILENO);
	redirect(spec->err_fd, STDERR_FILENO);
	if (spec->folder && chdir(spec->folder))
		code = errno;
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

int child_start(struct child *child, const struct child_spec *spec, struct error *err)
{
	int gate[2], failure[2];
	sigset_t all, before, childs;

	/* Not a pipe: writing to one whose reader was killed would raise SIGPIPE in us. */
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, gate))
		return error_errno(err, "cannot make a socket pair");
	if (pipe2(failure, O_CLOEXEC)) {
		error_errno(err, "cannot make a pipe");
		close(gate[0]);
		close(gate[1]);
		return -1;
	}
	/* No handler of ours may run in the child. */
	interrupt_wait_mask(&childs);
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &before);
	child->pid = fork();
	if (child->pid == 0) {
		close(gate[1]);
		child_main(spec, gate[0], failure[1], &childs);
	}
	sigprocmask(SIG_SETMASK, &before, NULL);
	close(gate[0]);
	close(failure[1]);
	if (child->pid < 0) {
		child->pid = 0;
		close(gate[1]);
		close(failure[0]);
		return error_errno(err, "cannot start '%s'", spec->argv[0]);
	}
	if (!spec->foreground)
		setpgid(child->pid, child->pid);
	child->target = spec->foreground ? child->pid : -child->pid;
	child->gate = gate[1];
	child->failure = failure[0];
	child->timeout_ns = spec->timeout_ns;
	return 0;
}

/* Waits for the pid to end. Returns false when the deadline or an interrupt came first. */
static bool wait_for_end(int pidfd, uint64_t deadline_ns, bool heed_interrupt)
{
	sigset_t mask;

	interrupt_wait_mask(&mask);
	for (;;) {
		struct pollfd pfd = { .fd = pidfd, .events = POLLIN };
		uint64_t now = clock_ns();
		struct timespec left;
		int n;

		if (heed_interrupt && interrupt_pending())
			return false;
		if (deadline_ns && now >= deadline_ns)
			return false;
		if (deadline_ns) {
			left.tv_sec = (time_t)((deadline_ns - now) / NS_PER_S);
			left.tv_nsec = (long)((deadline_ns - now) % NS_PER_S);
		}
		n = ppoll(&pfd, 1, deadline_ns ? &left : NULL, &mask);
		if (n > 0)
			return true;
	}
}

static void end_early(pid_t target, int pidfd)
{
	kill(target, SIGTERM);
	if (!wait_for_end(pidfd, clock_ns() + GRACE_NS, false))
		kill(target, SIGKILL);
}

static uint64_t timeval_ns(const struct timeval *tv)
{
	return (uint64_t)tv->tv_sec * NS_PER_S + (uint64_t)tv->tv_usec * 1000;
}

int child_run(struct child *child, struct child_result *result, struct error *err)
{
	uint64_t start = clock_ns();
	bool ended, interrupted;
	struct rusage usage;
	int pidfd, status, code;
	ssize_t n;

	*result = (struct child_result){ .end = CHILD_EXITED };
	pidfd = (int)syscall(SYS_pidfd_open, child->pid, 0);
	if (pidfd < 0) {
		error_errno(err, "cannot watch the child process");
		child_abandon(child);
		return -1;
	}
	/* Fails only when the child has died at the gate, which the wait will tell. */
	send(child->gate, "g", 1, MSG_NOSIGNAL);
	close(child->gate);
	ended = wait_for_end(pidfd, child->timeout_ns ? start + child->timeout_ns : 0, true);
	result->wall_ns = clock_ns() - start;
	interrupted = !ended && interrupt_pending();
	if (!ended)
		end_early(child->target, pidfd);
	/*
	 * Whatever the tool left behind must not run into the next measurement. Not
	 * after the wait: the group's number could by then be another's.
	 */
	if (child->target < 0)
		kill(child->target, SIGKILL);
	while (wait4(child->pid, &status, 0, &usage) < 0 && errno == EINTR)
		;
	close(pidfd);
	child->pid = 0;
	result->user_ns = timeval_ns(&usage.ru_utime);
	result->system_ns = timeval_ns(&usage.ru_stime);
	n = read(child->failure, &code, sizeof(code));
	close(child->failure);
	if (n == (ssize_t)sizeof(code)) {
		errno = code;
		error_errno(err, "cannot run the program");
		return 1;
	}
	if (interrupted) {
		result->end = CHILD_INTERRUPTED;
	} else if (!ended) {
		result->end = CHILD_TIMED_OUT;
	} else if (WIFSIGNALED(status)) {
		result->end = CHILD_KILLED;
		result->status = WTERMSIG(status);
	} else {
		result->status = WEXITSTATUS(status);
	}
	return 0;
}

void child_abandon(struct child *child)
{
	if (!child->pid)
		return;
	kill(child->target, SIGKILL);
	close(child->gate);
	close(child->failure);
	while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR)
		;
	child->pid = 0;
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
