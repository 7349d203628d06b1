// SPDX-License-Identifier: GPL-2.0-only
#include "workload/ask.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "base/argv.h"
#include "base/child.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/environ.h"
#include "base/file.h"
#include "base/memory.h"

#define LONGEST_ANSWER (1 << 20)
#define PATIENCE (60 * NS_PER_S)
#define JOB_WORD "@JOB"

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static char *make_folder(struct error *err)
{
	char *folder = xstrdup("/tmp/exitbench-ask-XXXXXX");

	if (mkdtemp(folder))
		return folder;
	error_errno(err, "cannot make a folder in '/tmp'");
	free(folder);
	return NULL;
}

static char *read_answer(int fd)
{
	struct stat st;
	size_t size, used = 0;
	char *text;

	size = !fstat(fd, &st) && st.st_size < LONGEST_ANSWER ? (size_t)st.st_size : LONGEST_ANSWER;
	text = xcalloc(size + 1, 1);
	while (used < size) {
		ssize_t n = pread(fd, text + used, size - used, (off_t)used);

		if (n <= 0)
			break;
		used += (size_t)n;
	}
	for (size_t i = 0; i < used; i++)
		if (!text[i])
			text[i] = '?';
	return text;
}

static int run(const char *const *argv, const char *folder, char **text, struct error *err)
{
	_cleanup_free_ const char *const *environment = environ_in_c_locale();
	_cleanup_close_ int out = memfd_create("answer", MFD_CLOEXEC);
	const struct child_spec spec = {
		.argv = argv,
		.environment = environment,
		.folder = folder,
		.out_fd = out,
		.err_fd = out,
		.null_input = true,
		.timeout_ns = PATIENCE,
	};
	struct child_result result;
	struct child child = { 0 };

	if (out < 0)
		return error_errno(err, "cannot make a file in memory for a tool's answer");
	if (child_start(&child, &spec, err) || child_run(&child, &result, err))
		return -1;
	*text = read_answer(out);
	if (result.end == CHILD_EXITED)
		return result.status;
	free(take_ptr(*text));
	return error_set(err, "'%s' gave no answer (%s)", argv[0], child_end_name(result.end));
}

int tool_ask(const char *const *argv, const char *job, char **text, struct error *err)
{
	_cleanup_free_ char *folder = make_folder(err);
	_cleanup_free_ char *path = NULL;
	char **words;
	int rc = 0;

	*text = NULL;
	if (!folder)
		return -1;
	words = argv_copy(argv);
	path = xasprintf("%s/job", folder);
	for (size_t i = 0; job && words[i]; i++) {
		if (strcmp(words[i], JOB_WORD) != 0)
			continue;
		free(words[i]);
		words[i] = xstrdup(path);
		rc = file_write_atomic(path, job, strlen(job), err);
	}
	if (!rc)
		rc = run((const char *const *)words, folder, text, err);
	argv_free(words);
	nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
	return rc > 0 && !*text ? -1 : rc;
}

/* "stress-ng: info:  [123] " or "fio: " */
static const char *after_prefix(const char *line)
{
	const char *bracket;

	if (!strncmp(line, "fio: ", 5))
		return line + 5;
	if (strncmp(line, "stress-ng: ", 11) != 0)
		return line;
	bracket = strstr(line, "] ");
	return bracket && bracket < strchrnul(line, '\n') ? bracket + 2 : line + 11;
}

static bool complains(const char *line, size_t length)
{
	static const char *const words[] = { "error", "annot ", "nvalid", "nrecognized",
					     "No stress" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (memmem(line, length, words[i], strlen(words[i])))
			return true;
	return false;
}

char *tool_complaint(const char *text)
{
	const char *first = NULL;

	for (const char *line = text, *end; *line; line = end + (*end == '\n')) {
		end = strchrnul(line, '\n');
		if (end > line && !first)
			first = line;
		if (complains(line, (size_t)(end - line))) {
			first = line;
			break;
		}
	}
	first = after_prefix(first ? first : text);
	return xstrndup(first, strcspn(first, "\n"));
}
