// SPDX-License-Identifier: GPL-2.0-only
#include "workload/fio_include.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/strbuf.h"
#include "workload/jobtext.h"

/* The deepest nesting. fio has no limit, and overflows its stack if a file includes itself. */
#define DEEPEST 16

/* The largest size in bytes of all files of a job together. */
#define LARGEST (4 << 20)

struct expansion {
	struct strbuf out;
	struct error *err;
};

static int expand_file(struct expansion *e, const char *text, const char *path, unsigned int depth);

/* fio reads the name from one character after the word up to a comment. */
static char *named_file(const struct job_line *line)
{
	const char *at = line->text + strlen("include"), *end = line->text + line->length;
	const char *comment = line->text + strcspn(line->text, "#;\n");

	if (comment < end)
		end = comment;
	if (at < end)
		at++;
	while (at < end && strchr(" \t", *at))
		at++;
	while (at < end && strchr(" \t\r", end[-1]))
		end--;
	return xstrndup(at, (size_t)(end - at));
}

static int expand_include(struct expansion *e, const struct job_line *line, const char *path,
			  unsigned int depth)
{
	const char *slash = strrchr(path, '/');
	_cleanup_free_ char *name = named_file(line);
	_cleanup_free_ char *beside =
		slash ? xasprintf("%.*s%s", (int)(slash - path + 1), path, name) : xstrdup(name);
	_cleanup_free_ char *text = NULL;
	const char *found = file_exists(name) ? name : beside;

	if (depth >= DEEPEST)
		return job_line_error(line, path, e->err, "leave the circle out",
				      "includes that are %d deep", DEEPEST);
	if (!*name || !file_exists(found))
		return job_line_error(line, path, e->err,
				      "name a file that is there, from the job file's folder",
				      "no file '%s' to include", name);
	if (job_read_text(found, &text, e->err))
		return error_wrap(e->err, "included in line %u of '%s'", line->number, path);
	return expand_file(e, text, found, depth + 1);
}

static int expand_file(struct expansion *e, const char *text, const char *path, unsigned int depth)
{
	struct job_line line = JOB_LINES(text);
	const char *begin = text;

	while (job_next_line(&line)) {
		if (job_line_sets(&line, "include", NULL)) {
			if (expand_include(e, &line, path, depth))
				return -1;
		} else {
			strbuf_append_bytes(&e->out, begin, (size_t)(line.next - begin));
			/* Add a newline if the last line of an included file has none. */
			if (depth && line.next > begin && line.next[-1] != '\n')
				strbuf_append(&e->out, "\n");
		}
		begin = line.next;
		if (e->out.length > LARGEST)
			return error_set(e->err,
					 "job too large: '%s' and what it includes have more than "
					 "%d bytes; include less",
					 path, LARGEST);
	}
	return 0;
}

char *fio_expand(const char *text, const char *path, struct error *err)
{
	struct expansion e = { .err = err };

	if (!expand_file(&e, text, path, 0))
		return strbuf_take(&e.out);
	strbuf_free(&e.out);
	return NULL;
}
