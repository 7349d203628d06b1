// SPDX-License-Identifier: GPL-2.0-only
#include "base/clock.h"
#include "base/memory.h"
#include "cli/run.h"
#include "cli/talk.h"
#include "compare/conditions.h"
#include "measure/environment.h"
#include "measure/region_files.h"
#include "model/tags.h"
#include "store/store.h"

/* When resuming, options that were not given keep the saved result's values. */
static bool keeps_saved(const struct run *run, enum option_id id)
{
	return run->options->resume && !run->options->given[id];
}

struct run_repeats wanted_repeats(const struct run *run)
{
	const struct options *o = run->options;
	const struct result *old = &run->result;

	if (keeps_saved(run, OPTION_REPEAT) && keeps_saved(run, OPTION_PRECISION))
		return (struct run_repeats){ old->repeats, old->max_repeats, old->precision };
	return (struct run_repeats){ o->repeat, o->max_repeat, o->precision };
}

double wanted_duration_s(const struct run *run)
{
	return keeps_saved(run, OPTION_DURATION) ? run->result.duration_s :
						   run->options->duration_s;
}

double wanted_idle_s(const struct run *run)
{
	return keeps_saved(run, OPTION_IDLE) ? run->result.idle_s : run->options->idle_s;
}

/* Writes this boot of the guest and the options into the result. */
static int describe(struct run *run, struct result *result, struct error *err)
{
	const struct options *o = run->options;
	const struct run_repeats repeats = wanted_repeats(run);

	if (counters_measure_cost(run->session.counters, &result->cost, err))
		return -1;
	result->counters = *counters_info(run->session.counters);
	result->suite = xstrdup(run->selection.title ? run->selection.title : run->result.suite);
	result->repeats = repeats.min;
	result->max_repeats = repeats.max;
	result->precision = repeats.precision;
	result->duration_s = wanted_duration_s(run);
	result->idle_s = wanted_idle_s(run);
	if (!keeps_saved(run, OPTION_ORDER))
		result->order = order_text(&o->order);
	else if (run->result.order)
		result->order = xstrdup(run->result.order);
	environment_collect(result, &run->session.id);
	if (o->why && run->session.access.here)
		regions_read("", &result->regions);
	if (keeps_saved(run, OPTION_TAG))
		tags_copy(result, &run->result);
	for (size_t i = 0; i < run->options->tags.n; i++)
		tag_add(result, run->options->tags.words[i]);
	return 0;
}

int begin_run(struct run *run, struct error *err)
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

/* The idle guest may be measured for longer than before, or at last; the user is told. */
static void change_idle(struct result *result, double idle_s)
{
	if (idle_s != result->idle_s)
		talk(stderr,
		     "warning: the idle guest is measured for %g s at a time from now on, and was "
		     "for %g s\n",
		     idle_s, result->idle_s);
	result->idle_s = idle_s;
}

int resume_run(struct run *run, struct error *err)
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
		change_idle(&run->result, now.idle_s);
		rc = store_reopen(&run->result, err);
	}
	snapshot_free(&slots);
	result_free(&now);
	return rc ? error_wrap(err, "cannot resume '%s'", run->options->resume) : 0;
}
