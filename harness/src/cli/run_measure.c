// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>

#include "analysis/profiled.h"
#include "base/cleanup.h"
#include "base/interrupt.h"
#include "base/memory.h"
#include "base/number.h"
#include "cli/run.h"
#include "cli/talk.h"
#include "measure/idle.h"
#include "measure/measure.h"
#include "store/store.h"

/*
 * A workload whose numbers cannot be kept does not end the run: it counts as failed. The output of
 * its tool stays in raw/.
 */
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

/*
 * Before anything is measured, so that "latest" can be resumed even if the guest dies. The run goes
 * on without the link.
 */
static void point_to(const struct run *run)
{
	struct error err = ERROR_INIT;

	if (store_set_latest(run->options->results, &run->result, &err))
		talk(stderr, "warning: %s\n", err.text);
	if (!store_room_known(&run->result))
		talk(stderr,
		     "warning: cannot find out how much space is free in '%s'; a run needs 16 MiB\n",
		     run->result.path);
}

int measure_run(struct run *run, struct error *err)
{
	_cleanup_free_ char *raw = xasprintf("%s/raw", run->result.path);
	const struct options *o = run->options;
	const struct result *result = &run->result;
	struct progress progress = expected_progress(run, run->selection.n);
	struct measure_plan plan = {
		.counters = run->session.counters,
		.cost = result->boots[result->n_boots - 1].cost,
		.names = run->session.names,
		.warmups = o->warmup,
		.repeats = result->repeats,
		.max_repeats = result->max_repeats,
		.precision = result->precision,
		.duration_s = result->duration_s,
		.timeout_ns = number_seconds_ns(o->timeout_s),
		.timeout_given = o->given[OPTION_TIMEOUT],
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
