// SPDX-License-Identifier: GPL-2.0-only
/*
 * The machine's end. It sleeps until something happens: an idle guest must not be woken, because
 * each wake-up is VM exits in somebody's measurement.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bochs.h"
#include "clock.h"
#include "job.h"
#include "relay.h"
#include "wire.h"

/* a virtio port takes at most 32 KiB a write; a frame should fit in one */
#define CHUNK (32u * 1024 - sizeof(struct frame_head))

/* how long a client may be away before its command is ended */
#define GRACE_SECONDS 2

struct server {
	int port;
	int signals;
	bool connected;
	bool on_bochs;
	double patience; /* when a client that is away is taken for gone; 0: none is away */
	struct wire_in in;
	struct job job;
};

static void reply(struct server *srv, enum frame_type type, const void *data, size_t len)
{
	/* nobody to tell if this fails: the port's next poll() says so */
	(void)wire_send(srv->port, srv->job.caller, type, data, len);
}

/* Passes on what one pipe holds, at most max bytes; closes it at its end. */
static void pass_output(struct server *srv, int *fd, enum frame_type type, size_t max)
{
	unsigned char buf[CHUNK];

	while (max && *fd >= 0) {
		ssize_t n = read(*fd, buf, max < sizeof(buf) ? max : sizeof(buf));

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			close(*fd);
			*fd = -1;
			return;
		}
		reply(srv, type, buf, (size_t)n);
		max -= (size_t)n;
		if (max && (size_t)n < sizeof(buf))
			return;
	}
}

/*
 * What the command wrote before it ended is in the pipes; what its orphans go on to write is not
 * waited for.
 */
static void drain(struct server *srv, int *fd, enum frame_type type)
{
	int left = 0;

	if (*fd >= 0 && !ioctl(*fd, FIONREAD, &left) && left > 0)
		pass_output(srv, fd, type, (size_t)left);
}

static uint32_t shell_status(int status)
{
	return (uint32_t)(WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
}

static void job_ended(struct server *srv, int status)
{
	uint32_t code = shell_status(status);

	drain(srv, &srv->job.out, FRAME_OUT);
	drain(srv, &srv->job.err, FRAME_ERR);
	/* what the command wrote to the working folder is there when its status is known */
	sync();
	reply(srv, FRAME_EXIT, &code, sizeof(code));
	job_close(&srv->job);
}

static void reap(struct server *srv)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		if (pid == srv->job.pid)
			job_ended(srv, status);
}

/* Ends the command of a client that is gone, or that another one came in place of. */
static void abandon(struct server *srv)
{
	if (!srv->job.pid)
		return;
	job_kill(&srv->job);
	waitpid(srv->job.pid, NULL, 0);
	job_close(&srv->job);
}

static void feed(struct server *srv)
{
	uint32_t took = (uint32_t)job_flush(&srv->job);

	if (took)
		reply(srv, FRAME_TAKEN, &took, sizeof(took));
}

static void run(struct server *srv, const struct frame *frame)
{
	char msg[128];
	uint32_t code = 126;
	int len;

	abandon(srv);
	if (!job_start(&srv->job, frame)) {
		feed(srv);
		return;
	}
	len = snprintf(msg, sizeof(msg), "lab: cannot start a command: %s\n", strerror(errno));
	srv->job.caller = frame->head.caller;
	reply(srv, FRAME_ERR, msg, (size_t)len);
	reply(srv, FRAME_EXIT, &code, sizeof(code));
}

static void handle(struct server *srv, const struct frame *frame)
{
	uint32_t sig;

	if (frame->head.type == FRAME_RUN) {
		run(srv, frame);
		return;
	}
	if (frame->head.type == FRAME_PING) {
		(void)wire_send(srv->port, frame->head.caller, FRAME_PONG, NULL, 0);
		return;
	}
	if (!srv->job.pid || frame->head.caller != srv->job.caller)
		return;
	if (frame->head.type == FRAME_STDIN) {
		job_feed(&srv->job, frame->data, frame->head.len);
		feed(srv);
	} else if (frame->head.type == FRAME_WINSIZE) {
		job_resize(&srv->job, frame);
	} else if (frame->head.type == FRAME_SIGNAL && frame->head.len == sizeof(sig)) {
		memcpy(&sig, frame->data, sizeof(sig));
		job_signal(&srv->job, (int)sig);
	}
}

static void read_port(struct server *srv, short events)
{
	struct frame frame;
	ssize_t n = 0;

	if (events & POLLIN)
		n = wire_fill(&srv->in, srv->port);
	while (n > 0 && wire_next(&srv->in, &frame))
		handle(srv, &frame);
	if (n > 0 || !(events & POLLHUP))
		return;
	/*
	 * A port without a client is always "ready". The driver sends SIGIO when that changes, so
	 * leave it out of poll() until then.
	 *
	 * Data and the news that a client came or went travel in different queues: the first frames
	 * of the next client can be here before the news that the last one left. So the command
	 * that runs now may well have a client, and only one that stays away is taken for gone.
	 */
	srv->connected = false;
	srv->patience = now() + GRACE_SECONDS;
}

static void give_up(struct server *srv)
{
	srv->patience = 0;
	wire_drop(&srv->in);
	abandon(srv);
}

static void read_signals(struct server *srv)
{
	struct signalfd_siginfo info;
	bool child = false;

	while (read(srv->signals, &info, sizeof(info)) == sizeof(info)) {
		if (info.ssi_signo == SIGIO) {
			srv->connected = true;
			srv->patience = 0;
		} else {
			child = true;
		}
	}
	if (child)
		reap(srv);
}

/* Without a virtio port: commands come from the mailbox, while no other one runs. */
static void take_mail(struct server *srv)
{
	struct frame frame;

	if (!bochs_next_command(&frame))
		handle(srv, &frame);
}

static int server_open(struct server *srv, const char *port)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigaddset(&set, SIGIO);
	if (sigprocmask(SIG_BLOCK, &set, NULL))
		return -1;
	srv->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	srv->on_bochs = !port;
	srv->port = srv->on_bochs ? bochs_open() : open(port, O_RDWR | O_CLOEXEC | O_NOCTTY);
	if (srv->signals < 0 || srv->port < 0)
		return -1;
	srv->connected = true;
	if (srv->on_bochs)
		return 0;
	if (fcntl(srv->port, F_SETOWN, getpid()) || fcntl(srv->port, F_SETFL, O_ASYNC))
		return -1;
	return 0;
}

int relay_serve(const char *port)
{
	static struct server srv = { .job = { .in = -1, .out = -1, .err = -1 } };

	if (server_open(&srv, port)) {
		fprintf(stderr, "lab: %s: port '%s'\n", strerror(errno), port ? port : "Bochs");
		return RELAY_TROUBLE;
	}
	for (;;) {
		if (srv.on_bochs && !srv.job.pid) {
			take_mail(&srv);
			continue;
		}
		double left = srv.patience > 0 ? srv.patience - now() : 0;
		struct pollfd pfd[] = {
			{ .fd = srv.signals, .events = POLLIN },
			{ .fd = srv.connected ? srv.port : -1, .events = POLLIN },
			{ .fd = srv.job.out, .events = POLLIN },
			{ .fd = srv.job.err, .events = POLLIN },
			{ .fd = srv.job.pending_len ? srv.job.in : -1, .events = POLLOUT },
		};

		if (srv.patience > 0 && left <= 0) {
			give_up(&srv);
			continue;
		}
		if (poll(pfd, sizeof(pfd) / sizeof(*pfd),
			 srv.patience > 0 ? (int)(left * 1000) + 1 : -1) <= 0)
			continue;
		/* output first: the exit status must come after it */
		if (pfd[2].revents)
			pass_output(&srv, &srv.job.out, FRAME_OUT, CHUNK);
		if (pfd[3].revents)
			pass_output(&srv, &srv.job.err, FRAME_ERR, CHUNK);
		if (pfd[4].revents)
			feed(&srv);
		if (pfd[1].revents)
			read_port(&srv, pfd[1].revents);
		if (pfd[0].revents)
			read_signals(&srv);
	}
}
