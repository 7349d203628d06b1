// SPDX-License-Identifier: GPL-2.0-only
#include "base/exec_watch.h"

#include <errno.h>
#include <linux/cn_proc.h>
#include <linux/connector.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

/* A message is some 80 bytes, and several thousand processes may start and end. */
#define ROOM (8 << 20)

/* Asks the kernel to tell of processes. */
static bool listen_to(int fd)
{
	const enum proc_cn_mcast_op op = PROC_CN_MCAST_LISTEN;
	struct cn_msg message = { .id = { CN_IDX_PROC, CN_VAL_PROC }, .len = sizeof(op) };
	struct nlmsghdr header = { .nlmsg_len = sizeof(header) + sizeof(message) + sizeof(op),
				   .nlmsg_type = NLMSG_DONE };
	struct iovec parts[] = { { &header, sizeof(header) },
				 { &message, sizeof(message) },
				 { (void *)&op, sizeof(op) } };

	return writev(fd, parts, 3) == (ssize_t)header.nlmsg_len;
}

static int open_socket(void)
{
	const struct sockaddr_nl address = { .nl_family = AF_NETLINK, .nl_groups = CN_IDX_PROC };
	int fd = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_CONNECTOR);
	const int room = ROOM;

	if (fd < 0)
		return -1;
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof(room)) ||
	    bind(fd, (const struct sockaddr *)&address, sizeof(address)) || !listen_to(fd)) {
		close(fd);
		return -1;
	}
	return fd;
}

void exec_watch_begin(struct exec_watch *watch)
{
	watch->fd = open_socket();
}

/* What one message tells: an exec, whose process it returns, or 0 for anything else. */
static pid_t exec_of(const char *buffer, size_t size, bool *heard)
{
	struct proc_event event;
	size_t at = sizeof(struct nlmsghdr) + sizeof(struct cn_msg);

	if (size < at + offsetof(struct proc_event, event_data) + sizeof(event.event_data.exec))
		return 0;
	memset(&event, 0, sizeof(event));
	memcpy(&event, buffer + at, size - at < sizeof(event) ? size - at : sizeof(event));
	*heard = true;
	return event.what == PROC_EVENT_EXEC ? event.event_data.exec.process_tgid : 0;
}

bool exec_watch_only(struct exec_watch *watch, pid_t pid)
{
	size_t n_ours = 0, n_others = 0;
	bool heard = false, lost = watch->fd < 0;
	char buffer[4096];
	ssize_t size;

	/* EAGAIN is the end of the messages, and ENOBUFS says that some are missing. */
	while (!lost && (size = recv(watch->fd, buffer, sizeof(buffer), 0)) > 0) {
		pid_t who = exec_of(buffer, (size_t)size, &heard);

		n_ours += who && who == pid;
		n_others += who && who != pid;
	}
	lost |= errno != EAGAIN && errno != EWOULDBLOCK;
	if (watch->fd >= 0)
		close(watch->fd);
	watch->fd = -1;
	return !lost && heard && n_ours == 1 && !n_others;
}
