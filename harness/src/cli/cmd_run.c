// SPDX-License-Identifier: GPL-2.0-only
#include <stdint.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/interrupt.h"
#include "base/memory.h"
#include "cli/command.h"
#include "cli/progress.h"
#include "cli/session.h"
#include "measure/environment.h"
#include "measure/measure.h"
#include "render/view.h"
#include "store/store.h"
#include "workload/workload.h"

/* The files' own length of a fixed-time run, and what starting a tool adds, for the first guess. */
#define DEFAULT_DURATION_S 3
#define START_S 1

/* What is to be run, and where it goes. */
struct run {
	const struct options *options;
	struct session session;
	struct catalog catalog;
	const struct workload **workloads;
	size_t n_workloads;
	struct result result;
};

static char *joined_names(const struct options *options)
{
	char *text = xstrdup(options->n_args ? options->args[0] : "default");

	for (size_t i = 1; i < options->n_args; i++) {
		char *longer = xasprintf("%s %s", text, options->args[i]);

		free(text);
		text = longer;
	}
	return text;
}

static int select_workloads(struct run *run, struct error *err)
{
	static const char *const fallback[] = { "default" };
	const struct options *o = run->options;

	if (catalog_read(&run->catalog, o->workloads, err))
		return -1;
	return catalog_select(&run->catalog, o->n_args ? o->args : fallback,
			      o->n_args ? o->n_args : 1, &run->workloads, &run->n_workloads, err);
}

/* Everything that can fail early: counters, folder, space. */
static int begin(struct run *run, struct error *err)
{
	struct result *result = &run->result;

	if (counters_measure_cost(run->session.counters, &result->cost, err))
		return -1;
	result->counters = *counters_info(run->session.counters);
	result->suite = joined_names(run->options);
	result->repeats = run->options->repeat;
	result->duration_s = run->options->duration_s;
	environment_collect(result, &run->session.id);
	return store_create(run->options->results, result, err);
}

static int measure_all(struct run *run, struct error *err)
{
	_cleanup_free_ char *raw = xasprintf("%s/raw", run->result.path);
	const struct options *o = run->options;
	struct progress progress = {
		.workloads = run->n_workloads,
		.steps = o->warmup + o->repeat,
		.start_ns = clock_ns(),
		.guess_s = (o->duration_s > 0 ? o->duration_s : DEFAULT_DURATION_S) + START_S,
	};
	struct measure_plan plan = {
		.counters = run->session.counters,
		.cost = run->result.cost,
		.warmups = o->warmup,
		.repeats = o->repeat,
		.duration_s = o->duration_s,
		.timeout_ns = (uint64_t)(o->timeout_s * (double)NS_PER_S),
		.raw_folder = raw,
		.progress = progress_step,
		.context = &progress,
	};

	for (size_t i = 0; i < run->n_workloads && !interrupt_pending(); i++) {
		struct workload_run *done = result_add_run(&run->result);

		progress.workload = i + 1;
		if (measure_workload(&plan, run->workloads[i], done, err) ||
		    store_log(&run->result, err, "%s %s%s%s", done->name,
			      run_state_name(done->state), done->message ? ": " : "",
			      done->message ? done->message : "") ||
		    store_save(&run->result, err))
			return -1;
		progress_workload_done(&progress, done);
	}
	run->result.complete = !interrupt_pending();
	return store_save(&run->result, err) || store_set_latest(o->results, &run->result, err) ?
		       -1 :
		       0;
}

/* The verdict on the run as a whole. */
static int conclude(const struct run *run, struct error *err)
{
	size_t n_failed = 0, n_ok = 0;
	const char *first = NULL;

	if (!run->result.complete)
		return error_set(err,
				 "interrupted; what was measured is kept in '%s', marked "
				 "incomplete",
				 run->result.path);
	for (size_t i = 0; i < run->result.n_runs; i++) {
		const struct workload_run *w = &run->result.runs[i];

		n_ok += w->state == RUN_OK;
		if (w->state == RUN_FAILED && !n_failed++)
			first = w->name;
	}
	if (n_failed)
		return error_no(err,
				"%zu of %zu workloads failed, '%s' first; the tools' output is "
				"in '%s/raw'",
				n_failed, run->result.n_runs, first, run->result.path);
	if (!n_ok)
		return error_no(err, "nothing was measured: every workload was skipped");
	return 0;
}

static int run_suite(struct run *run, struct error *err)
{
	if (begin(run, err))
		return -1;
	fprintf(stderr, "%zu workload%s, %u repeat%s each, into %s\n", run->n_workloads,
		run->n_workloads == 1 ? "" : "s", run->options->repeat,
		run->options->repeat == 1 ? "" : "s", run->result.path);
	if (measure_all(run, err))
		return run->result.n_runs ?
			       error_wrap(err, "the run ended early; what was measured is in '%s'",
					  run->result.path) :
			       -1;
	if (show_table(run->options, view_result(&run->result), err))
		return -1;
	fprintf(stderr, "result: %s/result.json\n", run->result.path);
	return conclude(run, err);
}

static int run_run(const struct options *options, struct error *err)
{
	struct run run = { .options = options };
	enum table_format format;
	int rc;

	if (!table_format_from_name(options->format, &format))
		return unknown_format(options->format, err);
	rc = select_workloads(&run, err);
	if (!rc) {
		rc = session_open(&run.session, options, err);
		if (!rc)
			rc = session_close(&run.session, run_suite(&run, err), err);
	}
	free(run.workloads);
	catalog_free(&run.catalog);
	result_free(&run.result);
	return rc;
}

const struct command cmd_run = {
	.name = "run",
	.arguments = "[SUITE|WORKLOAD...]",
	.summary =
		"Measure suites and workloads (default: the suite 'default') and keep the result",
	.details =
		"Each workload is run once to warm up and then repeated. One that fails is recorded "
		"as failed\nand the run goes on. Ctrl-C ends the run; what was measured is kept.",
	.max_args = SIZE_MAX,
	.options = { OPTION_REPEAT, OPTION_WARMUP, OPTION_DURATION, OPTION_TIMEOUT, OPTION_RESULTS,
		     OPTION_WORKLOADS, OPTION_FORMAT, OPTION_COUNTERS, OPTION_RECORD },
	.run = run_run,
};
