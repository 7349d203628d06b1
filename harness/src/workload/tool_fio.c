// SPDX-License-Identifier: GPL-2.0-only
/*
 * fio. Options of a job file win over those of the command line, so a duration
 * and the data folder are put into the job. Its JSON report may have messages
 * before it, or consist of nothing else when fio gives up.
 */
#include <jansson.h>
#include <limits.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "workload/jobtext.h"
#include "workload/tool.h"

#define LARGEST_REPORT (16 << 20)

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
				"no option of fio");
		} else if (!inside) {
			return job_line_error(&line, path, err, "begin the job with '[name]'",
					      "option outside of a section");
		}
	}
	return any ? 0 : error_set(err, "no job in '%s'; begin one with '[name]'", path);
}

/* Whether fio would lay out its files wherever it is started. */
static bool needs_folder(const char *text)
{
	_cleanup_free_ char *file = job_value(text, "filename");
	_cleanup_free_ char *engine = job_value(text, "ioengine");

	if (job_sets(text, "directory") || (file && *file == '/'))
		return false;
	return !engine || (strcmp(engine, "null") != 0 && strcmp(engine, "cpuio") != 0);
}

static void fio_guess(struct workload *workload, bool work_told, bool needs_told)
{
	if (!work_told)
		workload->fixed_ops = !job_sets(workload->text, "time_based");
	if (!needs_told && needs_folder(workload->text)) {
		workload->need_disk = true;
		workload->needs = xstrdup("disk");
	}
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

static int fio_job(const struct workload *workload, const char *text, double duration_s, char **job,
		   struct error *err)
{
	_cleanup_free_ char *folder = xasprintf("directory=%s", workload_disk_folder());
	_cleanup_free_ char *runtime = xasprintf("runtime=%.0fms", duration_s * 1000);
	_cleanup_free_ char *placed = NULL;

	if (check_work(workload, text, err))
		return -1;
	placed = job_replace(text, "directory", WORKLOAD_DISK_FOLDER, folder);
	if (workload->fixed_ops || duration_s <= 0)
		*job = take_ptr(placed);
	else
		*job = job_replace(placed, "runtime", NULL, runtime);
	return 0;
}

/*
 * fio takes what is said before the job file for a default. A job that does not say where
 * shall not work in the scratch folder, which is in memory.
 */
static char **fio_command(const struct workload *workload, const char *const *before,
			  const char *job_path)
{
	_cleanup_free_ char *folder = xasprintf("--directory=%s", workload_disk_folder());
	const char *argv[8] = { "fio", "--eta=never" };
	size_t n = 2;

	while (*before)
		argv[n++] = *before++;
	if (workload->own && workload->need_disk && needs_folder(workload->text))
		argv[n++] = folder;
	argv[n] = job_path;
	return tool_argv(argv);
}

static char **fio_argv(const struct workload *workload, const char *job_path,
		       const char *report_path)
{
	const char *const before[] = { "--output-format=json", "--output", report_path, NULL };

	return fio_command(workload, before, job_path);
}

/* Laying out the files is a lot of writing, which must not fall into a measurement. */
static char **fio_prepare(const struct workload *workload, const char *job_path)
{
	static const char *const before[] = { "--create_only=1", NULL };

	return fio_command(workload, before, job_path);
}

static double number(const json_t *object, const char *key)
{
	return json_number_value(json_object_get(object, key));
}

static void add(struct tool_report *report, const char *prefix, const char *name, const char *unit,
		double value)
{
	_cleanup_free_ char *full = xasprintf("%s.%s", prefix, name);

	tool_report_add(report, full, unit, value);
}

/*
 * Mean and percentiles of a latency object: "clat_ns", or "clat" in microseconds before fio 3.
 * One without samples adds nothing; how many there are, some versions do not tell.
 */
static void add_latency(struct tool_report *report, const char *prefix, const json_t *owner,
			const char *name)
{
	_cleanup_free_ char *in_ns = xasprintf("%s_ns", name);
	const json_t *ns = json_object_get(owner, in_ns);
	const json_t *latency = ns ? ns : json_object_get(owner, name);
	const json_t *percentile = json_object_get(latency, "percentile");
	const json_t *median = json_object_get(percentile, "50.000000");
	const json_t *p99 = json_object_get(percentile, "99.000000");
	const char *count = json_object_get(latency, "N") ? "N" : "mean";
	double unit = ns ? 1 : 1000;

	if (number(latency, count) <= 0)
		return;
	add(report, prefix, "mean", "ns", unit * number(latency, "mean"));
	if (median)
		add(report, prefix, "p50", "ns", unit * json_number_value(median));
	if (p99)
		add(report, prefix, "p99", "ns", unit * json_number_value(p99));
}

/*
 * What the names of a job's metrics begin with: nothing for the only job, else its
 * name, and a number from the second of that name on (numjobs without group_reporting).
 */
static char *job_prefix(const json_t *jobs, size_t index, const char *name)
{
	unsigned int same = 1;

	if (json_array_size(jobs) == 1)
		return xstrdup("");
	for (size_t i = 0; i < index; i++) {
		const json_t *other = json_object_get(json_array_get(jobs, i), "jobname");

		if (!strcmp(json_string_value(other), name))
			same++;
	}
	return same > 1 ? xasprintf("%s#%u.", name, same) : xasprintf("%s.", name);
}

/* Reads or another kind of I/O; returns how many there were. */
static double add_side(struct tool_report *report, const char *name, const json_t *side)
{
	_cleanup_free_ char *clat = xasprintf("%s.clat", name);
	const json_t *bytes = json_object_get(side, "bw_bytes");
	double n = number(side, "total_ios");

	if (n <= 0)
		return 0;
	add(report, name, "ios", "", n);
	add(report, name, "iops", "1/s", number(side, "iops"));
	/* Older versions tell KiB/s only. */
	add(report, name, "bw", "B/s",
	    bytes ? json_number_value(bytes) : 1024 * number(side, "bw"));
	add_latency(report, clat, side, "clat");
	return n;
}

/* fio counts no flushes of synchronous engines, but it times them. */
static void add_syncs(struct tool_report *report, const char *prefix, const json_t *sync)
{
	_cleanup_free_ char *name = xasprintf("%ssync", prefix);
	_cleanup_free_ char *lat = xasprintf("%s.lat", name);
	double timed = number(json_object_get(sync, "lat_ns"), "N");
	double n = timed > 0 ? timed : number(sync, "total_ios");

	if (n <= 0)
		return;
	add(report, name, "ios", "", n);
	add_latency(report, lat, sync, "lat");
}

/* Returns the job's I/Os. */
static double add_job(struct tool_report *report, const char *prefix, const json_t *job)
{
	static const char *const directions[] = { "read", "write", "trim" };
	_cleanup_free_ char *mixed = xasprintf("%smixed", prefix);
	double ios = 0, all;

	for (size_t i = 0; i < sizeof(directions) / sizeof(directions[0]); i++) {
		_cleanup_free_ char *name = xasprintf("%s%s", prefix, directions[i]);

		ios += add_side(report, name, json_object_get(job, directions[i]));
	}
	/* With unified_rw_reporting in place of the others, or beside them. */
	all = add_side(report, mixed, json_object_get(job, "mixed"));
	add_syncs(report, prefix, json_object_get(job, "sync"));
	return ios > 0 ? ios : all;
}

/* Whether a job has done I/O that it does not count. */
static bool lacks_count(const json_t *job)
{
	static const char *const sides[] = { "read", "write", "mixed" };

	for (size_t i = 0; i < sizeof(sides) / sizeof(sides[0]); i++) {
		const json_t *side = json_object_get(job, sides[i]);

		if (number(side, "io_bytes") > 0 && !json_object_get(side, "total_ios"))
			return true;
	}
	return false;
}

/* fio reports the errno that ended a job. What is none is shown as it is. */
static int check_error(const json_t *job, const char *name, const char *path, struct error *err)
{
	double code = number(job, "error");

	if (code > 0 && code <= INT_MAX)
		return error_set(err, "job '%s' failed in '%s': %s", name, path,
				 strerror((int)code));
	if (code != 0)
		return error_set(err, "job '%s' failed in '%s': error %g", name, path, code);
	return 0;
}

/* "fio-2.1.11", as the report says of itself. */
static const char *version_of(const json_t *root)
{
	const char *version = json_string_value(json_object_get(root, "fio version"));

	return version ? version : "an unknown fio";
}

static int add_jobs(struct tool_report *report, const json_t *root, const char *path,
		    struct error *err)
{
	const json_t *jobs = json_object_get(root, "jobs");

	if (!jobs && json_object_get(root, "client_stats"))
		return error_set(err,
				 "no jobs in '%s' but statistics of clients; fio must run the job "
				 "itself, without --client",
				 path);
	if (!json_array_size(jobs))
		return error_set(err, "no jobs in '%s'; fio ran none", path);
	for (size_t i = 0; i < json_array_size(jobs); i++) {
		const json_t *job = json_array_get(jobs, i);
		const char *name = json_string_value(json_object_get(job, "jobname"));
		_cleanup_free_ char *prefix = NULL;

		if (!name)
			return error_set(err, "a job without a name in '%s'", path);
		if (check_error(job, name, path, err))
			return -1;
		if (lacks_count(job))
			return error_set(
				err,
				"job '%s' does not tell in '%s' how many I/Os it did: that "
				"is %s, and 2.2 or later is needed",
				name, path, version_of(root));
		prefix = job_prefix(jobs, i, name);
		report->ops += add_job(report, prefix, job);
	}
	return 0;
}

/* Where the report proper begins: a brace at the beginning of a line. */
static const char *json_begin(const char *text)
{
	const char *found;

	if (*text == '{')
		return text;
	found = strstr(text, "\n{");
	return found ? found + 1 : NULL;
}

static int fio_parse(const char *report_path, struct tool_report *report, struct error *err)
{
	_cleanup_free_ char *text = NULL;
	const char *begin;
	json_error_t problem;
	json_t *root;
	int failed;

	*report = (struct tool_report){ 0 };
	if (!file_exists(report_path))
		return error_set(err, "no report: fio wrote no '%s'; its output says why",
				 report_path);
	if (file_read(report_path, LARGEST_REPORT, &text, NULL, err))
		return -1;
	begin = json_begin(text);
	if (!begin)
		return error_set(err, "no result in '%s': fio says '%.*s'", report_path,
				 (int)strcspn(text, "\n"), text);
	root = json_loads(begin, JSON_DISABLE_EOF_CHECK, &problem);
	if (!root)
		return error_set(err, "truncated or damaged report: '%s', line %d: %s", report_path,
				 problem.line, problem.text);
	failed = add_jobs(report, root, report_path, err) ||
		 tool_report_finish(report, report_path, err);
	json_decref(root);
	if (failed)
		tool_report_free(report);
	return failed ? -1 : 0;
}

const struct tool tool_fio = {
	.name = "fio",
	.suffix = ".fio",
	.op = "I/O",
	.check = fio_check,
	.guess = fio_guess,
	.job = fio_job,
	.argv = fio_argv,
	.prepare = fio_prepare,
	.parse = fio_parse,
	.report_suffix = ".json",
};
