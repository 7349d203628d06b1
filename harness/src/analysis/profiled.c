// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/profiled.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/classes.h"
#include "analysis/idle.h"
#include "base/memory.h"

int window_check(const struct counters_info *info, const struct repeat *repeat,
		 const struct read_cost *cost, struct error *err)
{
	struct profile profile;

	if (profile_between(info, &repeat->before, &repeat->after, cost, &profile, err))
		return -1;
	profile_free(&profile);
	return 0;
}

struct profiled_repeat profile_repeat(const struct counters_info *info, const struct repeat *repeat,
				      const struct read_cost *cost)
{
	struct profiled_repeat profiled = { .repeat = repeat, .counts = repeat->ok };
	struct error err = ERROR_INIT;

	/* Without a check before, wrong numbers would be shown. */
	if (profile_between(info, &repeat->before, &repeat->after, cost, &profiled.profile, &err))
		abort();
	return profiled;
}

void profile_run(const struct counters_info *info, const struct read_cost *cost,
		 const struct workload_run *run, struct profiled_run *profiled)
{
	profiled->run = run;
	profiled->tsc_khz = info->tsc_khz;
	for (size_t i = 0; i < profiled->n_repeats; i++)
		profiled->repeats[i].repeat = &run->repeats[i];
	while (profiled->n_repeats < run->n_repeats) {
		profiled->repeats =
			xgrow(profiled->repeats, profiled->n_repeats, sizeof(*profiled->repeats));
		profiled->repeats[profiled->n_repeats] =
			profile_repeat(info, &run->repeats[profiled->n_repeats], cost);
		profiled->n_repeats++;
	}
}

void profiled_run_free(struct profiled_run *profiled)
{
	for (size_t i = 0; i < profiled->n_repeats; i++)
		profile_free(&profiled->repeats[i].profile);
	free(profiled->repeats);
	*profiled = (struct profiled_run){ 0 };
}

static void apply(const struct profile_options *options, struct profiled_result *profiled)
{
	profiled->net_idle = options->net_idle && idle_drift(profiled).n;
	if (options->by_class)
		profiled->isa = ISA_CLASSES;
	for (size_t i = 0; i < profiled->n_runs; i++) {
		for (size_t j = 0; j < profiled->runs[i].n_repeats; j++) {
			struct profiled_repeat *repeat = &profiled->runs[i].repeats[j];

			repeat->counts |= options->failed_too;
			if (profiled->net_idle)
				idle_subtract(profiled->idle, profiled->n_idle, repeat);
			if (options->by_class)
				profile_merge_classes(&repeat->profile);
		}
	}
}

void profile_result(const struct result *result, const struct profile_options *options,
		    struct profiled_result *profiled)
{
	*profiled = (struct profiled_result){
		.result = result,
		.isa = result->counters.isa,
		.runs = xcalloc(result->n_runs, sizeof(*profiled->runs)),
		.n_runs = result->n_runs,
		.idle = xcalloc(result->n_idle, sizeof(*profiled->idle)),
		.n_idle = result->n_idle,
	};
	for (size_t i = 0; i < result->n_runs; i++)
		profile_run(&result->counters, result_read_cost(result, result->runs[i].boot),
			    &result->runs[i], &profiled->runs[i]);
	for (size_t i = 0; i < result->n_idle; i++)
		profiled->idle[i] = profile_repeat(&result->counters, &result->idle[i].repeat,
						   result_read_cost(result, result->idle[i].boot));
	if (options)
		apply(options, profiled);
}

void profiled_result_free(struct profiled_result *profiled)
{
	for (size_t i = 0; i < profiled->n_runs; i++)
		profiled_run_free(&profiled->runs[i]);
	free(profiled->runs);
	for (size_t i = 0; i < profiled->n_idle; i++)
		profile_free(&profiled->idle[i].profile);
	free(profiled->idle);
	*profiled = (struct profiled_result){ 0 };
}

const struct profiled_run *profiled_find_run(const struct profiled_result *profiled,
					     const char *name)
{
	for (size_t i = 0; i < profiled->n_runs; i++)
		if (!strcmp(profiled->runs[i].run->name, name))
			return &profiled->runs[i];
	return NULL;
}
