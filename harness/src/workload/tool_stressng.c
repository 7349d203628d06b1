// SPDX-License-Identifier: GPL-2.0-only
/*
 * stress-ng. If an option is in the job file and on the command line, the one in
 * the job file is used, so a duration is put into the job. Metrics come as YAML. A
 * stressor that could not run has no metrics; if no stressor could run there is no
 * file, although the exit status is 0.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/argv.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "workload/jobtext.h"
#include "workload/report_stressng.h"
#include "workload/stressng_understand.h"
#include "workload/tool.h"

/* stress-ng gives each instance whole operations, and its alarm has whole seconds. */
#define KEPT_SHARE 0.9

static bool limits_ops(const char *text)
{
	return stressng_asked_ops(text, NULL) != 0;
}

/* Metrics with this ending show which stressors a report has. */
static const char *const ops_suffix = ".bogo-ops";

/* "vm" of "vm.bogo-ops", and of "vm.bogo-ops#2", in fresh memory; NULL: another metric. */
static char *stressor_of(const struct tool_metric *metric)
{
	const char *found = strstr(metric->name, ops_suffix);
	char after = found ? found[strlen(ops_suffix)] : 'x';

	if (after && after != '#')
		return NULL;
	return xstrndup(metric->name, (size_t)(found - metric->name));
}

/* What the stressors in the report of a run were asked to do. */
struct asked {
	double timed; /* how many of them end by their time only */
	double ops;   /* operations asked of the others; -1: not known */
	double done;  /* operations that the others did */
};

static struct asked what_was_asked(const struct tool_run *run)
{
	struct asked asked = { 0 };

	for (size_t i = 0; i < run->report->n_metrics; i++) {
		_cleanup_free_ char *name = stressor_of(&run->report->metrics[i]);
		double ops = name ? stressng_asked_ops(run->job, name) : 0;

		if (!name)
			continue;
		asked.timed += ops == 0;
		asked.done += ops == 0 ? 0 : run->report->metrics[i].value;
		asked.ops = ops < 0 || asked.ops < 0 ? -1 : asked.ops + ops;
	}
	return asked;
}

/*
 * If a signal from outside ends stress-ng, it reports what it has done until then, and success. If
 * both a time and a number of operations are set, either may end it.
 */
static char *stressng_cut_short(const struct tool_run *run)
{
	struct asked asked = what_was_asked(run);
	bool defaulted = false;
	double said_s = stressng_said_s(run->output, &defaulted);

	if (asked.timed > 0 && said_s > 0) {
		double wanted_s = said_s * (stressng_is_sequential(run->job) ? asked.timed : 1);

		if (run->wall_s >= KEPT_SHARE * wanted_s)
			return NULL;
		return xasprintf("it ended after %.1f s of %.0f s", run->wall_s, wanted_s);
	}
	if (asked.timed > 0 || !defaulted || asked.done >= KEPT_SHARE * asked.ops)
		return NULL;
	return xasprintf("%.0f of %.0f operations were done", asked.done, asked.ops);
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
		/* job_line_header() accepts this as a header line, but stress-ng would not. */
		if (*line.text == ';')
			continue;
		if (*line.text == '-')
			return job_line_error(&line, path, err,
					      "a stress-ng job has options without the dashes",
					      "option with dashes");
		if (!n || (n < line.length && !strchr(" \t=#", line.text[n])))
			return job_line_error(&line, path, err,
					      "a stress-ng job is lines such as 'cpu 1'",
					      "not an option of stress-ng");
		any = true;
	}
	return any ? 0 : error_set(err, "no job in '%s'; write lines such as 'cpu 1'", path);
}

static bool ends_line(const char *text)
{
	return !*text || text[strlen(text) - 1] == '\n';
}

static char *with_timeout(const char *text, double duration_s)
{
	/* stress-ng only takes whole seconds, and 0 means for ever. The last line is used. */
	return xasprintf("%s%stimeout %.0fs\n", text, ends_line(text) ? "" : "\n",
			 fmax(1, round(duration_s)));
}

/* A user's job, with an end and with its report in the expected place. */
static char *user_job(const struct workload *workload, const char *text, double duration_s)
{
	_cleanup_free_ char *plain = stressng_without_hiding(text);

	bool ends =
		workload->n_sections ? !workload_is_endless(workload) : job_sets(text, "timeout");

	if (workload->fixed_ops || (duration_s <= 0 && ends))
		return xstrdup(plain);
	return with_timeout(plain, duration_s > 0 ? duration_s : STRESSNG_DEFAULT_DURATION_S);
}

static int stressng_job(const struct workload *workload, const char *text, double duration_s,
			char **job, struct error *err)
{
	_cleanup_free_ char *timeout = NULL;

	if (workload->fixed_ops && !limits_ops(text))
		return error_set(err, "no fixed work in '%s'; add a line as 'cpu-ops 100'",
				 workload->path);
	if (workload->from_user) {
		*job = user_job(workload, text, duration_s);
		return 0;
	}
	if (workload->fixed_ops) {
		*job = xstrdup(text);
		return 0;
	}
	if (!job_sets(text, "timeout"))
		return error_set(err, "no duration in '%s'; add a line as 'timeout 3s'",
				 workload->path);
	timeout = xasprintf("timeout %.0fs", fmax(1, round(duration_s)));
	*job = duration_s > 0 ? job_replace(text, "timeout", NULL, timeout) : xstrdup(text);
	return 0;
}

/* It is not run quietly, because then it would not say why it fails. */
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

	return argv_copy(argv);
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
	.understand = stressng_understand,
	.job = stressng_job,
	.argv = stressng_argv,
	.prepare = stressng_prepare,
	.parse = report_stressng_parse,
	.cut_short = stressng_cut_short,
	.report_suffix = ".yaml",
};
