// SPDX-License-Identifier: GPL-2.0-only
#include "cli/selection.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/strbuf.h"
#include "workload/tools.h"

/* Names to look up in the catalog. The list does not own them. */
struct names {
	const char **names;
	size_t n;
};

static void add_name(struct names *names, const char *name)
{
	names->names = xgrow(names->names, names->n, sizeof(*names->names));
	names->names[names->n++] = name;
}

static int look_up(struct run_selection *selection, const struct names *names, struct error *err)
{
	return catalog_select(&selection->catalog, names->names, names->n, &selection->workloads,
			      &selection->n, err);
}

bool selection_is_job_file(const struct options *o, const char *argument)
{
	return o->jobs.n && tool_for_file(argument);
}

/* Lists the arguments that are names, not further files of --jobs. */
static int named(const struct options *o, struct names *names, struct error *err)
{
	for (size_t i = 0; i < o->n_args; i++) {
		if (selection_is_job_file(o, o->args[i]))
			continue;
		if (file_exists(o->args[i]) && tool_for_file(o->args[i]))
			return error_set(err,
					 "'%s' is a file, not the name of a workload; write --jobs "
					 "before your job files",
					 o->args[i]);
		add_name(names, o->args[i]);
	}
	if (!names->n && !o->jobs.n)
		add_name(names, "default");
	return 0;
}

static int add_user_jobs(struct run_selection *selection, const struct options *o,
			 struct error *err)
{
	for (size_t i = 0; i < o->jobs.n; i++)
		if (catalog_add_user_job(&selection->catalog, o->jobs.words[i], err))
			return -1;
	for (size_t i = 0; i < o->n_args; i++)
		if (selection_is_job_file(o, o->args[i]) &&
		    catalog_add_user_job(&selection->catalog, o->args[i], err))
			return -1;
	return 0;
}

static char *joined(const struct names *names)
{
	struct strbuf text = { 0 };

	for (size_t i = 0; i < names->n; i++)
		strbuf_appendf(&text, "%s%s", i ? " " : "", names->names[i]);
	return strbuf_take(&text);
}

static int select_new(struct run_selection *selection, const struct options *o, struct names *names,
		      struct error *err)
{
	const struct catalog *catalog = &selection->catalog;

	if (named(o, names, err))
		return -1;
	/* If there are only job files, the folder of workloads is not needed. */
	if (names->n && catalog_read(&selection->catalog, o->workloads, err))
		return -1;
	if (add_user_jobs(selection, o, err))
		return -1;
	for (size_t i = 0; i < catalog->n_workloads; i++)
		if (catalog->workloads[i].from_user)
			add_name(names, catalog->workloads[i].name);
	selection->title = joined(names);
	if (look_up(selection, names, err))
		return -1;
	order_apply(&o->order, selection->workloads, selection->n);
	return 0;
}

static const struct user_job *find_job(const struct result *old, const char *name)
{
	for (size_t i = 0; i < old->n_jobs; i++)
		if (!strcmp(old->jobs[i].name, name))
			return &old->jobs[i];
	return NULL;
}

static bool is_done(const struct result *old, const char *name)
{
	const struct workload_run *run = result_find_run(old, name);

	return run && run->state != RUN_INCOMPLETE;
}

/* Selects what was planned, in that order, even if the suite has changed meanwhile. */
static int select_left(struct run_selection *selection, const struct options *o,
		       const struct result *old, struct names *names, struct error *err)
{
	bool shipped = false;

	for (size_t i = 0; i < old->n_plan; i++) {
		if (is_done(old, old->plan[i]))
			continue;
		add_name(names, old->plan[i]);
		shipped |= !find_job(old, old->plan[i]);
	}
	if (shipped && catalog_read(&selection->catalog, o->workloads, err))
		return -1;
	for (size_t i = 0; i < names->n; i++) {
		const struct user_job *job = find_job(old, names->names[i]);

		if (job &&
		    catalog_add_known(&selection->catalog, job->name, job->path, job->sha256, err))
			return error_wrap(err, "cannot resume '%s'", o->resume);
	}
	if (o->n_args) {
		const struct names said = { (const char **)o->args, o->n_args };

		selection->title = joined(&said);
	}
	return look_up(selection, names, err);
}

int selection_make(struct run_selection *selection, const struct options *o,
		   const struct result *old, struct error *err)
{
	struct names names = { 0 };
	int rc;

	*selection = (struct run_selection){ 0 };
	if (old && o->jobs.n)
		return error_set(err, "--jobs with --resume: the result knows its job files; leave "
				      "--jobs out");
	rc = old ? select_left(selection, o, old, &names, err) :
		   select_new(selection, o, &names, err);
	free(names.names);
	return rc;
}

void selection_plan(const struct run_selection *selection, struct result *result)
{
	for (size_t i = 0; i < selection->n; i++) {
		const struct workload *workload = selection->workloads[i];

		result_add_plan(result, workload->name);
		if (workload->from_user)
			result_add_job(result, workload->name, workload->path, workload->sha256);
	}
}

void selection_free(struct run_selection *selection)
{
	free(selection->workloads);
	free(selection->title);
	catalog_free(&selection->catalog);
	*selection = (struct run_selection){ 0 };
}
