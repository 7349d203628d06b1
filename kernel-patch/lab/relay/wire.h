/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The wire between the two ends of a virtio-serial port: frames of a header and a payload.
 *
 * A port outlives its clients, so bytes of a client that died half-way can lie before those of
 * the next one. Every frame therefore carries a magic number to find the next header by, and the
 * caller that it belongs to, so that each end can drop what is not meant for it. A frame that was
 * cut in its payload takes what it lacks from the frames after it; who knows that a client is
 * gone forgets such bytes by wire_drop().
 */
#ifndef LAB_WIRE_H
#define LAB_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum frame_type {
	FRAME_PING,    /* client: are you there? */
	FRAME_PONG,    /* server: yes */
	FRAME_RUN,     /* client: struct run_head, then strings: folder, TERM, arguments */
	FRAME_STDIN,   /* client: data for the command; empty: end of file */
	FRAME_TAKEN,   /* server: uint32_t bytes of FRAME_STDIN that the command took */
	FRAME_SIGNAL,  /* client: uint32_t signal number for the command's process group */
	FRAME_WINSIZE, /* client: struct run_head with the new size */
	FRAME_OUT,     /* server: the command's stdout */
	FRAME_ERR,     /* server: the command's stderr */
	FRAME_EXIT,    /* server: uint32_t exit status as a shell would show it */
	FRAME_READY,   /* server on Bochs, to the bridge: no command runs; see bochs.h */
	FRAME_LAST = FRAME_READY,
};

struct frame_head {
	uint32_t magic;
	uint32_t caller;
	uint32_t type;
	uint32_t len;
};

struct run_head {
	uint16_t tty;
	uint16_t rows;
	uint16_t cols;
	uint16_t no_stdin; /* its stdin is empty */
};

#define FRAME_MAX (4u << 20)

/* how much of stdin may be under way; the server holds it until the command reads */
#define STDIN_WINDOW (64u << 10)

struct frame {
	struct frame_head head;
	unsigned char *data; /* head.len bytes and a NUL, valid until the next wire_next() */
};

/* Collects bytes until they make frames. */
struct wire_in {
	unsigned char *buf;
	size_t have;
	size_t room;
	size_t used;
};

/* Reads what there is, once. Returns the bytes read, 0 at end of file, -1 with errno. */
ssize_t wire_fill(struct wire_in *in, int fd);

/* Takes the next whole frame out of what was read; passes over bytes that belong to none. */
bool wire_next(struct wire_in *in, struct frame *frame);

/* Forgets what was read and not taken yet. */
void wire_drop(struct wire_in *in);

/* How the bytes of a frame leave: write(2), but for a machine without a virtio port. */
extern ssize_t (*wire_write)(int fd, const void *data, size_t len);

/* Sends one frame, waiting as long as it takes. Returns 0, or -1 with errno. */
int wire_send(int fd, uint32_t caller, enum frame_type type, const void *data, size_t len);

#endif
