// SPDX-License-Identifier: GPL-2.0-only
/* The caller's end: one command, its streams, its status. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "relay.h"
#include "wire.h"

/* a command that was asked to end gets so long before the caller gives up on it */
#define GRACE_SECONDS 20

#define REFUSED_SECONDS 1

struct client {
	int sock;
	int signals;
	uint32_t caller;
	struct wire_in in;
	bool stdin_open;
	size_t under_way; /* bytes of stdin sent and not yet taken */
	double deadline;  /* 0: none */
	double heard;     /* when the command last printed something */
	double asked;     /* when a signal was passed on; 0: never */
	bool tty;
	struct termios saved;
};

int unix_connect(const char *path, int seconds)
{
	const struct timespec step = { .tv_nsec = 50000000 };
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	double until = now() + seconds, refused = 0;
	int fd, saved;

	if (strlen(path) >= sizeof(addr.sun_path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	strcpy(addr.sun_path, path);
	for (;;) {
		fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
		if (fd < 0)
			return -1;
		if (!connect(fd, (struct sockaddr *)&addr, sizeof(addr)))
			return fd;
		saved = errno;
		close(fd);
		errno = saved;
		/* nobody listens at it, or not yet: whoever made the socket is about to, or dead */
		if (saved == ECONNREFUSED && refused <= 0)
			refused = now();
		if (saved == ECONNREFUSED && now() - refused > REFUSED_SECONDS)
			return -1;
		if ((saved != ENOENT && saved != ECONNREFUSED) || now() >= until)
			return -1;
		nanosleep(&step, NULL);
	}
}

static int lost(const char *path)
{
	fprintf(stderr, "lab: connection to the machine lost: '%s'\n", path);
	return RELAY_TROUBLE;
}

static int client_open(struct client *cl, const char *path, int wait)
{
	cl->caller = (uint32_t)getpid() * 2654435761u ^ (uint32_t)time(NULL);
	cl->sock = unix_connect(path, wait);
	if (cl->sock >= 0)
		return 0;
	fprintf(stderr, "lab: %s: no machine at '%s'\n", strerror(errno), path);
	return RELAY_TROUBLE;
}

int relay_ping(const char *path, int seconds)
{
	struct client cl = { .sock = -1 };
	double until = now() + seconds;
	struct frame frame;
	double left;

	if (client_open(&cl, path, seconds))
		return RELAY_TROUBLE;
	if (wire_send(cl.sock, cl.caller, FRAME_PING, NULL, 0))
		return lost(path);
	while ((left = until - now()) > 0) {
		struct pollfd pfd = { .fd = cl.sock, .events = POLLIN };

		if (poll(&pfd, 1, (int)(left * 1000) + 1) <= 0)
			continue;
		if (wire_fill(&cl.in, cl.sock) <= 0)
			return lost(path);
		while (wire_next(&cl.in, &frame))
			if (frame.head.type == FRAME_PONG && frame.head.caller == cl.caller)
				return 0;
	}
	return RELAY_TIMEOUT;
}

static void window_size(struct run_head *head)
{
	struct winsize size;

	if (ioctl(STDIN_FILENO, TIOCGWINSZ, &size))
		return;
	head->rows = size.ws_row;
	head->cols = size.ws_col;
}

/* What is known to be empty need not be sent for. */
static bool stdin_is_null(void)
{
	struct stat null, in;

	return !stat("/dev/null", &null) && !fstat(STDIN_FILENO, &in) && S_ISCHR(in.st_mode) &&
	       in.st_rdev == null.st_rdev;
}

static int send_run(struct client *cl, const struct call *call)
{
	struct run_head head = { .tty = (uint16_t)call->tty, .no_stdin = stdin_is_null() };
	const char *term = getenv("TERM");
	unsigned char *buf = NULL;
	size_t len = 0;
	FILE *f = open_memstream((char **)&buf, &len);
	int ret = -1;
	char **arg;

	if (!f)
		return -1;
	cl->stdin_open = !head.no_stdin;
	window_size(&head);
	fwrite(&head, sizeof(head), 1, f);
	fwrite(call->folder, strlen(call->folder) + 1, 1, f);
	fwrite(term ? term : "", term ? strlen(term) + 1 : 1, 1, f);
	for (arg = call->argv; *arg; arg++)
		fwrite(*arg, strlen(*arg) + 1, 1, f);
	if (!fclose(f) && len <= FRAME_MAX)
		ret = wire_send(cl->sock, cl->caller, FRAME_RUN, buf, len);
	else
		errno = E2BIG;
	free(buf);
	return ret;
}

static void raw_terminal(struct client *cl)
{
	struct termios raw;

	if (tcgetattr(STDIN_FILENO, &cl->saved))
		return;
	raw = cl->saved;
	cfmakeraw(&raw);
	cl->tty = !tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
}

static int write_all(int fd, const unsigned char *data, size_t len)
{
	while (len) {
		ssize_t n = write(fd, data, len);

		if (n < 0 && errno == EAGAIN) {
			struct pollfd pfd = { .fd = fd, .events = POLLOUT };

			poll(&pfd, 1, -1);
		} else if (n < 0 && errno != EINTR) {
			return -1;
		} else if (n > 0) {
			data += n;
			len -= (size_t)n;
		}
	}
	return 0;
}

/* Returns the exit status when the command is done, -1 while it runs. */
static int take_frames(struct client *cl)
{
	struct frame frame;
	uint32_t word = 0;

	while (wire_next(&cl->in, &frame)) {
		if (frame.head.caller != cl->caller)
			continue;
		if (frame.head.len == sizeof(word))
			memcpy(&word, frame.data, sizeof(word));
		switch (frame.head.type) {
		case FRAME_OUT:
		case FRAME_ERR:
			if (!write_all(frame.head.type == FRAME_OUT ? 1 : 2, frame.data,
				       frame.head.len))
				break;
			fprintf(stderr, "lab: %s: writing the command's output\n", strerror(errno));
			return RELAY_TROUBLE;
		case FRAME_TAKEN:
			cl->under_way -= word < cl->under_way ? word : cl->under_way;
			break;
		case FRAME_EXIT:
			return (int)word;
		}
	}
	return -1;
}

static void send_stdin(struct client *cl)
{
	unsigned char buf[16u << 10];
	size_t room = STDIN_WINDOW - cl->under_way;
	ssize_t n = read(STDIN_FILENO, buf, room < sizeof(buf) ? room : sizeof(buf));

	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (n <= 0) {
		n = 0;
		cl->stdin_open = false;
	}
	cl->under_way += (size_t)n;
	/* a lost connection shows as end of file on the socket */
	(void)wire_send(cl->sock, cl->caller, FRAME_STDIN, buf, (size_t)n);
}

/* Returns true when the user insists. */
static bool pass_signal(struct client *cl)
{
	struct signalfd_siginfo info;
	struct run_head head = { .tty = 1 };
	uint32_t sig;

	if (read(cl->signals, &info, sizeof(info)) != sizeof(info))
		return false;
	if (info.ssi_signo == SIGWINCH) {
		window_size(&head);
		(void)wire_send(cl->sock, cl->caller, FRAME_WINSIZE, &head, sizeof(head));
		return false;
	}
	/*
	 * one key press can reach this process twice, through the terminal and through its parent
	 */
	if (cl->asked > 0)
		return now() - cl->asked > 1;
	cl->asked = now();
	cl->deadline = cl->asked + GRACE_SECONDS;
	sig = info.ssi_signo;
	(void)wire_send(cl->sock, cl->caller, FRAME_SIGNAL, &sig, sizeof(sig));
	return false;
}

/* Seconds until the client gives up, as things are now. */
static double patience(const struct client *cl, const struct call *call)
{
	double left = cl->deadline > 0 ? cl->deadline - now() : 1e6;
	double quiet = call->silence ? cl->heard + call->silence - now() : 1e6;

	return left < quiet ? left : quiet;
}

static int give_up(const struct client *cl, const struct call *call)
{
	if (cl->asked > 0)
		return RELAY_TROUBLE;
	if (cl->deadline > 0 && now() >= cl->deadline) {
		fprintf(stderr, "lab: time limit of %d s reached: '%s'\n", call->seconds,
			call->argv[0]);
		return RELAY_TIMEOUT;
	}
	fprintf(stderr, "lab: nothing heard for %d s: '%s'\n", call->silence, call->argv[0]);
	return RELAY_TROUBLE;
}

static int converse(struct client *cl, const struct call *call)
{
	for (;;) {
		bool ask = cl->stdin_open && cl->under_way < STDIN_WINDOW;
		struct pollfd pfd[] = {
			{ .fd = cl->sock, .events = POLLIN },
			{ .fd = cl->signals, .events = POLLIN },
			{ .fd = ask ? STDIN_FILENO : -1, .events = POLLIN },
		};
		double left = patience(cl, call);
		int status;

		if (left <= 0)
			return give_up(cl, call);
		if (poll(pfd, sizeof(pfd) / sizeof(*pfd), (int)(left * 1000) + 1) < 0)
			continue;
		if (pfd[0].revents) {
			ssize_t n = wire_fill(&cl->in, cl->sock);

			cl->heard = now();
			status = take_frames(cl);
			if (status >= 0)
				return status;
			if (n <= 0)
				return lost(call->socket);
		}
		if (pfd[1].revents && pass_signal(cl))
			return RELAY_TROUBLE;
		if (pfd[2].revents)
			send_stdin(cl);
	}
}

static int catch_signals(void)
{
	static const int caught[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH };
	sigset_t set;
	size_t i;

	sigemptyset(&set);
	for (i = 0; i < sizeof(caught) / sizeof(*caught); i++) {
		/* a shell starts its background commands with these ignored */
		signal(caught[i], SIG_DFL);
		sigaddset(&set, caught[i]);
	}
	signal(SIGPIPE, SIG_IGN);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC);
}

int relay_call(const struct call *call)
{
	struct client cl = { .heard = now() };
	int status;

	cl.signals = catch_signals();
	if (client_open(&cl, call->socket, 0))
		return RELAY_TROUBLE;
	if (call->seconds)
		cl.deadline = now() + call->seconds;
	if (send_run(&cl, call)) {
		fprintf(stderr, "lab: %s: sending the command '%s'\n", strerror(errno),
			call->argv[0]);
		return RELAY_TROUBLE;
	}
	if (call->tty)
		raw_terminal(&cl);
	status = converse(&cl, call);
	if (cl.tty)
		tcsetattr(STDIN_FILENO, TCSADRAIN, &cl.saved);
	return status;
}
