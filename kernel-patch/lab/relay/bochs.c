// SPDX-License-Identifier: GPL-2.0-only
#include "bochs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/io.h>
#include <termios.h>
#include <unistd.h>

#define PORT_E9 0xe9
#define SERIAL_LINE "/dev/ttyS1"

/* what O_DIRECT reads at a time */
#define BLOCK 4096u

static ssize_t write_e9(int fd, const void *data, size_t len)
{
	(void)fd;
	outsb(PORT_E9, data, len);
	return (ssize_t)len;
}

int bochs_open(void)
{
	struct termios raw;
	int fd;

	if (ioperm(PORT_E9, 1, 1))
		return -1;
	wire_write = write_e9;
	fd = open(SERIAL_LINE, O_RDWR | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0 || tcgetattr(fd, &raw))
		return -1;
	cfmakeraw(&raw);
	cfsetspeed(&raw, B115200);
	raw.c_cflag |= CLOCAL;
	return tcsetattr(fd, TCSANOW, &raw) ? -1 : fd;
}

/* The mailbox is a disk that changes behind the kernel's back, so nothing of it may be cached. */
static int read_mailbox(void *buf, size_t len)
{
	int fd = open(BOCHS_MAILBOX, O_RDONLY | O_DIRECT | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : pread(fd, buf, len, 0);

	if (fd >= 0)
		close(fd);
	return n == (ssize_t)len ? 0 : -1;
}

int bochs_next_command(struct frame *frame)
{
	static const char padding[BOCHS_PADDING];
	static unsigned char *mail;
	size_t need;

	wire_send(-1, 0, FRAME_READY, NULL, 0);
	wire_write(-1, padding, sizeof(padding));
	free(mail);
	mail = aligned_alloc(BLOCK, BLOCK);
	if (!mail || read_mailbox(mail, BLOCK))
		return -1;
	memcpy(&frame->head, mail, sizeof(frame->head));
	/* the rest of a block is zeros, so there is room for the NUL after the data */
	need = sizeof(frame->head) + frame->head.len + 1;
	if (frame->head.len > FRAME_MAX)
		return -1;
	if (need > BLOCK) {
		need = (need + BLOCK - 1) / BLOCK * BLOCK;
		free(mail);
		mail = aligned_alloc(BLOCK, need);
		if (!mail || read_mailbox(mail, need))
			return -1;
	}
	frame->data = mail + sizeof(frame->head);
	frame->data[frame->head.len] = '\0';
	return 0;
}
