// SPDX-License-Identifier: GPL-2.0-only
/*
 * Outside of a machine on Bochs: runs Bochs and makes of its ways in and out (bochs.h) the socket
 * that other machines' virtio ports have. It ends when Bochs does.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "bochs.h"
#include "relay.h"
#include "wire.h"

struct bridge {
	const char *mailbox;
	pid_t bochs;
	int listener;
	int client;      /* -1: none */
	int output;      /* of Bochs */
	int line;        /* the pty whose other end is the machine's second serial line */
	int backlog[2];  /* a pipe with what the line does not take yet */
	bool ready;      /* the machine stands still and waits for a command */
	uint32_t caller; /* of the command that runs; 0: none */
	struct wire_in from_client;
	struct wire_in from_bochs;
	unsigned char held[256]; /* of the backlog, on its way into the line */
	size_t n_held;
};

static int listen_at(const char *path)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || strlen(path) >= sizeof(addr.sun_path))
		return -1;
	strcpy(addr.sun_path, path);
	return bind(fd, (struct sockaddr *)&addr, sizeof(addr)) || listen(fd, 4) ? -1 : fd;
}

/* Opens a pty and makes the path a link to its far end. */
static int open_line(const char *path)
{
	int fd = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
	struct termios raw;

	if (fd < 0 || grantpt(fd) || unlockpt(fd) || tcgetattr(fd, &raw))
		return -1;
	cfmakeraw(&raw);
	return tcsetattr(fd, TCSANOW, &raw) || symlink(ptsname(fd), path) ? -1 : fd;
}

static int start_bochs(struct bridge *br, char **argv)
{
	int out[2];

	if (pipe2(out, O_CLOEXEC) || fcntl(out[1], F_SETPIPE_SZ, BOCHS_PIPE) < 0)
		return -1;
	br->bochs = fork();
	if (br->bochs < 0)
		return -1;
	if (!br->bochs) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		dup2(out[1], STDOUT_FILENO);
		execvp(argv[0], argv);
		fprintf(stderr, "lab: %s: '%s'\n", strerror(errno), argv[0]);
		_exit(127);
	}
	close(out[1]);
	br->output = out[0];
	return 0;
}

static void to_line(struct bridge *br, const struct frame *frame)
{
	/* the pipe holds a window of stdin and more; what does not fit is lost with the line */
	(void)wire_send(br->backlog[1], frame->head.caller, frame->head.type, frame->data,
			frame->head.len);
}

static void feed_line(struct bridge *br)
{
	ssize_t n;

	if (!br->n_held) {
		n = read(br->backlog[0], br->held, sizeof(br->held));
		br->n_held = n > 0 ? (size_t)n : 0;
	}
	n = write(br->line, br->held, br->n_held);
	if (n <= 0)
		return;
	br->n_held -= (size_t)n;
	memmove(br->held, br->held + n, br->n_held);
}

/* Puts a command where the machine looks for it when it moves again. */
static int to_mailbox(struct bridge *br, const struct frame *frame)
{
	int fd = open(br->mailbox, O_WRONLY | O_CLOEXEC);
	struct stat st;
	int rc = -1;

	if (fd < 0)
		return -1;
	if (!fstat(fd, &st) && sizeof(frame->head) + frame->head.len < (size_t)st.st_size)
		rc = wire_send(fd, frame->head.caller, frame->head.type, frame->data,
			       frame->head.len);
	close(fd);
	if (!rc && frame->head.type == FRAME_RUN)
		br->caller = frame->head.caller;
	br->ready = false;
	return rc;
}

/*
 * A command waits for the machine to be ready, and nothing else is of use to a machine in which
 * none runs.
 */
static int pass_in(struct bridge *br)
{
	struct frame frame;

	while ((br->ready || br->caller) && wire_next(&br->from_client, &frame)) {
		bool starts = frame.head.type == FRAME_RUN || frame.head.type == FRAME_PING;

		if (starts && br->ready && to_mailbox(br, &frame))
			return -1;
		if (!starts && br->caller)
			to_line(br, &frame);
	}
	return 0;
}

static int pass_out(struct bridge *br)
{
	struct frame frame;

	while (!br->ready && wire_next(&br->from_bochs, &frame)) {
		if (frame.head.type == FRAME_EXIT)
			br->caller = 0;
		if (frame.head.type == FRAME_READY && br->caller)
			return -1; /* it started anew */
		if (frame.head.type == FRAME_READY)
			br->ready = true;
		else if (br->client >= 0)
			(void)wire_send(br->client, frame.head.caller, frame.head.type, frame.data,
					frame.head.len);
	}
	return 0;
}

/* A command whose client is gone is ended. */
static void drop_client(struct bridge *br)
{
	uint32_t sig = SIGKILL;

	close(br->client);
	br->client = -1;
	wire_drop(&br->from_client);
	if (br->caller)
		(void)wire_send(br->backlog[1], br->caller, FRAME_SIGNAL, &sig, sizeof(sig));
}

static int step(struct bridge *br)
{
	unsigned char echo[256];
	struct pollfd pfd[] = {
		{ .fd = br->client < 0 ? br->listener : -1, .events = POLLIN },
		{ .fd = br->client, .events = POLLIN },
		{ .fd = br->output, .events = br->ready ? 0 : POLLIN },
		{ .fd = br->line, .events = POLLIN },
		{ .fd = br->n_held ? -1 : br->backlog[0], .events = POLLIN },
	};

	if (br->n_held)
		pfd[3].events |= POLLOUT;
	if (poll(pfd, sizeof(pfd) / sizeof(*pfd), -1) < 0)
		return errno == EINTR ? 0 : -1;
	if (pfd[0].revents)
		br->client = accept4(br->listener, NULL, NULL, SOCK_CLOEXEC);
	if (pfd[2].revents) {
		if (br->ready || wire_fill(&br->from_bochs, br->output) <= 0 || pass_out(br))
			return -1;
	}
	if (pfd[1].revents && wire_fill(&br->from_client, br->client) <= 0)
		drop_client(br);
	if (pass_in(br))
		return -1;
	/* nobody on our side speaks on the line but by frames: what comes back is its echo */
	if (pfd[3].revents & POLLIN && read(br->line, echo, sizeof(echo)) < 0 && errno != EAGAIN &&
	    errno != EIO)
		return -1;
	if (pfd[4].revents || pfd[3].revents & POLLOUT)
		feed_line(br);
	return 0;
}

int relay_bridge(const char *socket, const char *mailbox, const char *tty, char **argv)
{
	struct bridge br = { .mailbox = mailbox, .client = -1 };
	int status;

	signal(SIGPIPE, SIG_IGN);
	br.listener = listen_at(socket);
	br.line = open_line(tty);
	if (br.listener < 0 || br.line < 0 || pipe2(br.backlog, O_CLOEXEC | O_NONBLOCK) ||
	    fcntl(br.backlog[1], F_SETPIPE_SZ, 1 << 20) < 0 || start_bochs(&br, argv)) {
		fprintf(stderr, "lab: %s: cannot start '%s'\n", strerror(errno), argv[0]);
		return RELAY_TROUBLE;
	}
	while (!step(&br))
		;
	waitpid(br.bochs, &status, 0);
	return RELAY_TROUBLE;
}
