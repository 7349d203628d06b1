// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "wire.h"

#define WIRE_MAGIC 0x4c616245u

ssize_t (*wire_write)(int fd, const void *data, size_t len) = write;

ssize_t wire_fill(struct wire_in *in, int fd)
{
	size_t step = 64u << 10;
	ssize_t n;

	if (in->used) {
		in->have -= in->used;
		memmove(in->buf, in->buf + in->used, in->have);
		in->used = 0;
	}
	if (in->room < in->have + step) {
		unsigned char *buf = realloc(in->buf, in->have + step);

		if (!buf)
			return -1;
		in->buf = buf;
		in->room = in->have + step;
	}
	do {
		n = read(fd, in->buf + in->have, in->room - in->have);
	} while (n < 0 && errno == EINTR);
	if (n > 0)
		in->have += (size_t)n;
	return n;
}

/*
 * Whether this can be a header. What a client that died left of its last one ends in the next
 * frame, whose first bytes then stand where the type or the length would, and are too great for
 * either.
 */
static bool is_header(const struct frame_head *head)
{
	return head->magic == WIRE_MAGIC && head->type <= FRAME_LAST && head->len <= FRAME_MAX;
}

bool wire_next(struct wire_in *in, struct frame *frame)
{
	static unsigned char *payload;

	while (in->have - in->used >= sizeof(frame->head)) {
		const unsigned char *at = in->buf + in->used;

		memcpy(&frame->head, at, sizeof(frame->head));
		if (!is_header(&frame->head)) {
			in->used++;
			continue;
		}
		if (in->have - in->used < sizeof(frame->head) + frame->head.len)
			return false;
		free(payload);
		payload = malloc((size_t)frame->head.len + 1);
		if (!payload)
			return false;
		memcpy(payload, at + sizeof(frame->head), frame->head.len);
		payload[frame->head.len] = '\0';
		frame->data = payload;
		in->used += sizeof(frame->head) + frame->head.len;
		return true;
	}
	return false;
}

void wire_drop(struct wire_in *in)
{
	in->have = 0;
	in->used = 0;
}

/*
 * Header and payload leave in one write: on a virtio port each write is a notification, and
 * thus an exit, of its own.
 */
int wire_send(int fd, uint32_t caller, enum frame_type type, const void *data, size_t len)
{
	struct frame_head head = {
		.magic = WIRE_MAGIC,
		.caller = caller,
		.type = type,
		.len = (uint32_t)len,
	};
	size_t all = sizeof(head) + len;
	size_t sent = 0;
	char *buf = malloc(all);

	if (!buf)
		return -1;
	memcpy(buf, &head, sizeof(head));
	if (len)
		memcpy(buf + sizeof(head), data, len);
	while (sent < all) {
		ssize_t n = wire_write(fd, buf + sent, all - sent);

		if (n < 0 && errno == EAGAIN) {
			struct pollfd pfd = { .fd = fd, .events = POLLOUT };

			poll(&pfd, 1, -1);
		} else if (n < 0 && errno != EINTR) {
			free(buf);
			return -1;
		} else if (n > 0) {
			sent += (size_t)n;
		}
	}
	free(buf);
	return 0;
}
