// SPDX-License-Identifier: GPL-2.0-only
#include "cli/confirm.h"

#include <stdlib.h>

#include "analysis/statistics.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "cli/gating.h"
#include "cli/selection.h"
#include "cli/talk.h"
#include "compare/verdict.h"
#include "workload/catalog.h"

/*
 * Whatever can be found out before anything is measured. The base is read now, as "latest" will be
 * another result soon.
 */
static int check(const struct options *options, struct gate_base *base, struct error *err)
{
	unsigned int repeats;

	if (!options->given[OPTION_FAIL_ABOVE])
		return error_set(err, "--confirm needs to know what is too much: --fail-above 5%%");
	if (options->resume)
		return error_set(err, "--confirm and --resume contradict each other; resume the "
				      "run, then compare it");
	if (gate_base_load(options, options->confirm, base, err))
		return -1;
	repeats = base->side.results[0].repeats;
	if (rank_test_least_p(repeats, options->max_repeat) <= VERDICT_ERROR)
		return 0;
	gate_base_free(base);
	return error_set(err,
			 "with %u repeats against %u of '%s' no growth can be told from chance; "
			 "measure both with --repeat %zu or more",
			 options->max_repeat, repeats, options->confirm,
			 rank_test_needs(VERDICT_ERROR));
}

/* Whether one of the workloads is a job file of the user's. */
static bool has_user_job(const struct gate_names *names)
{
	for (size_t i = 0; i < names->n; i++)
		if (catalog_is_user_job(names->names[i]))
			return true;
	return false;
}

/*
 * Measures these workloads again. If a job file of the user's is among them, all of them are, as
 * their names do not tell the file.
 */
static int measure_again(const struct options *options, const struct gate_names *names,
			 int (*measure)(const struct options *options, char **path,
					struct error *err),
			 char **path, struct error *err)
{
	struct options again = *options;
	const char **args = xcalloc(names->n + options->n_args, sizeof(*args));
	bool user_jobs = has_user_job(names);
	int rc;

	again.n_args = 0;
	for (size_t i = 0; i < names->n; i++)
		if (!catalog_is_user_job(names->names[i]))
			args[again.n_args++] = names->names[i];
	for (size_t i = 0; user_jobs && i < options->n_args; i++)
		if (selection_is_job_file(options, options->args[i]))
			args[again.n_args++] = options->args[i];
	again.args = args;
	if (!user_jobs)
		again.jobs.n = 0;
	rc = measure(&again, path, err);
	free(args);
	return rc;
}

static int confirm(const struct options *options, const struct gate_base *base,
		   const struct gate_names *first,
		   int (*measure)(const struct options *options, char **path, struct error *err),
		   struct error *err)
{
	_cleanup_free_ char *path = NULL, *text = NULL;
	struct gate_names second = { 0 };
	int rc = measure_again(options, first, measure, &path, err);

	if (!rc)
		rc = gate_against(options, base, path, &second, &text, err);
	if (!rc && second.n)
		rc = error_no(err, "confirmed in '%s': %s", path, text);
	else if (!rc)
		talk(stderr, "not confirmed: measured again, nothing grew by more than %g %%\n",
		     100 * options->fail_above);
	gate_names_free(&second);
	return rc;
}

int run_confirmed(const struct options *options,
		  int (*measure)(const struct options *options, char **path, struct error *err),
		  struct error *err)
{
	_cleanup_free_ char *path = NULL, *text = NULL;
	struct gate_names failed = { 0 };
	struct gate_base base;
	int rc;

	if (check(options, &base, err))
		return -1;
	rc = measure(options, &path, err);
	if (!rc)
		rc = gate_against(options, &base, path, &failed, &text, err);
	if (!rc && !failed.n) {
		talk(stderr, "nothing grew by more than %g %% since '%s'\n",
		     100 * options->fail_above, options->confirm);
	} else if (!rc) {
		talk(stderr, "%s; measuring that again\n", text);
		rc = confirm(options, &base, &failed, measure, err);
	}
	gate_names_free(&failed);
	gate_base_free(&base);
	return rc;
}
