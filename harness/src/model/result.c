// SPDX-License-Identifier: GPL-2.0-only
#include "model/result.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static const char *const state_names[] = {
	[RUN_OK] = "ok",
	[RUN_FAILED] = "failed",
	[RUN_SKIPPED] = "skipped",
	[RUN_INCOMPLETE] = "incomplete",
};

#define N_STATES (sizeof(state_names) / sizeof(state_names[0]))

static const char *const place_names[] = {
	[IDLE_BEFORE] = "before",
	[IDLE_BETWEEN] = "between",
	[IDLE_AFTER] = "after",
};

#define N_PLACES (sizeof(place_names) / sizeof(place_names[0]))

static const char *const stop_names[] = {
	[STOP_FIXED] = "fixed",
	[STOP_PRECISION] = "precision",
	[STOP_LIMIT] = "limit",
};

#define N_STOPS (sizeof(stop_names) / sizeof(stop_names[0]))

void result_add_fact(struct result *result, const char *key, const char *value)
{
	struct fact *fact;

	result->facts = xgrow(result->facts, result->n_facts, sizeof(*fact));
	fact = &result->facts[result->n_facts++];
	fact->key = xstrdup(key);
	fact->value = xstrdup(value);
}

const char *result_fact(const struct result *result, const char *key)
{
	for (size_t i = 0; i < result->n_facts; i++)
		if (!strcmp(result->facts[i].key, key))
			return result->facts[i].value;
	return "";
}

void result_add_plan(struct result *result, const char *name)
{
	result->plan = xgrow(result->plan, result->n_plan, sizeof(*result->plan));
	result->plan[result->n_plan++] = xstrdup(name);
}

void result_add_job(struct result *result, const char *name, const char *path, const char *sha256)
{
	result->jobs = xgrow(result->jobs, result->n_jobs, sizeof(*result->jobs));
	result->jobs[result->n_jobs++] = (struct user_job){
		.name = xstrdup(name),
		.path = xstrdup(path),
		.sha256 = xstrdup(sha256),
	};
}

void result_add_boot(struct result *result, const char *started, const struct counters_info *info,
		     const struct read_cost *cost)
{
	result->boots = xgrow(result->boots, result->n_boots, sizeof(*result->boots));
	result->boots[result->n_boots++] = (struct boot){
		.started = xstrdup(started),
		.epoch = info->epoch,
		.tsc_khz = info->tsc_khz,
		.cost = *cost,
	};
}

const struct read_cost *result_read_cost(const struct result *result, size_t boot)
{
	return boot < result->n_boots ? &result->boots[boot].cost : &result->cost;
}

struct workload_run *result_add_run(struct result *result)
{
	result->runs = xgrow(result->runs, result->n_runs, sizeof(*result->runs));
	return &result->runs[result->n_runs++];
}

struct repeat *run_add_repeat(struct workload_run *run)
{
	run->repeats = xgrow(run->repeats, run->n_repeats, sizeof(*run->repeats));
	return &run->repeats[run->n_repeats++];
}

void result_add_idle(struct result *result, enum idle_place place, size_t boot,
		     const struct repeat *repeat)
{
	result->idle = xgrow(result->idle, result->n_idle, sizeof(*result->idle));
	result->idle[result->n_idle++] = (struct idle_window){ place, boot, *repeat };
}

void run_add_note(struct workload_run *run, const char *note)
{
	for (size_t i = 0; i < run->n_notes; i++)
		if (!strcmp(run->notes[i], note))
			return;
	xpush(&run->notes, &run->n_notes, xstrdup(note));
}

void repeat_add_metric(struct repeat *repeat, const char *name, const char *unit, double value)
{
	struct metric *metric;

	repeat->metrics = xgrow(repeat->metrics, repeat->n_metrics, sizeof(*metric));
	metric = &repeat->metrics[repeat->n_metrics++];
	metric->name = xstrdup(name);
	metric->unit = xstrdup(unit);
	metric->value = value;
}

const struct workload_run *result_find_run(const struct result *result, const char *name)
{
	for (size_t i = 0; i < result->n_runs; i++)
		if (!strcmp(result->runs[i].name, name))
			return &result->runs[i];
	return NULL;
}

bool result_has_vcpus(const struct result *result)
{
	for (size_t i = 0; i < result->n_runs; i++)
		for (size_t j = 0; j < result->runs[i].n_repeats; j++)
			if (result->runs[i].repeats[j].before.n_vcpus)
				return true;
	return false;
}

bool result_has_why(const struct result *result)
{
	for (size_t i = 0; i < result->n_runs; i++)
		for (size_t j = 0; j < result->runs[i].n_repeats; j++)
			if (result->runs[i].repeats[j].after.has_causes ||
			    result->runs[i].repeats[j].code.period)
				return true;
	return false;
}

bool result_is_marked(const struct result *result)
{
	for (size_t i = 0; i < result->n_runs; i++)
		for (size_t j = 0; j < result->runs[i].n_repeats; j++)
			if (result->runs[i].repeats[j].before.generation)
				return true;
	return false;
}

/* The index of a name, or n. */
static size_t find_name(const char *const *names, size_t n, const char *name)
{
	size_t i = 0;

	while (i < n && strcmp(names[i], name) != 0)
		i++;
	return i;
}

const char *run_state_name(enum run_state state)
{
	return (size_t)state < N_STATES ? state_names[state] : "unknown";
}

bool run_state_from_name(const char *name, enum run_state *state)
{
	*state = (enum run_state)find_name(state_names, N_STATES, name);
	return (size_t)*state < N_STATES;
}

const char *run_stop_name(enum run_stop stop)
{
	return (size_t)stop < N_STOPS ? stop_names[stop] : "unknown";
}

bool run_stop_from_name(const char *name, enum run_stop *stop)
{
	*stop = (enum run_stop)find_name(stop_names, N_STOPS, name);
	return (size_t)*stop < N_STOPS;
}

const char *idle_place_name(enum idle_place place)
{
	return (size_t)place < N_PLACES ? place_names[place] : "unknown";
}

bool idle_place_from_name(const char *name, enum idle_place *place)
{
	*place = (enum idle_place)find_name(place_names, N_PLACES, name);
	return (size_t)*place < N_PLACES;
}

void repeat_free(struct repeat *repeat)
{
	snapshot_free(&repeat->before);
	snapshot_free(&repeat->after);
	activity_free(&repeat->activity);
	code_free(&repeat->code);
	free(repeat->trouble);
	for (size_t i = 0; i < repeat->n_metrics; i++) {
		free(repeat->metrics[i].name);
		free(repeat->metrics[i].unit);
	}
	free(repeat->metrics);
	*repeat = (struct repeat){ 0 };
}

void run_drop_repeats(struct workload_run *run)
{
	for (size_t i = 0; i < run->n_repeats; i++)
		repeat_free(&run->repeats[i]);
	free(run->repeats);
	run->repeats = NULL;
	run->n_repeats = 0;
}

static void run_free(struct workload_run *run)
{
	free(run->name);
	free(run->title);
	free(run->class);
	free(run->tool);
	free(run->op);
	free(run->expects);
	free(run->why);
	free(run->sha256);
	free(run->message);
	for (size_t i = 0; i < run->n_notes; i++)
		free(run->notes[i]);
	free(run->notes);
	run_drop_repeats(run);
}

uint32_t result_epoch(const struct result *result)
{
	return result->n_boots ? result->boots[0].epoch : 0;
}

bool result_same_run(const struct result *a, const struct result *b)
{
	return !strcmp(a->started, b->started) && result_epoch(a) == result_epoch(b);
}

void result_drop_incomplete(struct result *result)
{
	size_t kept = 0;

	for (size_t i = 0; i < result->n_runs; i++) {
		if (result->runs[i].state == RUN_INCOMPLETE)
			run_free(&result->runs[i]);
		else
			result->runs[kept++] = result->runs[i];
	}
	result->n_runs = kept;
}

void result_free(struct result *result)
{
	free(result->path);
	free(result->started);
	free(result->suite);
	free(result->order);
	for (size_t i = 0; i < result->n_boots; i++)
		free(result->boots[i].started);
	free(result->boots);
	for (size_t i = 0; i < result->n_plan; i++)
		free(result->plan[i]);
	free(result->plan);
	for (size_t i = 0; i < result->n_jobs; i++) {
		free(result->jobs[i].name);
		free(result->jobs[i].path);
		free(result->jobs[i].sha256);
	}
	free(result->jobs);
	for (size_t i = 0; i < result->n_facts; i++) {
		free(result->facts[i].key);
		free(result->facts[i].value);
	}
	free(result->facts);
	regions_free(&result->regions);
	for (size_t i = 0; i < result->n_runs; i++)
		run_free(&result->runs[i]);
	free(result->runs);
	for (size_t i = 0; i < result->n_idle; i++)
		repeat_free(&result->idle[i].repeat);
	free(result->idle);
	*result = (struct result){ 0 };
}
