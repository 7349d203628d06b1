// SPDX-License-Identifier: GPL-2.0-only
#include "workload/fio_uncounted.h"

#include <stdbool.h>
#include <string.h>

#include "base/memory.h"
#include "workload/fio_options.h"

const char *fio_reported_option(const json_t *root, const json_t *job, const char *name)
{
	const json_t *value = json_object_get(json_object_get(job, "job options"), name);

	if (!value)
		value = json_object_get(json_object_get(root, "global options"), name);
	return json_string_value(value);
}

/* A switch is on when it has no value or one that is not 0. */
static bool is_on(const json_t *root, const json_t *job, const char *name)
{
	const char *value = fio_reported_option(root, job, name);

	return value && strcmp(value, "0") != 0;
}

static bool has_time(const json_t *root, const json_t *job, const char *name)
{
	const char *value = fio_reported_option(root, job, name);

	return value && fio_time(value) != 0;
}

/* Whether fio first writes the job's files, because files that are read must exist. */
static bool lays_out(const json_t *root, const json_t *job)
{
	const char *rw = fio_reported_option(root, job, "rw");

	if (!rw)
		rw = fio_reported_option(root, job, "readwrite");
	return !rw || !strncmp(rw, "read", 4) || !strncmp(rw, "randread", 8) ||
	       !strncmp(rw, "rw", 2) || !strncmp(rw, "randrw", 6) || is_on(root, job, "overwrite");
}

/* The files were made before the window, but the run before this one has removed them. */
static bool lays_out_again(const json_t *root, const json_t *job)
{
	return lays_out(root, job) &&
	       (is_on(root, job, "unlink") || is_on(root, job, "unlink_each_loop"));
}

static char *reason(const json_t *root, const json_t *job)
{
	static const char *const commands[] = { "exec_prerun", "exec_postrun" };

	if (has_time(root, job, "ramp_time"))
		return xasprintf("fio counts operations after the ramp only (ramp_time=%s), and "
				 "exits are those of the whole run: there are no exits/op; leave "
				 "ramp_time out and use a warm-up",
				 fio_reported_option(root, job, "ramp_time"));
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (fio_reported_option(root, job, commands[i]))
			return xasprintf("fio runs another command during its run (%s=%s), whose "
					 "exits are counted, too: there are no exits/op; run the "
					 "command before",
					 commands[i], fio_reported_option(root, job, commands[i]));
	if (is_on(root, job, "pre_read"))
		return xstrdup("fio reads the files once before it begins to count (pre_read): "
			       "there are no exits/op; leave pre_read out and use a warm-up");
	if (lays_out_again(root, job))
		return xstrdup("fio removes its files at the end (unlink), so that each repeat "
			       "writes them anew, which is counted in exits and not in "
			       "operations: there are no exits/op; leave unlink out");
	return NULL;
}

char *fio_uncounted(const json_t *root)
{
	const json_t *jobs = json_object_get(root, "jobs");
	bool all_late = json_array_size(jobs) > 0;

	for (size_t i = 0; i < json_array_size(jobs); i++) {
		const json_t *job = json_array_get(jobs, i);
		char *why = reason(root, job);

		if (why)
			return why;
		all_late &= has_time(root, job, "startdelay");
	}
	if (!all_late)
		return NULL;
	return xstrdup("every job waits before it begins (startdelay), and exits are those of the "
		       "whole run: there are no exits/op; leave startdelay out");
}
