// SPDX-License-Identifier: GPL-2.0-only
#include "workload/jobfile.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/near.h"
#include "base/number.h"
#include "workload/jobtext.h"
#include "workload/tools.h"

/* The largest number of known exits of an operation, or of a tool's start. */
#define MOST_KNOWN 1e12

#define WORD_CHARACTERS "abcdefghijklmnopqrstuvwxyz0123456789-"

/* The position in a file, and what its header has said so far. */
struct header_reader {
	struct workload *workload;
	const char *path;
	struct job_line line;
	char *known_class;
	char *startup_class;
	struct error *err;
};

static int bad_value(struct header_reader *reader, const char *key, const char *value,
		     const char *remedy)
{
	return job_line_error(&reader->line, reader->path, reader->err, remedy, "bad %s '%s'", key,
			      value);
}

static bool is_word(const char *s)
{
	return *s && s[strspn(s, WORD_CHARACTERS)] == '\0';
}

static int set_title(struct header_reader *reader, const char *value)
{
	reader->workload->title = xstrdup(value);
	return 0;
}

static int set_class(struct header_reader *reader, const char *value)
{
	if (!is_word(value))
		return bad_value(reader, "class", value, "use one word of a-z, 0-9 and '-'");
	reader->workload->class = xstrdup(value);
	return 0;
}

static int set_work(struct header_reader *reader, const char *value)
{
	reader->workload->fixed_ops = !strcmp(value, "ops");
	if (!reader->workload->fixed_ops && strcmp(value, "time") != 0)
		return bad_value(reader, "work", value, "use 'time' or 'ops'");
	return 0;
}

static int set_need(struct header_reader *reader, const char *need)
{
	struct workload *workload = reader->workload;
	uint64_t cpus;

	if (!strcmp(need, "root")) {
		workload->need_root = true;
	} else if (!strcmp(need, "disk")) {
		workload->need_disk = true;
	} else if (!strncmp(need, "disk=/", 6) && !workload->need_folder) {
		workload->need_folder = xstrdup(need + 5);
	} else if (!strncmp(need, "cpus=", 5)) {
		if (need[5] == '0' || !number_whole(need + 5, 1, 4096, &cpus))
			return bad_value(reader, "needs", need, "use a number, as in 'cpus=2'");
		workload->need_cpus = (unsigned int)cpus;
	} else if (strcmp(need, "none") != 0) {
		return bad_value(reader, "needs", need,
				 "use 'cpus=N', 'root', 'disk' and 'disk=/FOLDER' (with commas "
				 "between) or 'none'");
	}
	return 0;
}

static int set_needs(struct header_reader *reader, const char *value)
{
	_cleanup_free_ char *list = xstrdup(value);
	char *rest = list, *need;

	while ((need = strsep(&rest, ","))) {
		need += strspn(need, " \t");
		need[strcspn(need, " \t")] = '\0';
		if (set_need(reader, need))
			return -1;
	}
	if (strcmp(value, "none") != 0)
		reader->workload->needs = xstrdup(value);
	return 0;
}

/* "msr", or with what is behind it "msr:TSC_DEADLINE". */
static bool is_reason(const char *name)
{
	size_t length = strspn(name, WORD_CHARACTERS);
	const char *cause = name + length + 1;

	return is_word(name) ||
	       (length && name[length] == ':' && *cause &&
		!cause[strspn(cause, WORD_CHARACTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZ_.")]);
}

/* Keeps the list without spaces around its commas: "msr-write,hlt". */
static int set_expects(struct header_reader *reader, const char *key, const char *value,
		       char **list)
{
	_cleanup_free_ char *copy = xstrdup(value);
	char *rest = copy, *name;
	size_t used = 0;

	*list = xcalloc(strlen(value) + 2, 1);
	while ((name = strsep(&rest, ","))) {
		name += strspn(name, " \t");
		name[strcspn(name, " \t")] = '\0';
		if (!is_reason(name))
			return bad_value(reader, key, value,
					 "use names of exit reasons with commas between; one may "
					 "have a cause, as in 'msr:TSC_DEADLINE'");
		used = (size_t)(stpcpy(stpcpy(*list + used, used ? "," : ""), name) - *list);
	}
	return 0;
}

static int set_expects_vmx(struct header_reader *reader, const char *value)
{
	return set_expects(reader, "expects-vmx", value, &reader->workload->expects_vmx);
}

static int set_expects_svm(struct header_reader *reader, const char *value)
{
	return set_expects(reader, "expects-svm", value, &reader->workload->expects_svm);
}

/* "cpuid 36" into a class (fresh) and a number; what follows, if anything, is in *rest. */
static bool class_and_number(const char *value, char **class, double *number, const char **rest)
{
	size_t n = strspn(value, WORD_CHARACTERS);
	size_t blanks = strspn(value + n, " \t"), length;
	const char *at = value + n + blanks;

	length = n && blanks ? number_scan(at, number) : 0;
	if (!length || *number > MOST_KNOWN)
		return false;
	*class = xstrndup(value, n);
	*rest = at + length + strspn(at + length, " \t");
	return true;
}

/* "if /dev/port", where that path exists, or "if stress-ng 0.15.06", with that version. */
static bool is_condition(const struct tool *tool, const char *text)
{
	const char *what = text + 3;
	size_t n = strlen(tool->name);

	if (strncmp(text, "if ", 3) != 0)
		return false;
	if (*what == '/')
		return true;
	return !strncmp(what, tool->name, n) && what[n] == ' ' && what[n + 1] &&
	       !strpbrk(what + n + 1, " \t");
}

/*
 * Several `known` lines are cases, and the first one whose condition is true counts. It is the test
 * tests/lab/known-answers that chooses one; here they are only checked.
 */
static int set_known(struct header_reader *reader, const char *value)
{
	_cleanup_free_ char *class = NULL;
	const char *rest = "";
	double number = 0;

	if (!class_and_number(value, &class, &number, &rest) ||
	    (*rest && !is_condition(reader->workload->tool, rest)))
		return bad_value(reader, "known", value,
				 "use a class and a number: 'cpuid 36', 'io 35 if /dev/port', "
				 "'cpuid 54 if stress-ng 0.15.06'");
	if (reader->known_class && strcmp(reader->known_class, class) != 0)
		return bad_value(reader, "known", value, "use the same class in each of the lines");
	free(reader->known_class);
	reader->known_class = take_ptr(class);
	return 0;
}

static int set_startup(struct header_reader *reader, const char *value)
{
	const char *rest = "";
	double number = 0;

	if (!class_and_number(value, &reader->startup_class, &number, &rest) || *rest)
		return bad_value(reader, "startup", value,
				 "use a class and a number, as in 'cpuid 200'");
	return 0;
}

/* Several lines of `why` make one text. */
static int set_why(struct header_reader *reader, const char *value)
{
	char *before = reader->workload->why;

	reader->workload->why = before ? xasprintf("%s %s", before, value) : xstrdup(value);
	free(before);
	return 0;
}

static const struct key {
	const char *name;
	int (*set)(struct header_reader *reader, const char *value);
	bool repeats;
	bool required;
} keys[] = {
	{ "title", set_title, .repeats = false, .required = true },
	{ "class", set_class, .repeats = false, .required = true },
	{ "why", set_why, .repeats = true, .required = true },
	{ "work", set_work, .repeats = false, .required = false },
	{ "needs", set_needs, .repeats = false, .required = false },
	{ "expects-vmx", set_expects_vmx, .repeats = false, .required = false },
	{ "expects-svm", set_expects_svm, .repeats = false, .required = false },
	{ "known", set_known, .repeats = true, .required = false },
	{ "startup", set_startup, .repeats = false, .required = false },
};

#define N_KEYS (sizeof(keys) / sizeof(keys[0]))

static int unknown_key(struct header_reader *reader, const char *name)
{
	struct suggestions suggestions = { .typed = name };
	_cleanup_strbuf_ struct strbuf keys_text = { 0 };

	strbuf_append(&keys_text, "the keys are ");
	for (size_t i = 0; i < N_KEYS; i++) {
		suggest(&suggestions, keys[i].name);
		strbuf_appendf(&keys_text, "%s%s", i ? ", " : "", keys[i].name);
	}
	job_line_error(&reader->line, reader->path, reader->err,
		       suggestions_text(&suggestions, strbuf_text(&keys_text)), "unknown key '%s'",
		       name);
	suggestions_free(&suggestions);
	return -1;
}

static int read_line(struct header_reader *reader, bool seen[N_KEYS])
{
	_cleanup_free_ char *name = NULL;
	_cleanup_free_ char *value = NULL;
	int found = job_line_header(&reader->line, reader->path, &name, &value, reader->err);

	if (found <= 0)
		return found;
	for (size_t i = 0; i < N_KEYS; i++) {
		if (strcmp(name, keys[i].name) != 0)
			continue;
		if (seen[i] && !keys[i].repeats)
			return job_line_error(&reader->line, reader->path, reader->err,
					      "leave one of the lines out", "second '%s'", name);
		seen[i] = true;
		return keys[i].set(reader, value);
	}
	return unknown_key(reader, name);
}

static bool is_seen(const bool seen[N_KEYS], const char *key)
{
	for (size_t i = 0; i < N_KEYS; i++)
		if (!strcmp(keys[i].name, key))
			return seen[i];
	return false;
}

/* Fills in those keys that the header of a user's job file leaves out. */
static int fill_in(struct workload *workload, const bool seen[N_KEYS], struct error *err)
{
	const char *slash = strrchr(workload->path, '/');
	struct error plain = ERROR_INIT;

	if (!workload->title)
		workload->title = xstrdup(slash ? slash + 1 : workload->path);
	if (!workload->class)
		workload->class = xstrdup("user");
	if (!workload->why)
		workload->why = xstrdup("");
	if (!workload->tool->understand(workload, is_seen(seen, "work"), is_seen(seen, "needs"),
					err))
		return 0;
	/* If the text has not even the form of a job file, the error can name the line. */
	if (workload->tool->check(workload->text, workload->path, &plain))
		*err = plain;
	return -1;
}

static int read_header(struct header_reader *reader)
{
	struct workload *workload = reader->workload;
	bool seen[N_KEYS] = { false };

	while (job_next_line(&reader->line))
		if (read_line(reader, seen))
			return -1;
	if (workload->from_user && fill_in(workload, seen, reader->err))
		return -1;
	for (size_t i = 0; i < N_KEYS; i++)
		if (keys[i].required && !seen[i] && !workload->from_user)
			return error_set(reader->err,
					 "no '%s' in '%s'; add '# exitbench: %s = ...'",
					 keys[i].name, reader->path, keys[i].name);
	if (reader->startup_class &&
	    (!reader->known_class || strcmp(reader->startup_class, reader->known_class) != 0))
		return error_set(
			reader->err,
			"'startup' without 'known' in '%s'; add '# exitbench: known = %s N'",
			reader->path, reader->startup_class);
	return 0;
}

/* Makes the job once, so that an error, such as a missing duration, shows now. */
static int try_job(const struct workload *workload, struct error *err)
{
	_cleanup_free_ char *job = NULL;

	/* A job that the tool has accepted is not checked again. */
	if (!workload->n_sections && workload->tool->check(workload->text, workload->path, err))
		return -1;
	return workload->tool->job(workload, workload->text, 1, &job, err);
}

static int read_workload(struct workload *workload, const char *name, const char *path,
			 bool from_user, struct error *err)
{
	struct header_reader reader = { .workload = workload, .path = path, .err = err };
	char *text;
	int failed;

	*workload = (struct workload){ .tool = tool_for_file(path), .from_user = from_user };
	if (!workload->tool)
		return error_set(err, "not a job file: '%s'; use '.stress', '.fio' or '.job'",
				 path);
	if (job_read_text(path, &text, err))
		return -1;
	if (from_user && workload->tool->expand) {
		char *whole = workload->tool->expand(text, path, err);

		free(text);
		if (!whole)
			return -1;
		text = whole;
	}
	workload->text = text;
	workload->name = xstrdup(name);
	workload->path = xstrdup(path);
	sha256_hex(text, strlen(text), workload->sha256);
	reader.line.next = text;
	failed = read_header(&reader) || try_job(workload, err);
	free(reader.known_class);
	free(reader.startup_class);
	if (failed)
		workload_free(workload);
	return failed ? -1 : 0;
}

int workload_read(struct workload *workload, const char *name, const char *path, struct error *err)
{
	return read_workload(workload, name, path, false, err);
}

int workload_read_user_job(struct workload *workload, const char *name, const char *path,
			   struct error *err)
{
	return read_workload(workload, name, path, true, err);
}
