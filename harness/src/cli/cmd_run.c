// SPDX-License-Identifier: GPL-2.0-only
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "analysis/profiled.h"
#include "base/cleanup.h"
#include "base/interrupt.h"
#include "base/memory.h"
#include "cli/command.h"
#include "cli/confirm.h"
#include "cli/digests.h"
#include "cli/net_idle.h"
#include "cli/output.h"
#include "cli/run.h"
#include "cli/talk.h"
#include "cli/why_show.h"
#include "render/view.h"
#include "store/store.h"

/* Judges the run as a whole. */
static int conclude(const struct run *run, struct error *err)
{
	size_t n_failed = 0, n_ok = 0;
	const char *first = NULL;

	if (!run->result.complete)
		return error_set(err,
				 "interrupted; what was measured is kept in '%s', marked "
				 "incomplete: --resume continues it",
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

static int show_run(struct run *run, struct error *err)
{
	const struct view_wish wish = { .cycles = run->options->cycles };
	struct profiled_result profiled;
	int rc;

	if (profile_as_asked(run->options, &run->result, run->result.path, false, &profiled, err))
		return -1;
	if (run->result.complete)
		digest_keep(&profiled);
	rc = run->options->why ? show_why_of_all(run->options, &profiled, err) :
				 show_table(run->options, view_result(&profiled, &wish), err);
	profiled_result_free(&profiled);
	if (rc)
		return -1;
	talk(stderr, "result: %s/result.json\n", run->result.path);
	return conclude(run, err);
}

static int run_suite(struct run *run, struct error *err)
{
	const struct result *result = &run->result;
	bool begun;
	int rc;

	interrupt_install();
	rc = run->options->resume ? resume_run(run, err) : begin_run(run, err);
	begun = !rc;
	if (begun) {
		print_extent(run, run->selection.n);
		talk(stderr, "into %s\n", result->path);
		print_notes(run);
		rc = measure_run(run, err);
	}
	/* Everything is saved by now. The user may interrupt the output at once. */
	interrupt_uninstall();
	if (!rc)
		return show_run(run, err);
	if (begun && result->n_runs)
		error_wrap(err, "the run ended early; what was measured is in '%s'", result->path);
	return -1;
}

/* Locks the result and loads it again, as another run could have changed it until then. */
static int lock_and_load(struct run *run, struct error *err)
{
	_cleanup_free_ char *path = xstrdup(run->result.path);

	if (run->result.complete)
		return 0;
	if (store_lock(&run->result, &run->lock, err))
		return error_wrap(err, "cannot resume '%s'", run->options->resume);
	result_free(&run->result);
	return store_load(run->options->results, path, &run->result, err);
}

/* Loads the result to resume. Returns 1 if it has nothing left to measure. */
static int load(struct run *run, struct error *err)
{
	const struct options *o = run->options;

	if (store_load(o->results, o->resume, &run->result, err) ||
	    (!o->dry_run && lock_and_load(run, err)))
		return -1;
	if (run->result.complete)
		return 1;
	if (!run->result.n_plan)
		return error_set(err,
				 "cannot resume '%s': it does not say which workloads were left to "
				 "run; start a new run",
				 o->resume);
	return 0;
}

static int open_session(struct run *run, struct error *err)
{
	struct options options = *run->options;

	/* What the first part of the result has, the rest of the run has, too. */
	options.per_vcpu |= result_has_vcpus(&run->result);
	options.why |= result_has_why(&run->result);
	if (session_open(&run->session, &options, err))
		return -1;
	session_doubts(&run->session);
	return 0;
}

static int measure(struct run *run, struct error *err)
{
	if (open_session(run, err))
		return -1;
	return session_close(&run->session, run_suite(run, err), err);
}

/* Fails before anything is measured, not after it. */
static int check_net_idle(const struct run *run, struct error *err)
{
	if (!run->options->net_idle || wanted_idle_s(run) > 0 || run->result.n_idle)
		return 0;
	return error_set(err,
			 "--net-idle needs a measurement of the idle guest; set --idle to more "
			 "than 0");
}

static struct table *empty_table(const struct options *options)
{
	if (options->dry_run)
		return view_plan(NULL, 0);
	return options->why ? empty_why_table(options) : empty_result_table(options);
}

/* Measures, and sets *path to the result in fresh memory if there is one. */
static int run_once(const struct options *options, char **path, struct error *err)
{
	struct run run = { .options = options, .lock = -1 };
	int rc;

	/* Check before measuring that the table has the columns that are asked for. */
	if ((!why_is_export(options) && check_table(options, empty_table(options), err)) ||
	    check_why(options, err))
		return -1;
	rc = options->resume ? load(&run, err) : 0;
	if (!rc)
		rc = check_net_idle(&run, err);
	if (rc > 0) {
		talk(stderr, "'%s' is complete, nothing is left to run\n", options->resume);
		rc = options->dry_run ? 0 : show_run(&run, err);
	} else if (!rc) {
		rc = selection_make(&run.selection, options, options->resume ? &run.result : NULL,
				    err);
		if (!rc)
			rc = options->dry_run ? show_plan(&run, err) : measure(&run, err);
	}
	if (run.lock >= 0)
		close(run.lock);
	*path = run.result.path ? xstrdup(run.result.path) : NULL;
	selection_free(&run.selection);
	result_free(&run.result);
	return rc;
}

/* Without a result to compare with, a limit would be looked at by nobody. */
static int check_gate_options(const struct options *options, struct error *err)
{
	static const enum option_id of_gate[] = { OPTION_FAIL_ABOVE, OPTION_CALIBRATION,
						  OPTION_METRIC };

	for (size_t i = 0; i < sizeof(of_gate) / sizeof(of_gate[0]) && !options->confirm; i++)
		if (options->given[of_gate[i]])
			return error_set(err, "--%s needs a result to compare with: --confirm",
					 option_row(of_gate[i])->name);
	return 0;
}

int run_workloads(const struct options *options, struct error *err)
{
	_cleanup_free_ char *path = NULL;

	if (check_gate_options(options, err))
		return -1;
	if (options->confirm && !options->dry_run)
		return run_confirmed(options, run_once, err);
	return run_once(options, &path, err);
}

const struct command cmd_run = {
	.name = "run",
	.arguments = "[SUITE|WORKLOAD...] [--jobs FILE...]",
	.summary =
		"Measure suites and workloads (default: the suite 'default') and keep the result",
	.details =
		"Each workload is run once to warm up and then repeated. If one fails, it is recorded "
		"as failed\nand the run goes on. Ctrl-C ends the run and keeps what was measured; "
		"--resume then measures\nthe workloads that are missing, even after the guest was "
		"restarted, with the suite, repeats,\nduration and tags of the result.\n"
		"The idle guest is measured before, between and after the workloads.\n"
		"With --confirm a workload that grew beyond --fail-above is measured again, and only what grew\n"
		"both times ends the run with status 1.\n"
		"If one repeat of a workload stands out from the others, the workload is measured once "
		"more, in\naddition to --repeat.\n\n"
		"Your job file NAME is run as the workload user/NAME. Its tool is asked how long it runs, how\n"
		"much it does and where it works. Unless its header says otherwise, its class is 'user'; its\n"
		"work counts as fixed if every part of it ends when its work is done; a stress-ng job without an\n"
		"end runs for 3 s; relative paths are below $EXITBENCH_DISK. Further arguments that end in\n"
		".stress, .fio or .job are job files, too.",
	.max_args = SIZE_MAX,
	.defaults = { { OPTION_REPEAT, "3" }, { OPTION_WARMUP, "1" }, { OPTION_IDLE, "1" } },
	.offers = { OFFER_WORKLOADS, OFFER_WORKLOADS },
	.options = { OPTION_REPEAT,   OPTION_PRECISION,  OPTION_WARMUP,      OPTION_DURATION,
		     OPTION_TIMEOUT,  OPTION_JOBS,       OPTION_TAG,         OPTION_ORDER,
		     OPTION_IDLE,     OPTION_NET_IDLE,   OPTION_RESUME,      OPTION_DRY_RUN,
		     OPTION_CONFIRM,  OPTION_FAIL_ABOVE, OPTION_CALIBRATION, OPTION_METRIC,
		     OPTION_WHY,      OPTION_PER_VCPU,   OPTION_RESULTS,     OPTION_WORKLOADS,
		     OPTION_FORMAT,   OPTION_CYCLES,     OPTION_WIDE,        OPTION_COLUMNS,
		     OPTION_COUNTERS, OPTION_RECORD },
	.more_formats = { "folded", "trace" },
	.empty_table = empty_table,
	.run = run_workloads,
};
