// SPDX-License-Identifier: GPL-2.0-only
#include "workload/jobtext.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"

#define LARGEST_FILE (1 << 20)
#define HEADER_WORD "exitbench:"

/* Opening a FIFO waits for somebody to write to it, and a device may never end. */
static int check_kind(const char *path, struct error *err)
{
	struct stat st;

	/* If stat() fails, opening fails as well, and that error says why. */
	if (stat(path, &st))
		return 0;
	if (S_ISREG(st.st_mode) && st.st_size > LARGEST_FILE)
		return error_set(err,
				 "file too large: '%s' has %lld bytes, and a job file may have %d; "
				 "leave out what is no job",
				 path, (long long)st.st_size, LARGEST_FILE);
	if (S_ISREG(st.st_mode))
		return 0;
	if (S_ISDIR(st.st_mode))
		return error_set(err, "not a job file: '%s' is a folder; name the files in it",
				 path);
	return error_set(err, "not a job file: '%s' is a %s; copy it into a file", path,
			 S_ISFIFO(st.st_mode) ? "FIFO" : "device or socket");
}

static unsigned int line_of(const char *text, const char *at)
{
	unsigned int line = 1;

	for (; text < at; text++)
		line += *text == '\n';
	return line;
}

int job_read_text(const char *path, char **text, struct error *err)
{
	_cleanup_free_ char *data = NULL;
	const char *nul;
	size_t size;

	if (check_kind(path, err) || file_read(path, LARGEST_FILE, &data, &size, err))
		return -1;
	if (!strncmp(data, "\xef\xbb\xbf", 3))
		return error_set(
			err,
			"'%s' begins with a byte order mark, which no tool takes in a job; save "
			"it without one",
			path);
	nul = memchr(data, '\0', size);
	if (nul)
		return error_set(err,
				 "not a text file: '%s' holds a NUL byte in line %u; a job file is "
				 "lines of options",
				 path, line_of(data, nul));
	*text = take_ptr(data);
	return 0;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* Removes spaces at both ends of the text from begin to end. */
static void trim(const char **begin, const char **end)
{
	while (*end > *begin && is_blank((*end)[-1]))
		(*end)--;
	while (*end > *begin && is_blank(**begin))
		(*begin)++;
}

bool job_next_line(struct job_line *line)
{
	const char *end;

	if (!*line->next)
		return false;
	line->text = line->next;
	end = strchrnul(line->text, '\n');
	line->next = end + (*end == '\n');
	line->number++;
	trim(&line->text, &end);
	line->length = (size_t)(end - line->text);
	return true;
}

bool job_line_sets(const struct job_line *line, const char *key, const char *value)
{
	const char *at = line->text;
	const char *end = memchr(at, '#', line->length);
	size_t n = strlen(key);

	if (!end)
		end = at + line->length;
	trim(&at, &end);
	if ((size_t)(end - at) < n || memcmp(at, key, n) != 0)
		return false;
	at += n;
	if (at < end && !is_blank(*at) && *at != '=')
		return false;
	if (!value)
		return true;
	while (at < end && (is_blank(*at) || *at == '='))
		at++;
	return (size_t)(end - at) == strlen(value) && !memcmp(at, value, (size_t)(end - at));
}

bool job_sets(const char *text, const char *key)
{
	struct job_line line = JOB_LINES(text);

	while (job_next_line(&line))
		if (job_line_sets(&line, key, NULL))
			return true;
	return false;
}

bool job_line_sets_cut(const struct job_line *line, const char *key, size_t shortest)
{
	for (size_t n = strlen(key); n >= shortest && n; n--) {
		_cleanup_free_ char *cut = xstrndup(key, n);

		if (job_line_sets(line, cut, NULL))
			return true;
	}
	return false;
}

char *job_last_value(const char *text, const char *key, size_t shortest)
{
	struct job_line line = JOB_LINES(text);
	char *value = NULL;

	while (job_next_line(&line)) {
		const char *at = line.text, *end = at + line.length;
		const char *comment = memchr(at, '#', line.length);

		if (!job_line_sets_cut(&line, key, shortest))
			continue;
		if (comment)
			end = comment;
		while (at < end && !is_blank(*at) && *at != '=')
			at++;
		while (at < end && (is_blank(*at) || *at == '='))
			at++;
		trim(&at, &end);
		free(value);
		value = xstrndup(at, (size_t)(end - at));
	}
	return value;
}

char *job_rewrite(const char *text, job_rewriter rewriter, void *context)
{
	struct job_line line = JOB_LINES(text);
	const char *begin = text;
	struct strbuf out = { 0 };

	for (; job_next_line(&line); begin = line.next)
		rewriter(&line, begin, (size_t)(line.next - begin), context, &out);
	return strbuf_take(&out);
}

/* What job_replace() looks for, and what it puts there. */
struct replacement {
	const char *key, *value, *line;
};

static void replace_line(const struct job_line *line, const char *whole, size_t size, void *context,
			 struct strbuf *out)
{
	const struct replacement *r = context;

	if (job_line_sets(line, r->key, r->value))
		strbuf_appendf(out, "%s\n", r->line);
	else
		strbuf_append_bytes(out, whole, size);
}

char *job_replace(const char *text, const char *key, const char *value, const char *line)
{
	struct replacement replacement = { key, value, line };

	return job_rewrite(text, replace_line, &replacement);
}

int job_line_header(const struct job_line *line, const char *path, char **key, char **value,
		    struct error *err)
{
	const char *at = line->text, *end = line->text + line->length;
	const char *key_end, *value_at;

	if (at == end || (*at != '#' && *at != ';'))
		return 0;
	at++;
	trim(&at, &end);
	if ((size_t)(end - at) < strlen(HEADER_WORD) ||
	    memcmp(at, HEADER_WORD, strlen(HEADER_WORD)) != 0)
		return 0;
	at += strlen(HEADER_WORD);
	key_end = memchr(at, '=', (size_t)(end - at));
	if (!key_end)
		return job_line_error(line, path, err, "write '# exitbench: key = value'",
				      "header without '='");
	value_at = key_end + 1;
	trim(&at, &key_end);
	trim(&value_at, &end);
	if (at == key_end || value_at == end)
		return job_line_error(line, path, err, "write '# exitbench: key = value'",
				      "header with an empty key or value");
	*key = xstrndup(at, (size_t)(key_end - at));
	*value = xstrndup(value_at, (size_t)(end - value_at));
	return 1;
}

int job_line_error(const struct job_line *line, const char *path, struct error *err,
		   const char *remedy, const char *fmt, ...)
{
	char cause[400];
	va_list args;

	va_start(args, fmt);
	vsnprintf(cause, sizeof(cause), fmt, args);
	va_end(args);
	return error_set(err, "%s in line %u of '%s'; %s", cause, line->number, path, remedy);
}
