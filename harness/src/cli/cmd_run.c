// SPDX-License-Identifier: GPL-2.0-only
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "analysis/profiled.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/interrupt.h"
#include "base/memory.h"
#include "base/number.h"
#include "cli/command.h"
#include "cli/net_idle.h"
#include "cli/progress.h"
#include "cli/selection.h"
#include "cli/session.h"
#include "cli/talk.h"
#include "compare/conditions.h"
#include "measure/environment.h"
#include "measure/idle.h"
#include "measure/measure.h"
#include "model/tags.h"
#include "render/view.h"
#include "store/store.h"

/* The files' own length of a fixed-time run, and what starting a tool adds, for the first guess. */
#define DEFAULT_DURATION_S 3
#define START_S 1

/* What is to be run, and where it goes. */
struct run {
	const struct options *options;
	struct session session;
	struct selection selection;
	struct result result;
	int lock; /* on the result; -1: none */
};

/* Of a result that is resumed, what is not said again is as it was. */
static bool as_it_was(const struct run *run, enum option_id id)
{
	return run->options->resume && !run->options->given[id];
}

/* How often each workload is repeated. */
struct repeats {
	unsigned int min, max;
	double precision;
};

static struct repeats wanted_repeats(const struct run *run)
{
	const struct options *o = run->options;
	const struct result *old = &run->result;

	if (as_it_was(run, OPTION_REPEAT) && as_it_was(run, OPTION_PRECISION))
		return (struct repeats){ old->repeats, old->max_repeats, old->precision };
	return (struct repeats){ o->repeat, o->max_repeat, o->precision };
}

static double wanted_duration_s(const struct run *run)
{
	return as_it_was(run, OPTION_DURATION) ? run->result.duration_s : run->options->duration_s;
}

static double wanted_idle_s(const struct run *run)
{
	return as_it_was(run, OPTION_IDLE) ? run->result.idle_s : run->options->idle_s;
}

/* What this boot of the guest is, and what is asked for. */
static int describe(struct run *run, struct result *result, struct error *err)
{
	const struct options *o = run->options;
	const struct repeats repeats = wanted_repeats(run);

	if (counters_measure_cost(run->session.counters, &result->cost, err))
		return -1;
	result->counters = *counters_info(run->session.counters);
	result->suite = xstrdup(run->selection.title ? run->selection.title : run->result.suite);
	result->repeats = repeats.min;
	result->max_repeats = repeats.max;
	result->precision = repeats.precision;
	result->duration_s = wanted_duration_s(run);
	result->idle_s = wanted_idle_s(run);
	if (!o->resume || o->given[OPTION_ORDER])
		result->order = order_text(&o->order);
	environment_collect(result, &run->session.id);
	if (as_it_was(run, OPTION_TAG))
		tags_copy(result, &run->result);
	for (size_t i = 0; i < run->options->tags.n; i++)
		tag_add(result, run->options->tags.words[i]);
	return 0;
}

/* A new result. Everything that can fail early: counters, folder, space. */
static int begin(struct run *run, struct error *err)
{
	struct result *result = &run->result;

	if (describe(run, result, err))
		return -1;
	selection_plan(&run->selection, result);
	if (store_create(run->options->results, result, err) || store_lock(result, &run->lock, err))
		return -1;
	result_add_boot(result, result->started, &result->counters, &result->cost);
	return 0;
}

/* The same for a result that an earlier boot began. */
static int resume(struct run *run, struct error *err)
{
	struct result now = { 0 };
	struct snapshot slots;
	char utc[32];
	int rc;

	snapshot_init(&slots, run->session.counters);
	rc = describe(run, &now, err);
	if (!rc)
		rc = conditions_same(&run->result, &now, &slots, err);
	if (!rc) {
		clock_utc(utc, sizeof(utc));
		result_add_boot(&run->result, utc, &now.counters, &now.cost);
		result_drop_incomplete(&run->result);
		run->result.idle_s = now.idle_s;
		rc = store_reopen(&run->result, err);
	}
	snapshot_free(&slots);
	result_free(&now);
	return rc ? error_wrap(err, "cannot resume '%s'", run->options->resume) : 0;
}

/* One workload whose numbers cannot be kept shall not cost the others. Its tool's output stays in raw/. */
static int save(struct run *run, struct workload_run *done, struct error *err)
{
	int rc = store_save(&run->result, err);

	if (rc <= 0)
		return rc;
	run_drop_repeats(done);
	done->state = RUN_FAILED;
	free(done->message);
	done->message = xasprintf("its repeats cannot be kept: %s", err->text);
	*err = (struct error)ERROR_INIT;
	return store_save(&run->result, err) ? -1 : 0;
}

static int measure_one(struct run *run, const struct measure_plan *plan,
		       const struct workload *workload, struct error *err)
{
	struct workload_run *done = result_add_run(&run->result);
	struct profiled_run profiled = { 0 };

	done->boot = run->result.n_boots - 1;
	done->sha256 = xstrdup(workload->sha256);
	if (measure_workload(plan, workload, done, err) || save(run, done, err) ||
	    store_log(&run->result, err, "%s %s%s%s", done->name, run_state_name(done->state),
		      done->message ? ": " : "", done->message ? done->message : ""))
		return -1;
	profile_run(counters_info(plan->counters), &plan->cost, done, &profiled);
	progress_workload_done(plan->context, &profiled);
	profiled_run_free(&profiled);
	return 0;
}

/* Before the first workload, half-way between them, after the last one. */
static size_t idle_windows(size_t n_workloads)
{
	return n_workloads > 1 ? 3 : n_workloads + 1;
}

/* How long a run of a workload takes in the mean: as each says itself, or as most of them do. */
static double guess_s(const struct run *run)
{
	double duration_s = wanted_duration_s(run), sum = 0;
	size_t n = 0;
	char why[256];

	for (size_t i = 0; i < run->selection.n; i++) {
		const struct workload *w = run->selection.workloads[i];
		double own_s = workload_run_s(w, duration_s);

		if (run->options->dry_run && !workload_can_run(w, why, sizeof(why)))
			continue;
		sum += own_s > 0 ? own_s : duration_s > 0 ? duration_s : DEFAULT_DURATION_S;
		n++;
	}
	return (n ? sum / (double)n : 0) + START_S;
}

/* What is known of the user's own job files before they are run. */
static void tell_notes(const struct run *run)
{
	for (size_t i = 0; i < run->selection.n; i++) {
		const struct workload *w = run->selection.workloads[i];

		for (size_t j = 0; j < w->n_notes; j++)
			talk(stderr, "warning: %s: %s\n", w->name, w->notes[j]);
	}
}

static struct progress expected(const struct run *run, size_t n_workloads)
{
	struct progress progress;

	progress_init(&progress, stderr);
	progress.workloads = n_workloads;
	progress.warmups = run->options->warmup;
	progress.repeats = wanted_repeats(run).min;
	progress.max_repeats = wanted_repeats(run).max;
	progress.guess_s = guess_s(run);
	progress.idle_s = wanted_idle_s(run);
	progress.idle_left = progress.idle_s > 0 ? idle_windows(n_workloads) : 0;
	return progress;
}

static int measure_idle_guest(struct run *run, const struct measure_plan *plan,
			      enum idle_place place, struct error *err)
{
	struct result *result = &run->result;

	if (!(result->idle_s > 0) || interrupt_pending())
		return 0;
	return measure_idle(plan, result, place, result->idle_s, err) || store_save(result, err) ?
		       -1 :
		       0;
}

static int measure_each(struct run *run, const struct measure_plan *plan, struct error *err)
{
	size_t n = run->selection.n;

	if (n && measure_idle_guest(run, plan, IDLE_BEFORE, err))
		return -1;
	for (size_t i = 0; i < n && !interrupt_pending(); i++) {
		if (i && i == n / 2 && measure_idle_guest(run, plan, IDLE_BETWEEN, err))
			return -1;
		progress_workload(plan->context);
		if (measure_one(run, plan, run->selection.workloads[i], err))
			return -1;
	}
	return measure_idle_guest(run, plan, IDLE_AFTER, err);
}

static void print_extent(size_t n_workloads, struct repeats repeats)
{
	talk(stderr, "%zu workload%s, %u", n_workloads, n_workloads == 1 ? "" : "s", repeats.min);
	if (repeats.max > repeats.min)
		talk(stderr, " to %u", repeats.max);
	talk(stderr, " repeat%s each, ", repeats.max == 1 ? "" : "s");
}

/* At once: a guest that dies shall be able to resume "latest". But without the link it goes, too. */
static void point_to(const struct run *run)
{
	struct error err = ERROR_INIT;

	if (store_set_latest(run->options->results, &run->result, &err))
		talk(stderr, "warning: %s\n", err.text);
	if (!store_room_known(&run->result))
		talk(stderr,
		     "warning: how much room there is in '%s' is unknown; a run needs 16 MiB\n",
		     run->result.path);
}

static int measure_all(struct run *run, struct error *err)
{
	_cleanup_free_ char *raw = xasprintf("%s/raw", run->result.path);
	const struct options *o = run->options;
	const struct result *result = &run->result;
	struct progress progress = expected(run, run->selection.n);
	struct measure_plan plan = {
		.counters = run->session.counters,
		.cost = result->boots[result->n_boots - 1].cost,
		.warmups = o->warmup,
		.repeats = result->repeats,
		.max_repeats = result->max_repeats,
		.precision = result->precision,
		.duration_s = result->duration_s,
		.timeout_ns = number_seconds_ns(o->timeout_s),
		.timeout_told = o->given[OPTION_TIMEOUT],
		.raw_folder = raw,
		.progress = progress_step,
		.context = &progress,
	};
	int rc;

	point_to(run);
	rc = measure_each(run, &plan, err);
	progress_end(&progress);
	if (rc)
		return -1;
	run->result.complete = !interrupt_pending();
	return store_save(&run->result, err) ? -1 : 0;
}

/* The verdict on the run as a whole. */
static int conclude(const struct run *run, struct error *err)
{
	size_t n_failed = 0, n_ok = 0;
	const char *first = NULL;

	if (!run->result.complete)
		return error_set(err,
				 "interrupted; what was measured is kept in '%s', marked "
				 "incomplete: --resume goes on with it",
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
	struct profiled_result profiled;
	int rc;

	if (profile_as_asked(run->options, &run->result, run->result.path, false, &profiled, err))
		return -1;
	rc = show_table(run->options, view_result(&profiled, false), err);
	profiled_result_free(&profiled);
	if (rc)
		return -1;
	talk(stderr, "result: %s/result.json\n", run->result.path);
	return conclude(run, err);
}

/* "about 33 s", or from the fewest repeats to the most. */
static void print_estimate(struct progress progress)
{
	talk(stderr, "about ");
	progress_print_left(&progress);
	if (progress.max_repeats > progress.repeats) {
		progress.repeats = progress.max_repeats;
		talk(stderr, " to ");
		progress_print_left(&progress);
	}
	talk(stderr, "\n");
}

/* What would be run in this guest: nothing of it is, and no counters are needed. */
static int tell_plan(struct run *run, struct error *err)
{
	const struct options *o = run->options;
	size_t n_runnable = 0;
	char why[256];
	int rc;

	for (size_t i = 0; i < run->selection.n; i++)
		n_runnable += workload_can_run(run->selection.workloads[i], why, sizeof(why));
	rc = show_table(o, view_plan(run->selection.workloads, run->selection.n), err);
	print_extent(n_runnable, wanted_repeats(run));
	talk(stderr, "%u warm-up%s: ", o->warmup, o->warmup == 1 ? "" : "s");
	print_estimate(expected(run, n_runnable));
	tell_notes(run);
	if (o->order.random) {
		_cleanup_free_ char *order = order_text(&o->order);

		talk(stderr, "order: %s\n", order);
	}
	return rc;
}

static int run_suite(struct run *run, struct error *err)
{
	const struct result *result = &run->result;
	int rc;

	interrupt_install();
	rc = run->options->resume ? resume(run, err) : begin(run, err);
	if (!rc) {
		print_extent(run->selection.n, wanted_repeats(run));
		talk(stderr, "into %s\n", result->path);
		tell_notes(run);
		rc = measure_all(run, err);
	}
	/* All is kept: what is left is to show it, which may wait for a reader. */
	interrupt_uninstall();
	if (!rc)
		return show_run(run, err);
	return result->n_runs ? error_wrap(err, "the run ended early; what was measured is in '%s'",
					   result->path) :
				-1;
}

/* Once more when it is ours: until then another run could have gone on with it. */
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

/* 1: there is nothing left to measure. */
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
				 "cannot resume '%s': it does not say what was still to be run; "
				 "run it anew",
				 o->resume);
	return 0;
}

static int open_session(struct run *run, struct error *err)
{
	struct options options = *run->options;

	/* What is resumed goes on as it began. */
	options.per_vcpu |= result_has_vcpus(&run->result);
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

/* Before all is measured, not after it. */
static int check_net_idle(const struct run *run, struct error *err)
{
	if (!run->options->net_idle || wanted_idle_s(run) > 0 || run->result.n_idle)
		return 0;
	return error_set(err, "--net-idle needs a measurement of the idle guest; let --idle be "
			      "longer than 0");
}

/* Before all is measured: whether the table has the columns that are asked for. */
static int check_columns(const struct options *options, struct error *err)
{
	static const struct result empty;
	struct profiled_result profiled;
	int rc;

	if (options->dry_run)
		return check_table(options, view_plan(NULL, 0), err);
	profile_result(&empty, NULL, &profiled);
	rc = check_table(options, view_result(&profiled, false), err);
	profiled_result_free(&profiled);
	return rc;
}

static int run_run(const struct options *options, struct error *err)
{
	struct run run = { .options = options, .lock = -1 };
	int rc;

	if (check_columns(options, err))
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
			rc = options->dry_run ? tell_plan(&run, err) : measure(&run, err);
	}
	if (run.lock >= 0)
		close(run.lock);
	selection_free(&run.selection);
	result_free(&run.result);
	return rc;
}

const struct command cmd_run = {
	.name = "run",
	.arguments = "[SUITE|WORKLOAD...] [--jobs FILE...]",
	.summary =
		"Measure suites and workloads (default: the suite 'default') and keep the result",
	.details =
		"Each workload is run once to warm up and then repeated. One that fails is recorded "
		"as failed\nand the run goes on. Ctrl-C ends the run; what was measured is kept, and "
		"--resume goes on\nwith it, also after the guest was started anew: workloads that "
		"have not ended are measured.\nSuite, repeats, duration and tags are then those of the "
		"result.\nThe idle guest is measured before, between and after the workloads.\n"
		"A workload of which one repeat stands out from the others is measured once more, beyond "
		"--repeat.\n\n"
		"A job file of your own is run as the workload own/NAME, as its tool reads it: the tool is asked\n"
		"how long it runs, how much it does and where. What no header of ours says: it is of the class\n"
		"'own'; its work is fixed if each part of it ends by what it has done; a stress-ng job without\n"
		"an end runs for 3 s; relative places are in $EXITBENCH_DISK. Arguments after it that end in\n"
		".stress, .fio or .job are job files, too.",
	.max_args = SIZE_MAX,
	.options = { OPTION_REPEAT,   OPTION_PRECISION, OPTION_WARMUP,    OPTION_DURATION,
		     OPTION_TIMEOUT,  OPTION_JOBS,      OPTION_TAG,       OPTION_ORDER,
		     OPTION_IDLE,     OPTION_NET_IDLE,  OPTION_RESUME,    OPTION_DRY_RUN,
		     OPTION_PER_VCPU, OPTION_RESULTS,   OPTION_WORKLOADS, OPTION_FORMAT,
		     OPTION_WIDE,     OPTION_COLUMNS,   OPTION_COUNTERS,  OPTION_RECORD },
	.run = run_run,
};
