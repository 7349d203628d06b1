// SPDX-License-Identifier: GPL-2.0-only
/*
 * The relay's framing: what comes in pieces or after bytes that belong to no frame is found again,
 * and what is sent arrives whole however little the other end takes at a time.
 */
/* cmocka.h wants the others before it. */
/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "wire.h"

#define N(array) (sizeof(array) / sizeof((array)[0]))
#define CALLER 0xdecafbadu
#define HEADER sizeof(struct frame_head)

/* A stream of bytes as it would come from the other end, and what has been collected of it. */
struct stream {
	int pipe[2];
	struct wire_in in;
	unsigned char bytes[1024];
	size_t length;
};

static int stream_open(void **state)
{
	struct stream *stream = calloc(1, sizeof(*stream));

	if (!stream || pipe2(stream->pipe, O_CLOEXEC | O_NONBLOCK))
		return -1;
	*state = stream;
	return 0;
}

static int stream_close(void **state)
{
	struct stream *stream = *state;

	wire_write = write;
	close(stream->pipe[0]);
	close(stream->pipe[1]);
	free(stream->in.buf);
	free(stream);
	return 0;
}

static void add_bytes(struct stream *stream, const void *bytes, size_t length)
{
	assert_true(stream->length + length <= sizeof(stream->bytes));
	memcpy(stream->bytes + stream->length, bytes, length);
	stream->length += length;
}

/* Adds a frame as wire_send() makes it, or only its first bytes, up to the limit. */
static void add_frame(struct stream *stream, enum frame_type type, const char *text, size_t limit)
{
	unsigned char frame[512];
	ssize_t length;

	assert_int_equal(wire_send(stream->pipe[1], CALLER, type, text, strlen(text)), 0);
	length = read(stream->pipe[0], frame, sizeof(frame));
	assert_int_equal(length, HEADER + strlen(text));
	add_bytes(stream, frame, (size_t)length < limit ? (size_t)length : limit);
}

/* Hands the bytes over, some at a time, and takes no frame. */
static void pass_bytes(struct stream *stream, const unsigned char *bytes, size_t length)
{
	assert_int_equal(write(stream->pipe[1], bytes, length), length);
	assert_int_equal(wire_fill(&stream->in, stream->pipe[0]), length);
}

static void pass_all(struct stream *stream)
{
	pass_bytes(stream, stream->bytes, stream->length);
	stream->length = 0;
}

/* The next frame is this one. */
static void assert_frame(struct stream *stream, enum frame_type type, const char *text)
{
	struct frame frame;

	assert_true(wire_next(&stream->in, &frame));
	assert_int_equal(frame.head.caller, CALLER);
	assert_int_equal(frame.head.type, type);
	assert_int_equal(frame.head.len, strlen(text));
	/* with the NUL behind it */
	assert_memory_equal(frame.data, text, strlen(text) + 1);
}

static void assert_no_frame(struct stream *stream)
{
	struct frame frame;

	assert_false(wire_next(&stream->in, &frame));
}

static void test_frames_in_one_read(void **state)
{
	struct stream *stream = *state;

	add_frame(stream, FRAME_OUT, "first", SIZE_MAX);
	add_frame(stream, FRAME_PONG, "", SIZE_MAX);
	add_frame(stream, FRAME_ERR, "third", SIZE_MAX);
	pass_all(stream);
	assert_frame(stream, FRAME_OUT, "first");
	assert_frame(stream, FRAME_PONG, "");
	assert_frame(stream, FRAME_ERR, "third");
	assert_no_frame(stream);
}

/* A frame that comes byte by byte is there with its last one and not before. */
static void test_byte_by_byte(void **state)
{
	struct stream *stream = *state;

	add_frame(stream, FRAME_OUT, "in pieces", SIZE_MAX);
	for (size_t i = 0; i < stream->length; i++) {
		assert_no_frame(stream);
		pass_bytes(stream, stream->bytes + i, 1);
	}
	assert_frame(stream, FRAME_OUT, "in pieces");
	assert_no_frame(stream);
}

/* Two frames that come in two reads, cut at every place there is. */
static void test_every_cut(void **state)
{
	struct stream *stream = *state;

	add_frame(stream, FRAME_OUT, "one", SIZE_MAX);
	add_frame(stream, FRAME_ERR, "two", SIZE_MAX);
	for (size_t cut = 1; cut < stream->length; cut++) {
		bool first = cut >= HEADER + strlen("one");

		pass_bytes(stream, stream->bytes, cut);
		if (first)
			assert_frame(stream, FRAME_OUT, "one");
		assert_no_frame(stream);
		pass_bytes(stream, stream->bytes + cut, stream->length - cut);
		if (!first)
			assert_frame(stream, FRAME_OUT, "one");
		assert_frame(stream, FRAME_ERR, "two");
		assert_no_frame(stream);
	}
}

/* Bytes of no frame, before the first one and between two, are passed over, whatever they are. */
static void test_garbage(void **state)
{
	static const struct {
		const char *bytes;
		size_t length;
	} garbage[] = {
		{ "x", 1 },
		{ "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 33 },
		{ "Booting from DVD/CD...\r\n", 24 },
		{ "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", 16 },
		/* the magic number as its bytes lie, and pieces of it */
		{ "E", 1 },
		{ "Eba", 3 },
		{ "EbEbaEbaL", 9 },
	};
	struct stream *stream = *state;

	for (size_t i = 0; i < N(garbage); i++) {
		add_bytes(stream, garbage[i].bytes, garbage[i].length);
		add_frame(stream, FRAME_OUT, "before", SIZE_MAX);
		add_bytes(stream, garbage[i].bytes, garbage[i].length);
		add_frame(stream, FRAME_ERR, "behind", SIZE_MAX);
		pass_all(stream);
		assert_frame(stream, FRAME_OUT, "before");
		assert_frame(stream, FRAME_ERR, "behind");
		assert_no_frame(stream);
	}
}

/*
 * What a client that died left of a frame's header, wherever it ends: the next client's frame is
 * found.
 */
static void test_cut_header(void **state)
{
	struct stream *stream = *state;

	for (size_t cut = 1; cut < HEADER; cut++) {
		add_frame(stream, FRAME_OUT, "never to be seen", cut);
		add_frame(stream, FRAME_RUN, "of the next client", SIZE_MAX);
		pass_all(stream);
		assert_frame(stream, FRAME_RUN, "of the next client");
		assert_no_frame(stream);
	}
}

/* A frame without its end takes as much as it lacks from what follows, and no more. */
static void test_cut_payload(void **state)
{
	struct stream *stream = *state;
	struct frame frame;

	add_frame(stream, FRAME_OUT, "0123456789", HEADER + 4);
	add_frame(stream, FRAME_ERR, "spoiled", SIZE_MAX);
	add_frame(stream, FRAME_EXIT, "sound", SIZE_MAX);
	pass_all(stream);
	assert_true(wire_next(&stream->in, &frame));
	assert_int_equal(frame.head.type, FRAME_OUT);
	assert_memory_equal(frame.data, "0123Eba", 7);
	assert_frame(stream, FRAME_EXIT, "sound");
	assert_no_frame(stream);
}

/* What lies there of a client that is gone can be forgotten as a whole. */
static void test_drop(void **state)
{
	struct stream *stream = *state;

	add_frame(stream, FRAME_OUT, "0123456789", HEADER + 4);
	pass_all(stream);
	assert_no_frame(stream);
	wire_drop(&stream->in);
	add_frame(stream, FRAME_RUN, "of the next client", SIZE_MAX);
	pass_all(stream);
	assert_frame(stream, FRAME_RUN, "of the next client");
	assert_no_frame(stream);
}

/* A header with a length or a type beyond the greatest is none: nothing waits for its payload. */
static void test_impossible_header(void **state)
{
	static const struct {
		size_t field;
		uint32_t value;
	} impossible[] = {
		{ offsetof(struct frame_head, len), FRAME_MAX + 1 },
		{ offsetof(struct frame_head, len), INT32_MAX },
		{ offsetof(struct frame_head, len), UINT32_MAX },
		{ offsetof(struct frame_head, type), FRAME_LAST + 1 },
		{ offsetof(struct frame_head, type), UINT32_MAX },
		{ offsetof(struct frame_head, magic), 0 },
	};
	struct stream *stream = *state;

	for (size_t i = 0; i < N(impossible); i++) {
		add_frame(stream, FRAME_OUT, "", SIZE_MAX);
		memcpy(stream->bytes + impossible[i].field, &impossible[i].value, sizeof(uint32_t));
		add_frame(stream, FRAME_OUT, "sound", SIZE_MAX);
		pass_all(stream);
		assert_frame(stream, FRAME_OUT, "sound");
		assert_no_frame(stream);
	}
}

/* The greatest payload there may be arrives whole, and what looks like a frame in it is its own. */
static void test_longest(void **state)
{
	struct stream *stream = *state;
	unsigned char *payload = malloc(FRAME_MAX);
	const size_t chunk = FRAME_MAX / 128;
	struct frame_head head;
	struct frame frame;

	assert_non_null(payload);
	add_frame(stream, FRAME_OUT, "a frame", SIZE_MAX);
	for (size_t i = 0; i < FRAME_MAX; i++)
		payload[i] = stream->bytes[i % stream->length];
	memcpy(&head, stream->bytes, sizeof(head));
	head.len = FRAME_MAX;
	pass_bytes(stream, (unsigned char *)&head, sizeof(head));
	for (size_t at = 0; at < FRAME_MAX; at += chunk) {
		assert_no_frame(stream);
		pass_bytes(stream, payload + at, chunk);
	}
	assert_true(wire_next(&stream->in, &frame));
	assert_int_equal(frame.head.len, FRAME_MAX);
	assert_memory_equal(frame.data, payload, FRAME_MAX);
	assert_no_frame(stream);
	free(payload);
}

static void test_fill_at_an_end(void **state)
{
	struct stream *stream = *state;

	assert_int_equal(wire_fill(&stream->in, stream->pipe[0]), -1);
	assert_int_equal(errno, EAGAIN);
	close(stream->pipe[1]);
	assert_int_equal(wire_fill(&stream->in, stream->pipe[0]), 0);
	stream->pipe[1] = -1;
	assert_int_equal(wire_fill(&stream->in, -1), -1);
	assert_int_equal(errno, EBADF);
}

static unsigned int writes;

static ssize_t write_and_count(int fd, const void *data, size_t len)
{
	writes++;
	return write(fd, data, len);
}

/* As from somebody who takes three bytes at a time, is interrupted, and is busy now and then. */
static ssize_t write_a_little(int fd, const void *data, size_t len)
{
	static const int trouble[] = { EINTR, EAGAIN };

	writes++;
	if (writes % 3) {
		errno = trouble[writes % 3 - 1];
		return -1;
	}
	return write(fd, data, len < 3 ? len : 3);
}

static ssize_t write_into_nothing(int fd, const void *data, size_t len)
{
	(void)fd;
	(void)data;
	(void)len;
	writes++;
	errno = EPIPE;
	return -1;
}

/* On a virtio port each write is a VM exit, so a frame is a single one. */
static void test_one_write(void **state)
{
	struct stream *stream = *state;

	writes = 0;
	wire_write = write_and_count;
	add_frame(stream, FRAME_OUT, "header and payload", SIZE_MAX);
	assert_int_equal(writes, 1);
}

static void test_little_by_little(void **state)
{
	struct stream *stream = *state;

	writes = 0;
	wire_write = write_a_little;
	add_frame(stream, FRAME_OUT, "in many pieces", SIZE_MAX);
	assert_int_equal(writes, 3 * ((HEADER + strlen("in many pieces")) / 3));
	pass_all(stream);
	assert_frame(stream, FRAME_OUT, "in many pieces");
}

/* An error ends it; it is not tried forever. */
static void test_error(void **state)
{
	struct stream *stream = *state;

	writes = 0;
	wire_write = write_into_nothing;
	assert_int_equal(wire_send(stream->pipe[1], CALLER, FRAME_OUT, "lost", 4), -1);
	assert_int_equal(errno, EPIPE);
	assert_int_equal(writes, 1);
}

#define ON_A_STREAM(test) cmocka_unit_test_setup_teardown(test, stream_open, stream_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_A_STREAM(test_frames_in_one_read),
		ON_A_STREAM(test_byte_by_byte),
		ON_A_STREAM(test_every_cut),
		ON_A_STREAM(test_garbage),
		ON_A_STREAM(test_cut_header),
		ON_A_STREAM(test_cut_payload),
		ON_A_STREAM(test_drop),
		ON_A_STREAM(test_impossible_header),
		ON_A_STREAM(test_longest),
		ON_A_STREAM(test_fill_at_an_end),
		ON_A_STREAM(test_one_write),
		ON_A_STREAM(test_little_by_little),
		ON_A_STREAM(test_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
