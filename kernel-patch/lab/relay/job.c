// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "job.h"

/* What FRAME_RUN's payload says. */
struct request {
	struct run_head head;
	char *folder;
	char *term;
	char **argv;
};

static int request_parse(struct request *req, const struct frame *run)
{
	char *at = (char *)run->data + sizeof(req->head);
	char *end = (char *)run->data + run->head.len;
	size_t n = 0;

	if (run->head.len <= sizeof(req->head) || end[-1]) {
		errno = EPROTO;
		return -1;
	}
	memcpy(&req->head, run->data, sizeof(req->head));
	/* one pointer a byte is more than enough, and the payload is bounded */
	req->argv = calloc((size_t)(end - at) + 1, sizeof(*req->argv));
	if (!req->argv)
		return -1;
	req->folder = at;
	at += strlen(at) + 1;
	if (at < end) {
		req->term = at;
		at += strlen(at) + 1;
	}
	for (; at < end; at += strlen(at) + 1)
		req->argv[n++] = at;
	if (n)
		return 0;
	free(req->argv);
	errno = EPROTO;
	return -1;
}

static void set_size(int fd, const struct run_head *head)
{
	struct winsize size = { .ws_row = head->rows, .ws_col = head->cols };

	ioctl(fd, TIOCSWINSZ, &size);
}

/* the guest's disk of tools (lib/tools.sh) */
#define TOOLS "/run/tools"

static void child_environment(const char *term)
{
	static const char path[] = "/run/tools/bin:/run/lab/rootfs:"
				   "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
	int has_tools = !access(TOOLS "/bin", F_OK);

	clearenv();
	setenv("PATH", has_tools ? path : path + sizeof(TOOLS "/bin:") - 1, 1);
	if (has_tools)
		setenv("LD_LIBRARY_PATH", TOOLS "/lib", 1);
	setenv("HOME", "/mnt/home", 1);
	setenv("USER", "root", 1);
	setenv("LOGNAME", "root", 1);
	setenv("SHELL", "/bin/sh", 1);
	/* in the guest a locale is a dozen files from far away */
	setenv("LANG", has_tools ? "C" : "C.UTF-8", 1);
	setenv("TERM", term && *term ? term : "dumb", 1);
}

static void __attribute__((noreturn)) child_run(const struct request *req, int in, int out, int err)
{
	sigset_t none;
	int sig;

	setsid();
	if (req->head.tty)
		ioctl(in, TIOCSCTTY, 0);
	dup2(in, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	dup2(err, STDERR_FILENO);
	for (sig = 1; sig < NSIG; sig++)
		signal(sig, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	child_environment(req->term);
	if (chdir(req->folder)) {
		fprintf(stderr, "lab: %s: folder '%s'\n", strerror(errno), req->folder);
		_exit(126);
	}
	execvp(req->argv[0], req->argv);
	sig = errno;
	fprintf(stderr, "lab: %s: '%s'\n", strerror(sig), req->argv[0]);
	_exit(sig == ENOENT ? 127 : 126);
}

static void close_pair(const int fd[2])
{
	if (fd[0] >= 0)
		close(fd[0]);
	if (fd[1] >= 0)
		close(fd[1]);
}

static int start_piped(struct job *job, const struct request *req)
{
	int in[2] = { -1, -1 }, out[2] = { -1, -1 }, err[2] = { -1, -1 };

	if (pipe2(in, O_CLOEXEC) || pipe2(out, O_CLOEXEC) || pipe2(err, O_CLOEXEC))
		goto fail;
	job->pid = fork();
	if (job->pid < 0)
		goto fail;
	if (!job->pid)
		child_run(req, in[0], out[1], err[1]);
	close(in[0]);
	close(out[1]);
	close(err[1]);
	job->in = in[1];
	job->out = out[0];
	job->err = err[0];
	return 0;
fail:
	job->pid = 0;
	close_pair(in);
	close_pair(out);
	close_pair(err);
	return -1;
}

static int start_on_tty(struct job *job, const struct request *req)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	int slave = -1;

	if (master < 0)
		return -1;
	if (grantpt(master) || unlockpt(master))
		goto fail;
	slave = open(ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (slave < 0)
		goto fail;
	set_size(master, &req->head);
	job->pid = fork();
	if (job->pid < 0)
		goto fail;
	if (!job->pid)
		child_run(req, slave, slave, slave);
	close(slave);
	job->out = master;
	job->in = fcntl(master, F_DUPFD_CLOEXEC, 0);
	job->err = -1;
	return 0;
fail:
	job->pid = 0;
	close(master);
	if (slave >= 0)
		close(slave);
	return -1;
}

int job_start(struct job *job, const struct frame *run)
{
	struct request req = { .term = NULL };
	int ret;

	if (request_parse(&req, run))
		return -1;
	job->caller = run->head.caller;
	job->tty = req.head.tty;
	job->in_eof = req.head.no_stdin && !req.head.tty;
	job->pending_len = 0;
	ret = job->tty ? start_on_tty(job, &req) : start_piped(job, &req);
	free(req.argv);
	if (!ret)
		fcntl(job->in, F_SETFL, fcntl(job->in, F_GETFL) | O_NONBLOCK);
	return ret;
}

void job_resize(const struct job *job, const struct frame *winsize)
{
	struct run_head head;

	if (!job->tty || job->out < 0 || winsize->head.len < sizeof(head))
		return;
	memcpy(&head, winsize->data, sizeof(head));
	set_size(job->out, &head);
}

void job_feed(struct job *job, const void *data, size_t len)
{
	if (!len)
		job->in_eof = true;
	else if (len <= sizeof(job->pending) - job->pending_len) {
		memcpy(job->pending + job->pending_len, data, len);
		job->pending_len += len;
	}
}

size_t job_flush(struct job *job)
{
	size_t took = 0;
	ssize_t n;

	if (job->pending_len) {
		n = job->in < 0 ? (ssize_t)job->pending_len :
				  write(job->in, job->pending, job->pending_len);
		/* a command that closed its stdin takes nothing: swallow the rest for it */
		if (n < 0 && errno != EAGAIN && errno != EINTR)
			n = (ssize_t)job->pending_len;
		if (n > 0) {
			took = (size_t)n;
			job->pending_len -= took;
			memmove(job->pending, job->pending + took, job->pending_len);
		}
	}
	if (job->in_eof && !job->pending_len && job->in >= 0 && !job->tty) {
		close(job->in);
		job->in = -1;
	}
	return took;
}

void job_signal(const struct job *job, int sig)
{
	if (job->pid)
		kill(-job->pid, sig);
}

void job_kill(const struct job *job)
{
	job_signal(job, SIGKILL);
}

void job_close(struct job *job)
{
	if (job->in >= 0)
		close(job->in);
	if (job->out >= 0)
		close(job->out);
	if (job->err >= 0)
		close(job->err);
	job->in = -1;
	job->out = -1;
	job->err = -1;
	job->pid = 0;
	job->pending_len = 0;
}
