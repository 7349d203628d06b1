// SPDX-License-Identifier: GPL-2.0-only
#include "workload/fio_understand.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/strbuf.h"
#include "workload/fio_options.h"
#include "workload/jobtext.h"
#include "workload/place.h"

/* Whether the job works in a file system; some engines do not. */
static bool has_place(const struct fio_section *section)
{
	static const char *const none[] = { "null",      "cpuio", "net",
					    "netsplice", "rdma",  "librpma_apm_server",
					    "exec" };
	const char *engine = fio_value(section, "ioengine");

	for (size_t i = 0; engine && i < sizeof(none) / sizeof(none[0]); i++)
		if (!strcmp(engine, none[i]))
			return false;
	return true;
}

/*
 * The next name of a list that is separated by ':' ("\:" is a colon within a name), in fresh
 * memory; NULL at the end of the list. Empty names are passed over.
 */
static char *next_name(const char **list)
{
	const char *at = *list;
	char *name, *to;

	while (*at == ':')
		at++;
	if (!*at)
		return NULL;
	name = to = xcalloc(strlen(at) + 1, 1);
	for (; *at && *at != ':'; at++) {
		if (*at == '\\' && at[1] == ':')
			at++;
		*to++ = *at;
	}
	*list = at;
	return name;
}

/* The places in which a job works, which are checked for being in memory. */
struct places {
	struct workload *workload;
	const char *section;
	bool relative;
};

static void judge_place(struct places *places, const char *path)
{
	const char *disk = workload_disk_folder(), *memory;
	bool relative = *path != '/';

	places->relative |= relative;
	memory = place_in_memory(path, disk);
	if (memory)
		workload_add_note(
			places->workload,
			"what job '%s' reads or writes, '%s%s%s', is kept in memory (%s), "
			"not on a disk",
			places->section, relative ? disk : "", relative ? "/" : "", path, memory);
}

/* Checks each file in each folder: fio puts the folder even before an absolute name. */
static void judge_files(struct places *places, const char *folders, const char *files)
{
	_cleanup_free_ char *folder = NULL;

	while ((folder = folders ? next_name(&folders) : NULL) || !folders) {
		const char *rest = files;
		_cleanup_free_ char *file = NULL;

		if (!files)
			judge_place(places, folder ? folder : ".");
		while (files && (file = next_name(&rest))) {
			_cleanup_free_ char *path =
				xasprintf("%s%s%s", folder ? folder : "", folder ? "/" : "", file);

			judge_place(places, path);
			free(take_ptr(file));
		}
		free(take_ptr(folder));
		if (!folders)
			break;
	}
}

static void judge_section(struct places *places, const struct fio_section *section)
{
	const char *folders = fio_value(section, "directory");
	const char *files = fio_value(section, "filename");
	const char *format = fio_value(section, "filename_format");

	if (!has_place(section))
		return;
	places->section = section->name;
	if (fio_value(section, "read_iolog"))
		workload_add_note(places->workload,
				  "which files job '%s' works on is in its log, '%s', and is not "
				  "known here",
				  section->name, fio_value(section, "read_iolog"));
	if (fio_value(section, "opendir"))
		judge_files(places, NULL, fio_value(section, "opendir"));
	else if (!files && format && *format == '/')
		judge_files(places, folders, format);
	else
		judge_files(places, folders, files);
}

static void add_section(struct workload *workload, const struct fio_section *from)
{
	struct job_section *section = workload_add_section(workload, from->name);
	double time_s = fio_seconds(from, "runtime");
	double before_s = fio_seconds(from, "startdelay") + fio_seconds(from, "ramp_time");

	/* fio ignores "time_based" without a time. */
	section->timed = fio_is_on(from, "time_based") && !(time_s == 0);
	section->time_s = time_s > 0 ? time_s : 0;
	section->before_s = before_s > 0 ? before_s : 0;
	section->behind = fio_is_on(from, "stonewall") || fio_value(from, "wait_for");
	if (isnan(time_s) || isnan(before_s))
		workload_add_note(workload,
				  "how long job '%s' runs is not known here, as its times are "
				  "computed",
				  from->name);
}

static bool any_timed(const struct workload *workload)
{
	for (size_t i = 0; i < workload->n_sections; i++)
		if (workload->sections[i].timed)
			return true;
	return false;
}

static bool all_timed(const struct workload *workload)
{
	for (size_t i = 0; i < workload->n_sections; i++)
		if (!workload->sections[i].timed)
			return false;
	return workload->n_sections;
}

static int decide_work(struct workload *workload, bool says_work, struct error *err)
{
	bool timed = any_timed(workload);

	if (!says_work)
		workload->fixed_ops = !timed;
	else if (workload->fixed_ops && timed)
		return error_set(err, "both 'work = ops' and 'time_based' in '%s'; choose one",
				 workload->path);
	else if (!workload->fixed_ops && !timed)
		return error_set(err, "no duration in '%s'; add 'time_based' and 'runtime=3'",
				 workload->path);
	if (timed && !all_timed(workload))
		workload_add_note(workload,
				  "some of its jobs run for a time and others until their "
				  "work is done: neither is fixed");
	return 0;
}

static void decide_place(struct workload *workload, bool says_needs, bool relative)
{
	if (says_needs) {
		if (relative && !workload->need_disk)
			workload_add_note(workload,
					  "it works in a folder in memory, as it needs no "
					  "disk by its header and names no place");
		return;
	}
	if (!relative)
		return;
	workload->need_disk = true;
	workload->needs = xstrdup("disk");
}

int fio_understand(struct workload *workload, bool says_work, bool says_needs, struct error *err)
{
	_cleanup_free_ char *program = file_find_program("fio");
	struct places places = { .workload = workload };
	struct fio_job job;
	int rc;

	if (!program)
		return 0;
	if (fio_ask(workload->text, workload->path, &job, err))
		return -1;
	for (size_t i = 0; i < job.n; i++) {
		add_section(workload, &job.sections[i]);
		judge_section(&places, &job.sections[i]);
	}
	fio_job_free(&job);
	rc = decide_work(workload, says_work, err);
	if (!rc)
		decide_place(workload, says_needs, places.relative);
	return rc;
}

char *fio_with_duration(const struct workload *workload, const char *text, double duration_s)
{
	struct job_line line = JOB_LINES(text);
	const char *begin = text;
	bool timed = false;
	struct strbuf out = { 0 };
	size_t n = 0;

	for (bool more = true; more; begin = line.next) {
		more = job_next_line(&line) && line.text < text + strlen(text);
		if (timed && (!more || *line.text == '[')) {
			strbuf_appendf(&out, "runtime=%.0fms\n", duration_s * 1000);
			timed = false;
		}
		if (!more)
			break;
		if (*line.text == '[' && strncmp(line.text, "[global", 7) != 0)
			timed = n < workload->n_sections && workload->sections[n++].timed;
		strbuf_append_bytes(&out, begin, (size_t)(line.next - begin));
		if (line.next[-1] != '\n')
			strbuf_append(&out, "\n");
	}
	return strbuf_take(&out);
}
