// SPDX-License-Identifier: GPL-2.0-only
/*
 * fio. Options of a job file win over those of the command line, so a duration
 * and the data folder are put into the job.
 */
#include <string.h>

#include "base/argv.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "workload/fio_include.h"
#include "workload/fio_understand.h"
#include "workload/jobtext.h"
#include "workload/report_fio.h"
#include "workload/tool.h"

#define OPTION_CHARACTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."

/* Whether the line is an option: a word, or a word, '=' and anything. */
static bool is_option(const struct job_line *line)
{
	size_t n = strspn(line->text, OPTION_CHARACTERS), rest = n;

	while (rest < line->length && strchr(" \t", line->text[rest]))
		rest++;
	return n && (rest >= line->length || strchr("=#;", line->text[rest]) ||
		     job_line_sets(line, "include", NULL));
}

static int fio_check(const char *text, const char *path, struct error *err)
{
	struct job_line line = JOB_LINES(text);
	bool any = false, inside = false;

	while (job_next_line(&line)) {
		if (!line.length || strchr("#;", *line.text))
			continue;
		if (*line.text == '[') {
			if (!memchr(line.text, ']', line.length))
				return job_line_error(&line, path, err, "write '[name]'",
						      "section without its end");
			any |= strncmp(line.text, "[global]", 8) != 0;
			inside = true;
		} else if (job_line_sets(&line, "include", NULL)) {
			any = inside = true;
		} else if (!is_option(&line)) {
			return job_line_error(
				&line, path, err,
				"a fio job is lines such as 'rw=read' below a '[name]'",
				"not an option of fio");
		} else if (!inside) {
			return job_line_error(&line, path, err, "begin the job with '[name]'",
					      "option outside of a section");
		}
	}
	return any ? 0 : error_set(err, "no job in '%s'; begin one with '[name]'", path);
}

static int check_work(const struct workload *workload, const char *text, struct error *err)
{
	bool timed = job_sets(text, "time_based");

	if (workload->fixed_ops && timed)
		return error_set(err, "both 'work = ops' and 'time_based' in '%s'; choose one",
				 workload->path);
	if (!workload->fixed_ops && (!timed || !job_sets(text, "runtime")))
		return error_set(err, "no duration in '%s'; add 'time_based' and 'runtime=3'",
				 workload->path);
	return 0;
}

/*
 * The line that names the folder for disk workloads. In a job file ':' separates folders, '#' and
 * ';' begin a comment, and "${" begins a variable. A folder with such a character in its name is
 * written as ".", because fio is started in it.
 */
static char *directory_line(void)
{
	const char *folder = workload_disk_folder();

	return xasprintf("directory=%s", strpbrk(folder, ":;#$\\") ? "." : folder);
}

/* Replaces the folder that the project's job files name by the one for disk workloads. */
static char *placed(const struct workload *workload, const char *text)
{
	_cleanup_free_ char *line = directory_line();

	if (workload->from_user && !workload->need_disk)
		return xstrdup(text);
	return job_replace(text, "directory", WORKLOAD_DISK_FOLDER, line);
}

static int fio_job(const struct workload *workload, const char *text, double duration_s, char **job,
		   struct error *err)
{
	_cleanup_free_ char *runtime = xasprintf("runtime=%.0fms", duration_s * 1000);
	_cleanup_free_ char *here = placed(workload, text);

	/* If there are no sections, fio was not asked, or the file belongs to the project. */
	if (!workload->n_sections && !workload->from_user && check_work(workload, text, err))
		return -1;
	if (workload->fixed_ops || duration_s <= 0)
		*job = take_ptr(here);
	else if (workload->from_user)
		*job = fio_with_duration(workload, here, duration_s);
	else
		*job = job_replace(here, "runtime", NULL, runtime);
	return 0;
}

static char **fio_argv(const struct workload *workload, const char *job_path,
		       const char *report_path)
{
	const char *const argv[] = { "fio",      "--eta=never", "--output-format=json",
				     "--output", report_path,   job_path,
				     NULL };

	(void)workload;
	return argv_copy(argv);
}

/* Creating the files writes a lot, which must not happen in a measured window. */
static char **fio_prepare(const struct workload *workload, const char *job_path)
{
	const char *const argv[] = { "fio", "--eta=never", "--create_only=1", job_path, NULL };

	(void)workload;
	return argv_copy(argv);
}

const struct tool tool_fio = {
	.name = "fio",
	.suffix = ".fio",
	.op = "I/O",
	.check = fio_check,
	.expand = fio_expand,
	.understand = fio_understand,
	.job = fio_job,
	.argv = fio_argv,
	.prepare = fio_prepare,
	.parse = report_fio_parse,
	.report_suffix = ".json",
};
