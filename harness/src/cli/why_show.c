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
	return 0;
}

struct view_wish why_wish(const struct options *options)
{
	struct view_wish wish = wish_of(options);

	wish.all |= !strcmp(options->format, "csv") || !strcmp(options->format, "json");
	return wish;
}

int show_why(const struct options *options, const struct profiled_result *result,
	     const struct profiled_run *run, struct error *err)
{
	const struct view_wish wish = why_wish(options);

	return show_table(options, view_why(result, run, &wish), err);
}

int show_why_of_all(const struct options *options, const struct profiled_result *result,
		    struct error *err)
{
	size_t n_shown = 0;

	for (size_t i = 0; i < result->n_runs; i++) {
		const struct profiled_run *run = &result->runs[i];

		if (!run_sound_repeats(run)) {
			talk(stderr, "%s: %s%s%s\n", run->run->name,
			     run_state_name(run->run->state), run->run->message ? ": " : "",
			     run->run->message ? run->run->message : "");
			continue;
		}
		if (n_shown++)
			putchar('\n');
		if (show_why(options, result, run, err))
			return -1;
	}
	return 0;
}
