// SPDX-License-Identifier: GPL-2.0-only
/*
 * fio answers with one line, "fio --bs=4k --name=a --rw=read ... --name=b ...", in which options
 * before the first name are those of [global]. The line is ambiguous in two ways: the options of a
 * [global] between two jobs look like those of the first job, and a job's own option "name", or a
 * value that contains " --name=", looks like a second job. So if the names are not those of the
 * sections, each section is asked for by itself.
 */
#include "workload/fio_options.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/strbuf.h"
#include "workload/ask.h"
#include "workload/jobtext.h"

/* A section of the file's text. */
struct stretch {
	char *name;
	const char *begin, *end;
	bool global;
};

struct stretches {
	struct stretch *list;
	size_t n;
	bool late_global; /* a [global] section comes after a job */
};

static void free_stretches(struct stretches *all)
{
	for (size_t i = 0; i < all->n; i++)
		free(all->list[i].name);
	free(all->list);
}

static void find_stretches(const char *text, struct stretches *all)
{
	struct job_line line = JOB_LINES(text);
	bool job = false;

	*all = (struct stretches){ 0 };
	while (job_next_line(&line)) {
		struct stretch *stretch;

		if (*line.text != '[' || !line.length)
			continue;
		all->list = xgrow(all->list, all->n, sizeof(*all->list));
		stretch = &all->list[all->n++];
		stretch->name = xstrndup(line.text + 1, strcspn(line.text + 1, "]\n"));
		stretch->begin = line.text;
		stretch->global = !strncmp(stretch->name, "global", 6);
		all->late_global |= stretch->global && job;
		job |= !stretch->global;
	}
	for (size_t i = 0; i < all->n; i++)
		all->list[i].end = i + 1 < all->n ? all->list[i + 1].begin : text + strlen(text);
}

static size_t n_jobs(const struct stretches *all)
{
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++)
		n += !all->list[i].global;
	return n;
}

/* The text of one job, together with the [global] sections before it. */
static char *text_of(const struct stretches *all, size_t job)
{
	struct strbuf text = { 0 };

	for (size_t i = 0; i <= job; i++) {
		const struct stretch *s = &all->list[i];

		if (s->global || i == job)
			strbuf_append_bytes(&text, s->begin, (size_t)(s->end - s->begin));
	}
	return strbuf_take(&text);
}

static void add_option(struct fio_section *section, const char *name, size_t length,
		       const char *value)
{
	struct fio_option *option;

	section->options = xgrow(section->options, section->n_options, sizeof(*section->options));
	option = &section->options[section->n_options++];
	option->name = xstrndup(name, length);
	option->value = value ? xstrdup(value) : NULL;
}

static void free_section(struct fio_section *section)
{
	for (size_t i = 0; i < section->n_options; i++) {
		free(section->options[i].name);
		free(section->options[i].value);
	}
	free(section->options);
	free(section->name);
	*section = (struct fio_section){ 0 };
}

void fio_job_free(struct fio_job *job)
{
	for (size_t i = 0; i < job->n; i++)
		free_section(&job->sections[i]);
	free(job->sections);
	*job = (struct fio_job){ 0 };
}

static void begin_section(struct fio_job *job, const struct fio_section *global, const char *name)
{
	struct fio_section *section;

	job->sections = xgrow(job->sections, job->n, sizeof(*job->sections));
	section = &job->sections[job->n++];
	section->name = xstrdup(name);
	for (size_t i = 0; i < global->n_options; i++)
		add_option(section, global->options[i].name, strlen(global->options[i].name),
			   global->options[i].value);
}

/* The beginning of the answer's next option, or its end. Only a description is in quotes. */
static char *next_option(char *at)
{
	char *end = strncmp(at, "--description=\"", 15) != 0 ? NULL : strstr(at + 15, "\" --");
	char *next = end ? end + 1 : strstr(at, " --");

	while (next && !islower((unsigned char)next[3]))
		next = strstr(next + 1, " --");
	return next;
}

/*
 * Takes the answer apart; it is changed. Where it is about a single job that has an option "name",
 * a second name is that option.
 */
static void read_answer(char *answer, bool single, struct fio_job *job)
{
	struct fio_section global = { 0 };

	for (char *at = strstr(answer, " --"), *next; at; at = next) {
		char *name = at + 3, *value;

		next = next_option(at + 1);
		if (next)
			*next = '\0';
		for (size_t n = strlen(name); n && name[n - 1] == ' '; n--)
			name[n - 1] = '\0';
		value = strchr(name, '=');
		if (!strncmp(name, "name=", 5) && !(single && job->n))
			begin_section(job, &global, value + 1);
		else
			add_option(job->n ? &job->sections[job->n - 1] : &global, name,
				   strcspn(name, "="), value ? value + 1 : NULL);
		if (next)
			*next = ' ';
	}
	free_section(&global);
}

/* The first variable of the text that the environment lacks, in fresh memory; NULL: none. */
static char *unset_variable(const char *text)
{
	for (const char *at = text; (at = strstr(at, "${")); at += 2) {
		size_t n = strcspn(at + 2, "}\n");
		_cleanup_free_ char *name = xstrndup(at + 2, n);
		const char *value = getenv(name);

		if (at[2 + n] == '}' && (!value || !*value))
			return take_ptr(name);
	}
	return NULL;
}

static int refused(const char *text, const char *path, const char *answer, struct error *err)
{
	_cleanup_free_ char *variable = unset_variable(text);
	_cleanup_free_ char *words = tool_complaint(answer);

	if (variable)
		return error_set(err,
				 "fio does not take '%s': its variable '%s' has no value; set it "
				 "in the environment",
				 path, variable);
	return error_set(err,
			 "fio does not take '%s': it says '%s'; 'fio --parse-only FILE' shows "
			 "all of it",
			 path, words);
}

/* Finds the line with the options among the messages of the answer, and terminates it. */
static char *options_line(char *answer)
{
	char *line = answer;

	while (line && strncmp(line, "fio --", 6) != 0) {
		line = strchr(line, '\n');
		if (line)
			line++;
	}
	if (line)
		line[strcspn(line, "\n")] = '\0';
	return line;
}

static int ask(const char *text, const char *path, bool single, struct fio_job *job,
	       struct error *err)
{
	static const char *const argv[] = { "fio", "--showcmd", "@JOB", NULL };
	_cleanup_free_ char *answer = NULL;
	int status = tool_ask(argv, text, &answer, err);
	char *line;

	if (status < 0)
		return -1;
	if (status)
		return refused(text, path, answer, err);
	line = options_line(answer);
	if (!line)
		return error_set(err, "no job in '%s'; begin one with '[name]'", path);
	read_answer(line, single, job);
	return 0;
}

static bool names_match(const struct fio_job *job, const struct stretches *all)
{
	size_t n = 0;

	if (job->n != n_jobs(all))
		return false;
	for (size_t i = 0; i < all->n; i++) {
		if (all->list[i].global)
			continue;
		if (strcmp(job->sections[n].name, all->list[i].name) != 0)
			return false;
		n++;
	}
	return true;
}

static int ask_each(const struct stretches *all, const char *path, struct fio_job *job,
		    struct error *err)
{
	for (size_t i = 0; i < all->n; i++) {
		_cleanup_free_ char *text = NULL;
		struct fio_job one = { 0 };

		if (all->list[i].global)
			continue;
		text = text_of(all, i);
		if (ask(text, path, job_sets(text, "name"), &one, err))
			return -1;
		/* A value that contains " --name=" looks like a second job; the rest is lost. */
		job->sections = xgrow(job->sections, job->n, sizeof(*job->sections));
		if (one.n) {
			job->sections[job->n++] = one.sections[0];
			one.sections[0] = (struct fio_section){ 0 };
		}
		fio_job_free(&one);
	}
	return 0;
}

int fio_ask(const char *text, const char *path, struct fio_job *job, struct error *err)
{
	struct stretches all;
	int rc;

	*job = (struct fio_job){ 0 };
	rc = ask(text, path, false, job, err);
	find_stretches(text, &all);
	if (!rc && (all.late_global || !names_match(job, &all))) {
		fio_job_free(job);
		rc = ask_each(&all, path, job, err);
	}
	free_stretches(&all);
	if (!rc && !job->n)
		rc = error_set(err, "no job in '%s'; begin one with '[name]'", path);
	if (rc)
		fio_job_free(job);
	return rc;
}

const char *fio_value(const struct fio_section *section, const char *name)
{
	for (size_t i = section->n_options; i > 0; i--)
		if (!strcmp(section->options[i - 1].name, name))
			return section->options[i - 1].value ? section->options[i - 1].value : "1";
	return NULL;
}

bool fio_is_on(const struct fio_section *section, const char *name)
{
	const char *value = fio_value(section, name);

	return value && strtol(value, NULL, 0) != 0;
}

double fio_time(const char *value)
{
	static const struct {
		const char *unit;
		double s;
	} units[] = { { "us", 1e-6 }, { "usec", 1e-6 }, { "ms", 1e-3 }, { "msec", 1e-3 },
		      { "s", 1 },     { "m", 60 },      { "h", 3600 },  { "d", 86400 } };
	const char *dash = strrchr(value, '-'), *begin = dash && dash > value ? dash + 1 : value;
	char *end;
	double number = (double)strtoll(begin, &end, 10);

	if (end == begin)
		return NAN;
	if (!*end)
		return number;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (!strcasecmp(end, units[i].unit))
			return number * units[i].s;
	return NAN;
}

double fio_seconds(const struct fio_section *section, const char *name)
{
	const char *value = fio_value(section, name);

	return value ? fio_time(value) : 0;
}
