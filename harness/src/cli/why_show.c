// SPDX-License-Identifier: GPL-2.0-only
#include "cli/why_show.h"

#include <string.h>

#include "analysis/rates.h"
#include "cli/output.h"
#include "cli/talk.h"
#include "render/view.h"

struct table *empty_why_table(const struct options *options)
{
	/* This is never written to. */
	static char none[] = "";
	static const struct workload_run no_run = { .name = none, .op = none };
	static const struct result no_result;
	const struct profiled_result nothing = { .result = &no_result };
	const struct profiled_run run = { .run = &no_run };
	const struct view_wish wish = wish_of(options);

	return view_why(&nothing, &run, &wish);
}

int check_why(const struct options *options, struct error *err)
{
	if (options->why && options->net_idle)
		return error_set(
			err, "--why tells what is behind all exits, and what is behind those of "
			     "the idle guest is not known; leave --net-idle out");
	if (options->columns && why_is_export(options))
		return error_set(err, "the format %s has no columns; leave --columns out",
				 options->format);
	return 0;
}

bool why_is_export(const struct options *options)
{
	return options->why &&
	       (!strcmp(options->format, "folded") || !strcmp(options->format, "trace"));
}

/* What the view is asked to show: programs get all causes, readers those that matter. */
static struct view_wish why_wish(const struct options *options)
{
	struct view_wish wish = wish_of(options);

	wish.all |= !strcmp(options->format, "csv") || !strcmp(options->format, "json");
	return wish;
}

static bool has_events(const struct profiled_result *result, const struct profiled_run *only)
{
	for (size_t i = 0; i < result->n_runs; i++)
		for (size_t j = 0; j < result->runs[i].n_repeats; j++)
			if ((!only || only == &result->runs[i]) &&
			    result->runs[i].repeats[j].counts &&
			    result->runs[i].repeats[j].repeat->code.n_events)
				return true;
	return false;
}

static int show_trace(const struct profiled_result *result, const struct profiled_run *only,
		      struct error *err)
{
	if (!has_events(result, only))
		return error_no(err, "there are no records of single exits: the host has none, or "
				     "they were measured earlier, as a result does not keep them; "
				     "use 'exitbench why --format trace' on a host with records");
	if (!result->result->counters.tsc_khz)
		return error_no(err, "a trace has times, and the host does not tell how fast the "
				     "TSC is that it counts them in; use '--format folded'");
	why_trace(result, only, stdout);
	return 0;
}

int show_why(const struct options *options, const struct profiled_result *result,
	     const struct profiled_run *run, struct error *err)
{
	const struct view_wish wish = why_wish(options);

	if (!strcmp(options->format, "trace"))
		return show_trace(result, run, err);
	if (strcmp(options->format, "folded") != 0)
		return show_table(options, view_why(result, run, &wish), err);
	why_folded(result, run, stdout);
	return 0;
}

int show_why_of_all(const struct options *options, const struct profiled_result *result,
		    struct error *err)
{
	size_t n_shown = 0;

	/* One document, with a process for each workload. */
	if (!strcmp(options->format, "trace"))
		return show_trace(result, NULL, err);

	for (size_t i = 0; i < result->n_runs; i++) {
		const struct profiled_run *run = &result->runs[i];

		if (!run_sound_repeats(run)) {
			talk(stderr, "%s: %s%s%s\n", run->run->name,
			     run_state_name(run->run->state), run->run->message ? ": " : "",
			     run->run->message ? run->run->message : "");
			continue;
		}
		if (n_shown++ && !why_is_export(options))
			putchar('\n');
		if (show_why(options, result, run, err))
			return -1;
	}
	return 0;
}
