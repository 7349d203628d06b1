// SPDX-License-Identifier: GPL-2.0-only
/*
 * stress-ng. Of an option that stands both in the job file and on the command
 * line the job file's wins, so a duration is put into the job. Metrics come as
 * YAML; a stressor that could not run has none, and with no stressor at all there
 * is no file although the exit status is 0.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "workload/jobtext.h"
#include "workload/report_stressng.h"
#include "workload/tool.h"

/* Of a job of the user's own that says neither how long nor how much; as the project's do. */
#define OWN_DURATION_S 3

/* It shares operations out to instances in whole numbers, and its seconds are an alarm clock's. */
#define KEPT_SHARE 0.9

/* The operations that all lines such as "x86cpuid-ops 1024" ask for. False: there is none. */
static bool asked_ops(const char *text, double *ops)
{
	struct job_line line = JOB_LINES(text);
	bool any = false;

	*ops = 0;
	while (job_next_line(&line)) {
		size_t n = 0;

		while (n < line.length && !strchr(" \t=#", line.text[n]))
			n++;
		if (n <= 4 || n == line.length || memcmp(line.text + n - 4, "-ops", 4) != 0)
			continue;
		n += strspn(line.text + n, " \t=");
		*ops += strtod(line.text + n, NULL);
		any = true;
	}
	return any;
}

static bool limits_ops(const char *text)
{
	double ops;

	return asked_ops(text, &ops);
}

/* "timeout 3s", "timeout 1m"; 0: there is none, or one that has no end. */
static double asked_s(const char *text)
{
	static const struct {
		char suffix;
		double s;
	} units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 } };
	_cleanup_free_ char *value = job_value(text, "timeout");
	char *end = value;
	double n = value ? strtod(value, &end) : 0;

	for (size_t i = 0; value && i < sizeof(units) / sizeof(units[0]); i++)
		if (*end == units[i].suffix)
			return n * units[i].s;
	return n;
}

/*
 * Ended by a signal from outside it reports what it has done until then, and success. With both
 * limits in a job either may end it.
 */
static char *stressng_cut_short(const char *job, double ops, double wall_s)
{
	double wanted_s = asked_s(job), wanted_ops;

	if (asked_ops(job, &wanted_ops)) {
		if (wanted_s > 0 || ops >= KEPT_SHARE * wanted_ops)
			return NULL;
		return xasprintf("%.0f of %.0f operations were done", ops, wanted_ops);
	}
	if (wall_s >= KEPT_SHARE * wanted_s)
		return NULL;
	return xasprintf("it ended after %.1f s of %.0f s", wall_s, wanted_s);
}

#define OPTION_CHARACTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"

static int stressng_check(const char *text, const char *path, struct error *err)
{
	struct job_line line = JOB_LINES(text);
	bool any = false;

	while (job_next_line(&line)) {
		size_t n = strspn(line.text, OPTION_CHARACTERS);

		if (!line.length || *line.text == '#')
			continue;
		/* A header of ours, which job_line_header() takes, but stress-ng would not. */
		if (*line.text == ';')
			continue;
		if (*line.text == '-')
			return job_line_error(&line, path, err,
					      "a stress-ng job has options without the dashes",
					      "option with dashes");
		if (!n || (n < line.length && !strchr(" \t=#", line.text[n])))
			return job_line_error(&line, path, err,
					      "a stress-ng job is lines such as 'cpu 1'",
					      "no option of stress-ng");
		any = true;
	}
	return any ? 0 : error_set(err, "no job in '%s'; write lines such as 'cpu 1'", path);
}

static void stressng_guess(struct workload *workload, bool work_told, bool needs_told)
{
	(void)needs_told;
	if (!work_told)
		workload->fixed_ops = limits_ops(workload->text);
}

static bool ends_line(const char *text)
{
	return !*text || text[strlen(text) - 1] == '\n';
}

static int stressng_job(const struct workload *workload, const char *text, double duration_s,
			char **job, struct error *err)
{
	_cleanup_free_ char *timeout = NULL;
	bool timed = job_sets(text, "timeout");

	if (workload->fixed_ops) {
		if (!limits_ops(text))
			return error_set(err, "no fixed work in '%s'; add a line as 'cpu-ops 100'",
					 workload->path);
		*job = xstrdup(text);
		return 0;
	}
	if (!timed && !workload->own)
		return error_set(err, "no duration in '%s'; add a line as 'timeout 3s'",
				 workload->path);
	if (duration_s <= 0 && timed) {
		*job = xstrdup(text);
		return 0;
	}
	/* It knows whole seconds only, and 0 means for ever. By itself it would run for a day. */
	if (duration_s <= 0)
		duration_s = OWN_DURATION_S;
	timeout = xasprintf("timeout %.0fs", fmax(1, round(duration_s)));
	*job = timed ? job_replace(text, "timeout", NULL, timeout) :
		       xasprintf("%s%s%s\n", text, ends_line(text) ? "" : "\n", timeout);
	return 0;
}

/* Not quiet: that would also keep it from saying why it fails. */
static char **stressng_argv(const struct workload *workload, const char *job_path,
			    const char *report_path)
{
	const char *temp = access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm";
	const char *const argv[] = {
		"stress-ng",   "--job",
		job_path,      "--metrics",
		"--yaml",      report_path,
		"--temp-path", workload->need_disk ? workload_disk_folder() : temp,
		NULL,
	};

	return tool_argv(argv);
}

static char **stressng_prepare(const struct workload *workload, const char *job_path)
{
	(void)workload;
	(void)job_path;
	return NULL;
}

const struct tool tool_stressng = {
	.name = "stress-ng",
	.suffix = ".stress",
	.op = "bogo-op",
	.check = stressng_check,
	.guess = stressng_guess,
	.job = stressng_job,
	.argv = stressng_argv,
	.prepare = stressng_prepare,
	.parse = report_stressng_parse,
	.cut_short = stressng_cut_short,
	.report_suffix = ".yaml",
};
