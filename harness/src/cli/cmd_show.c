// SPDX-License-Identifier: GPL-2.0-only
#include <stdint.h>
#include <string.h>

#include "analysis/summary.h"
#include "cli/command.h"
#include "cli/net_idle.h"
#include "cli/output.h"
#include "cli/why_show.h"
#include "render/view.h"
#include "store/store.h"

static int show_another(const struct options *options, struct table *table, struct error *err)
{
	if (!table)
		return 0;
	putchar('\n');
	return show_table(options, table, err);
}

/* Shows further tables, only to readers: programs expect one table. */
static int show_more(const struct options *options, const struct profiled_result *result,
		     const struct profiled_run *run, struct error *err)
{
	const struct view_wish wish = wish_of(options);

	if (options->columns || options->per_vcpu ||
	    (strcmp(options->format, "table") != 0 && strcmp(options->format, "markdown") != 0))
		return 0;
	if (show_another(options, view_repeats(result, run), err))
		return -1;
	return show_another(options, view_activity(run, &wish), err);
}

static int show_runs(const struct options *options, const struct profiled_result *result,
		     struct error *err)
{
	const struct view_wish wish = wish_of(options);

	for (size_t i = 1; i < options->n_args; i++) {
		const struct profiled_run *run = profiled_find_run(result, options->args[i]);

		if (!run)
			return error_set(err,
					 "the result has no workload '%s'; 'exitbench show %s' "
					 "lists its workloads",
					 options->args[i], options->args[0]);
		if (i > 1)
			putchar('\n');
		if (options->why ? show_why(options, result, run, err) :
				   show_table(options, view_run(result, run, &wish), err) ||
					   show_more(options, result, run, err))
			return -1;
	}
	return 0;
}

static bool tells_vcpus(const struct profiled_result *result)
{
	for (size_t i = 0; i < result->n_runs; i++)
		if (run_vcpus(&result->runs[i]))
			return true;
	return false;
}

static int show(const struct options *options, const struct result *result, const char *name,
		struct error *err)
{
	const struct view_wish wish = wish_of(options);
	struct profiled_result profiled;
	int rc;

	if (profile_as_asked(options, result, name, false, &profiled, err))
		return -1;
	if (options->per_vcpu && !tells_vcpus(&profiled))
		rc = error_no(
			err,
			"the vCPUs of '%s' were not counted separately; measure with --per-vcpu",
			name);
	else if (options->why && !result_has_why(result))
		rc = error_no(
			err,
			"what is behind the exits of '%s' was not measured; measure with --why",
			name);
	else if (options->why && options->n_args <= 1)
		rc = show_why_of_all(options, &profiled, err);
	else if (options->n_args > 1)
		rc = show_runs(options, &profiled, err);
	else
		rc = show_table(options, view_result(&profiled, &wish), err);
	profiled_result_free(&profiled);
	return rc;
}

static int run_show(const struct options *options, struct error *err)
{
	const char *name = options->n_args ? options->args[0] : "latest";
	struct result result;
	int rc;

	if (check_why(options, err) || store_load(options->results, name, &result, err))
		return -1;
	rc = show(options, &result, name, err);
	result_free(&result);
	return rc;
}

static struct table *empty_table(const struct options *options)
{
	if (options->why)
		return empty_why_table(options);
	return options->n_args > 1 ? empty_run_table(options) : empty_result_table(options);
}

const struct command cmd_show = {
	.name = "show",
	.arguments = "[RESULT [WORKLOAD...]]",
	.summary = "Show a result (default: latest), or some of its workloads by exit reason",
	.details = "RESULT is a result's folder, its result.json, or its name in the folder of "
		   "results.",
	.max_args = SIZE_MAX,
	.options = { OPTION_WHY, OPTION_PER_VCPU, OPTION_NET_IDLE, OPTION_FORMAT, OPTION_WIDE,
		     OPTION_COLUMNS, OPTION_CYCLES, OPTION_RESULTS },
	.offers = { OFFER_RESULTS, OFFER_MEASURED },
	.more_formats = { "folded" },
	.empty_table = empty_table,
	.run = run_show,
};
