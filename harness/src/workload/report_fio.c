// SPDX-License-Identifier: GPL-2.0-only
/*
 * fio's JSON report. It may have messages before it, or consist of nothing else when fio gives up.
 * fio copies names and descriptions from the job file without escapes, so the report may not be
 * JSON. Bytes that JSON does not allow are therefore replaced before it is read, which is harmless
 * because no number is in these texts.
 */
#include "workload/report_fio.h"

#include <jansson.h>
#include <limits.h>
#include <math.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "workload/fio_options.h"
#include "workload/fio_uncounted.h"

#define LARGEST_REPORT (16 << 20)

/* A job that a time limit ended reports at least this share of it: fio rounds to milliseconds. */
#define WHOLE_TIME 0.98

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
 * Adds mean, percentiles and maximum of a latency: "clat_ns", or "clat" in microseconds before fio
 * 3. A latency without samples is left out. Some versions do not tell the number of samples; there
 * a mean of 0 means that there are none.
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
	if (json_object_get(latency, "max"))
		add(report, prefix, "max", "ns", unit * number(latency, "max"));
}

/*
 * What the names of a job's metrics begin with: nothing if there is only one job, else the job's
 * name. From the second job of that name on (numjobs without group_reporting), a number follows the
 * name. seen: how many jobs of each name there were so far.
 */
static char *job_prefix(const json_t *jobs, const char *name, json_t *seen)
{
	json_int_t same = json_integer_value(json_object_get(seen, name)) + 1;

	if (json_array_size(jobs) == 1)
		return xstrdup("");
	json_object_set_new(seen, name, json_integer(same));
	return same > 1 ? xasprintf("%s#%lld.", name, (long long)same) : xasprintf("%s.", name);
}

/* Adds the metrics of one kind of I/O, such as reads; returns how many there were. */
static double add_side(struct tool_report *report, const char *name, const json_t *side)
{
	_cleanup_free_ char *clat = xasprintf("%s.clat", name);
	const json_t *bytes = json_object_get(side, "bw_bytes");
	double n = number(side, "total_ios");

	if (n <= 0)
		return 0;
	add(report, name, "ios", "", n);
	add(report, name, "iops", "1/s", number(side, "iops"));
	/* Older versions only report KiB/s. */
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

/* Adds the metrics of a job; returns the number of its I/Os. */
static double add_job(struct tool_report *report, const char *prefix, const json_t *job)
{
	static const char *const directions[] = { "read", "write", "trim" };
	_cleanup_free_ char *mixed = xasprintf("%smixed", prefix);
	double ios = 0, all;

	for (size_t i = 0; i < sizeof(directions) / sizeof(directions[0]); i++) {
		_cleanup_free_ char *name = xasprintf("%s%s", prefix, directions[i]);

		ios += add_side(report, name, json_object_get(job, directions[i]));
	}
	/* With unified_rw_reporting this replaces the others, or is added to them. */
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

/* fio reports the errno that ended a job. A value that is not an errno is shown as it is. */
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

/* fio's version as the report has it: "fio-2.1.11". */
static const char *version_of(const json_t *root)
{
	const char *version = json_string_value(json_object_get(root, "fio version"));

	return version ? version : "an unknown fio";
}

static void look_for_limit(const json_t *root, const json_t *job, struct tool_report *report)
{
	const char *limit = fio_reported_option(root, job, "runtime");
	const char *timed = fio_reported_option(root, job, "time_based");
	double limit_s = limit ? fio_time(limit) : 0;

	if (limit_s > 0 && (!timed || !strcmp(timed, "0")) &&
	    number(job, "job_runtime") >= WHOLE_TIME * limit_s * 1000)
		report->ended_by_time = true;
}

static int add_named(struct tool_report *report, const json_t *root, const json_t *job,
		     json_t *seen, const char *path, struct error *err)
{
	const char *name = json_string_value(json_object_get(job, "jobname"));
	_cleanup_free_ char *prefix = NULL;

	if (!name)
		return error_set(err, "a job without a name in '%s'", path);
	if (check_error(job, name, path, err))
		return -1;
	if (lacks_count(job))
		return error_set(err,
				 "job '%s' does not say in '%s' how many I/Os it did: that "
				 "is %s, and 2.2 or later is needed",
				 name, path, version_of(root));
	prefix = job_prefix(json_object_get(root, "jobs"), name, seen);
	report->ops += add_job(report, prefix, job);
	look_for_limit(root, job, report);
	return 0;
}

static int add_jobs(struct tool_report *report, const json_t *root, const char *path,
		    struct error *err)
{
	const json_t *jobs = json_object_get(root, "jobs");
	json_t *seen;
	int failed = 0;

	if (!jobs && json_object_get(root, "client_stats"))
		return error_set(err,
				 "no jobs in '%s' but statistics of clients; fio must run the job "
				 "itself, without --client",
				 path);
	if (!json_array_size(jobs))
		return error_set(err, "no jobs in '%s'; fio ran none", path);
	seen = json_object();
	for (size_t i = 0; !failed && i < json_array_size(jobs); i++)
		failed = add_named(report, root, json_array_get(jobs, i), seen, path, err);
	json_decref(seen);
	report->no_ops = fio_uncounted(root);
	return failed;
}

/* The length in bytes of the UTF-8 character at the beginning; 0 if it is not valid. */
static size_t character(const unsigned char *s)
{
	static const struct {
		unsigned char mask, begin;
		unsigned int least;
	} forms[] = {
		{ 0xe0, 0xc0, 0x80 },
		{ 0xf0, 0xe0, 0x800 },
		{ 0xf8, 0xf0, 0x10000 },
	};

	if (*s < 0x80)
		return 1;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		unsigned int code = *s & (unsigned char)~forms[i].mask;

		if ((*s & forms[i].mask) != forms[i].begin)
			continue;
		for (size_t n = 1; n <= i + 1; n++) {
			if ((s[n] & 0xc0) != 0x80)
				return 0;
			code = code << 6 | (s[n] & 0x3f);
		}
		if (code < forms[i].least || code > 0x10ffff || (code & ~0x7ffu) == 0xd800)
			return 0;
		return i + 2;
	}
	return 0;
}

/* Replaces bytes that JSON does not allow by a question mark or a space. */
static void make_json(char *text)
{
	for (unsigned char *s = (unsigned char *)text; *s;) {
		size_t n = character(s);

		if (!n)
			*s = '?';
		else if (*s < ' ' && *s != '\n')
			*s = ' ';
		s += n ? n : 1;
	}
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

int report_fio_parse(const char *path, struct tool_report *report, struct error *err)
{
	_cleanup_free_ char *text = NULL;
	const char *begin;
	json_error_t problem;
	json_t *root;
	int failed;

	*report = (struct tool_report){ 0 };
	if (!file_exists(path))
		return error_set(err, "no report: fio wrote no '%s'; its output says why", path);
	if (file_read(path, LARGEST_REPORT, &text, NULL, err))
		return -1;
	make_json(text);
	begin = json_begin(text);
	if (!begin)
		return error_set(err, "no result in '%s': fio says '%.*s'", path,
				 (int)strcspn(text, "\n"), text);
	root = json_loads(begin, JSON_DISABLE_EOF_CHECK, &problem);
	if (!root)
		return error_set(err, "truncated or damaged report: '%s', line %d: %s", path,
				 problem.line, problem.text);
	failed = add_jobs(report, root, path, err);
	json_decref(root);
	failed = failed || tool_report_finish(report, path, err);
	if (failed)
		tool_report_free(report);
	return failed ? -1 : 0;
}
