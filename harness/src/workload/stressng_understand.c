// SPDX-License-Identifier: GPL-2.0-only
#include "workload/stressng_understand.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "workload/ask.h"
#include "workload/jobtext.h"
#include "workload/place.h"

/* "3 secs", "1 min, 30 secs", "1 day": the units are words, in one form or the other. */
static double unit_s(const char *word)
{
	static const struct {
		const char *word;
		double s;
	} units[] = { { "sec", 1 },     { "min", 60 },      { "hour", 3600 },
		      { "day", 86400 }, { "week", 604800 }, { "year", 31556926 } };

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (!strncmp(word, units[i].word, strlen(units[i].word)))
			return units[i].s;
	return 0;
}

/* 0.15 says "86400 second (1 day, 0.00 secs)", 0.19 "2 hours, 5 secs", 0.21 "infinite". */
static double read_duration(const char *at, const char *end)
{
	double sum = 0;

	if (!strncmp(at, "infinite", 8))
		return 0;
	for (;;) {
		char *rest;
		double number = strtod(at, &rest), unit = unit_s(rest + strspn(rest, " "));

		if (rest == at || !(unit > 0))
			return -1;
		sum += number * unit;
		rest += strspn(rest, " ");
		at = rest + strcspn(rest, " ,");
		if (at >= end || *at != ',')
			return sum;
		at++;
	}
}

double stressng_said_s(const char *output, bool *defaulted)
{
	const char *end = strstr(output, " run per stressor"), *at = end;

	if (!end)
		return -1;
	while (at > output && at[-1] != '\n')
		at--;
	if (defaulted)
		*defaulted = memmem(at, (size_t)(end - at), "defaulting", 10);
	at = memmem(at, (size_t)(end - at), " to a ", 6);
	return at ? read_duration(at + 6, end) : -1;
}

/*
 * Whether the line's first word is the name with "-ops" or a beginning of that behind it. If this
 * could be another option, too, stress-ng refuses it. A NULL name stands for any name.
 */
static bool is_ops_line(const struct job_line *line, const char *name)
{
	size_t n = 0, stem;

	while (n < line->length && !strchr(" \t=#", line->text[n]))
		n++;
	for (stem = n; stem && line->text[stem] != '-'; stem--)
		;
	if (!stem || n == line->length || n - stem < 2 || n - stem > 4 ||
	    memcmp(line->text + stem, "-ops", n - stem) != 0)
		return false;
	return !name || (strlen(name) == stem && !memcmp(line->text, name, stem));
}

double stressng_asked_ops(const char *text, const char *name)
{
	struct job_line line = JOB_LINES(text);
	double ops = 0;

	while (job_next_line(&line)) {
		const char *value;
		char *end;

		if (!is_ops_line(&line, name))
			continue;
		value = line.text + strcspn(line.text, " \t=");
		value += strspn(value, " \t=");
		ops = strtod(value, &end);
		if (end == value || !strchr(" \t\r\n#", *end) || !isfinite(ops) || ops < 0)
			ops = -1;
	}
	return ops;
}

bool stressng_is_sequential(const char *text)
{
	struct job_line line = JOB_LINES(text);
	bool sequential = false;

	while (job_next_line(&line)) {
		if (job_line_sets(&line, "run", "sequential") ||
		    job_line_sets(&line, "run", "sequentially") ||
		    job_line_sets(&line, "run", "seq") || job_line_sets_cut(&line, "sequential", 3))
			sequential = true;
		else if (job_line_sets(&line, "run", "parallel") ||
			 job_line_sets(&line, "run", "par") ||
			 job_line_sets(&line, "run", "together"))
			sequential = false;
	}
	return sequential;
}

/*
 * An option may be shortened as long as it differs from all others ("yield" and "quota" begin like
 * these two). A quiet job would not say what it does, nor why it fails.
 */
static bool hides(const struct job_line *line)
{
	return job_line_sets_cut(line, "yaml", 2) || job_line_sets_cut(line, "quiet", 3);
}

static void comment_out(const struct job_line *line, const char *whole, size_t size, void *context,
			struct strbuf *out)
{
	(void)context;
	if (hides(line))
		strbuf_append(out, "# ");
	strbuf_append_bytes(out, whole, size);
}

char *stressng_without_hiding(const char *text)
{
	return job_rewrite(text, comment_out, NULL);
}

/* "dispatching hogs: 1 cpu, 2 vm" becomes sections. Returns false if it does not say so. */
static bool add_stressors(struct workload *workload, const char *answer)
{
	const char *at = strstr(answer, "dispatching hogs: "), *end;

	if (!at)
		return false;
	at += strlen("dispatching hogs: ");
	end = strchrnul(at, '\n');
	while (at < end) {
		size_t n;

		at += strspn(at, " ,0123456789");
		n = strcspn(at, ",\n");
		if (n) {
			_cleanup_free_ char *name = xstrndup(at, n);

			workload_add_section(workload, name);
		}
		at += n;
	}
	return workload->n_sections;
}

/* The stressors that work with files, as stress-ng lists them; asked for once. */
static const char *file_stressors(void)
{
	static const char *const classes[] = { "io?", "filesystem?" };
	static char *list;
	struct strbuf names = { 0 };
	struct error err = ERROR_INIT;

	for (size_t i = 0; !list && i < sizeof(classes) / sizeof(classes[0]); i++) {
		const char *const argv[] = { "stress-ng", "--class", classes[i], NULL };
		_cleanup_free_ char *answer = NULL;

		if (tool_ask(argv, NULL, &answer, &err) >= 0)
			strbuf_append(&names, answer);
	}
	if (!list)
		list = strbuf_take(&names);
	return list;
}

static bool works_with_files(const struct workload *workload)
{
	const char *list = file_stressors();

	for (size_t i = 0; i < workload->n_sections; i++) {
		_cleanup_free_ char *word = xasprintf(" %s", workload->sections[i].name);
		size_t n = strlen(word);

		for (const char *at = list; (at = strstr(at, word)); at += n)
			if (strchr(" \n", at[n]))
				return true;
	}
	return false;
}

static void decide_place(struct workload *workload, bool says_needs)
{
	_cleanup_free_ char *named = job_last_value(workload->text, "temp-path", 3);
	const char *memory;

	if (!says_needs && (works_with_files(workload) || (named && *named != '/'))) {
		workload->need_disk = !named || *named != '/';
		workload->needs = workload->need_disk ? xstrdup("disk") : NULL;
	}
	if (!named && !workload->need_disk)
		return;
	memory = place_in_memory(named ? named : workload_disk_folder(), workload_disk_folder());
	if (memory)
		workload_add_note(workload,
				  "what it writes to, '%s', is kept in memory (%s), not on a "
				  "disk",
				  named ? named : workload_disk_folder(), memory);
}

/* A stressor with a limit of operations ends when it is reached, all others by time. */
static void decide_work(struct workload *workload, double said_s, bool defaulted, bool says_work)
{
	bool sequential = stressng_is_sequential(workload->text), all = true;

	for (size_t i = 0; i < workload->n_sections; i++) {
		struct job_section *section = &workload->sections[i];

		section->ops = stressng_asked_ops(workload->text, section->name);
		section->timed = section->ops == 0;
		section->time_s = said_s > 0 && !defaulted ? said_s : 0;
		section->behind = sequential;
		all &= !section->timed;
	}
	if (!says_work)
		workload->fixed_ops = all;
	if (!workload->fixed_ops && (defaulted || said_s == 0))
		workload_add_note(
			workload,
			"it sets no end, and stress-ng would run it for %s: it is run for "
			"%d s, or as --duration says; add a line as 'timeout %ds'",
			said_s == 0 ? "ever" : "a day", STRESSNG_DEFAULT_DURATION_S,
			STRESSNG_DEFAULT_DURATION_S);
	for (size_t i = 0; i < workload->n_sections && !workload->fixed_ops; i++) {
		struct job_section *section = &workload->sections[i];

		section->endless = defaulted || said_s == 0;
		if (section->endless)
			section->time_s = STRESSNG_DEFAULT_DURATION_S;
	}
}

static int ask(struct workload *workload, char **answer, struct error *err)
{
	static const char *const argv[] = { "stress-ng", "--job", "@JOB", "--dry-run", NULL };
	_cleanup_free_ char *text = stressng_without_hiding(workload->text);
	int status = tool_ask(argv, text, answer, err);
	_cleanup_free_ char *words = NULL;

	if (status < 0)
		return -1;
	if (status == 0 && add_stressors(workload, *answer))
		return 0;
	words = tool_complaint(*answer);
	return error_set(
		err, "stress-ng does not take '%s': it says '%s'; %s", workload->path, words,
		strstr(workload->text, "\r\n") ?
			"its lines end as on Windows, and stress-ng reads that as a part of "
			"the values; convert it: sed -i 's/\\r$//' FILE" :
			"'stress-ng --job FILE --dry-run' shows all of it");
}

int stressng_understand(struct workload *workload, bool says_work, bool says_needs,
			struct error *err)
{
	_cleanup_free_ char *program = file_find_program("stress-ng");
	_cleanup_free_ char *answer = NULL;
	bool defaulted = false;
	double said_s;

	if (!program) {
		if (!says_work)
			workload->fixed_ops = stressng_asked_ops(workload->text, NULL) != 0;
		return 0;
	}
	if (ask(workload, &answer, err))
		return -1;
	said_s = stressng_said_s(answer, &defaulted);
	decide_work(workload, said_s, defaulted, says_work);
	decide_place(workload, says_needs);
	return 0;
}
