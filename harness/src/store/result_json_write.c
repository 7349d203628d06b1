// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "store/result_json.h"
#include "store/snapshot_json.h"

/*
 * A text from outside. If it is not UTF-8, bad bytes are escaped, so that the result can be kept.
 */
static json_t *text(const char *s)
{
	_cleanup_free_ char *clean = utf8_clean(s);

	return json_string(clean);
}

static json_t *text_or_null(const char *s)
{
	return s ? text(s) : json_null();
}

static json_t *write_counters(const struct counters_info *info)
{
	json_t *json =
		json_pack("{s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:b}", "abi",
			  counters_abi_name(info->abi), "isa", isa_name(info->isa), "bits",
			  json_number(info->bits), "version", json_number(info->version),
			  "features", json_number(info->features), "slots",
			  json_number(info->n_slots), "vcpus", json_number(info->n_vcpus), "marks",
			  json_number(info->n_marks), "tsc_khz", json_number(info->tsc_khz),
			  "epoch", json_number(info->epoch), "has_time", info->has_time);

	if (json && *info->doubts)
		json_object_set_new(json, "doubts", text(info->doubts));
	return json;
}

static json_t *write_cost(const struct read_cost *cost)
{
	return json_pack("{s:o, s:o, s:o, s:o}", "queries", json_number(cost->queries), "net_exits",
			 json_number(cost->net_exits), "cycles", json_number(cost->cycles),
			 "wall_ns", json_number(cost->wall_ns));
}

static json_t *write_boots(const struct result *result)
{
	json_t *boots = json_array();

	for (size_t i = 0; i < result->n_boots; i++) {
		const struct boot *boot = &result->boots[i];

		json_append(&boots,
			    json_pack("{s:o, s:o, s:o, s:o}", "started", text(boot->started),
				      "epoch", json_number(boot->epoch), "tsc_khz",
				      json_number(boot->tsc_khz), "read_cost",
				      write_cost(&boot->cost)));
	}
	return boots;
}

static json_t *write_plan(const struct result *result)
{
	json_t *plan = json_array();

	for (size_t i = 0; i < result->n_plan; i++)
		json_append(&plan, text(result->plan[i]));
	return plan;
}

/* The bytes of a path that is not UTF-8, as JSON cannot hold it; NULL for other paths. */
static json_t *bytes(const char *path)
{
	_cleanup_free_ char *digits = NULL, *clean = utf8_clean(path);
	size_t n = strlen(path);

	if (!strcmp(clean, path))
		return NULL;
	digits = xcalloc(2 * n + 1, 1);
	for (size_t i = 0; i < n; i++)
		sprintf(digits + 2 * i, "%02x", (unsigned char)path[i]);
	return json_string(digits);
}

static json_t *write_jobs(const struct result *result)
{
	json_t *jobs = json_array();

	for (size_t i = 0; i < result->n_jobs; i++) {
		const struct user_job *job = &result->jobs[i];

		json_append(&jobs, json_pack("{s:o, s:o, s:o*, s:o}", "name", text(job->name),
					     "path", text(job->path), "path_bytes",
					     bytes(job->path), "sha256", text(job->sha256)));
	}
	return jobs;
}

static json_t *write_facts(const struct result *result)
{
	json_t *facts = json_object();

	for (size_t i = 0; i < result->n_facts; i++)
		json_object_set_new(facts, result->facts[i].key, text(result->facts[i].value));
	return facts;
}

/* All snapshots of a result have the same slots, so the first one is as good as any. */
static const struct snapshot *first_snapshot(const struct result *result)
{
	for (size_t i = 0; i < result->n_runs; i++)
		if (result->runs[i].n_repeats)
			return &result->runs[i].repeats[0].before;
	return result->n_idle ? &result->idle[0].repeat.before : NULL;
}

static json_t *write_slots(const struct result *result)
{
	const struct snapshot *snapshot = first_snapshot(result);
	json_t *slots = json_array();

	for (size_t i = 0; snapshot && i < snapshot->n; i++)
		json_append(&slots, json_pack("[o, i]", json_number(snapshot->counters[i].key.code),
					      reason_key_is_catch_all(&snapshot->counters[i].key)));
	return slots;
}

static json_t *write_metrics(const struct repeat *repeat)
{
	json_t *metrics = json_array();

	for (size_t i = 0; i < repeat->n_metrics; i++)
		json_append(&metrics,
			    json_pack("{s:o, s:o, s:f}", "name", text(repeat->metrics[i].name),
				      "unit", text(repeat->metrics[i].unit), "value",
				      repeat->metrics[i].value));
	return metrics;
}

static json_t *write_counts(const struct activity_counts *counts)
{
	json_t *rows;

	if (!counts->known)
		return json_null();
	rows = json_array();
	for (size_t i = 0; i < counts->n; i++)
		json_append(&rows,
			    json_pack("[o, o, o]", text(counts->rows[i].name),
				      json_number(counts->rows[i].n), text(counts->rows[i].what)));
	return rows;
}

static json_t *write_activity(const struct repeat *repeat)
{
	const struct activity *activity = &repeat->activity;

	return json_pack("{s:o, s:o, s:o}", "steal_ns",
			 activity->steal_known ? json_number(activity->steal_ns) : json_null(),
			 "interrupts", write_counts(&activity->interrupts), "softirqs",
			 write_counts(&activity->softirqs));
}

/* Which code the guest was in; NULL if it was not recorded. */
static json_t *write_code(const struct code_counts *code)
{
	json_t *counts;

	if (!code->period)
		return NULL;
	counts = json_array();
	for (size_t i = 0; i < code->n; i++)
		json_append(&counts,
			    json_pack("[o, o, o, o, o]", json_number(code->list[i].slot),
				      json_key(code->list[i].key), text(code->list[i].name),
				      json_number(code->list[i].n),
				      json_number(code->list[i].cycles)));
	return json_pack("{s:o, s:o, s:o}", "period", json_number(code->period), "lost",
			 json_number(code->lost), "counts", counts);
}

static json_t *write_repeat(const struct repeat *repeat)
{
	return json_pack(
		"{s:b, s:o, s:o, s:s, s:i, s:o*, s:o, s:o, s:o, s:o, s:o, s:f, s:o, s:o, s:o, s:o, "
		"s:o*}",
		"ok", repeat->ok, "once_more_for",
		repeat->once_more_for ? json_number(repeat->once_more_for) : json_null(), "trouble",
		text_or_null(repeat->trouble), "end", child_end_name(repeat->child.end), "status",
		repeat->child.status, "left", *repeat->child.left ? text(repeat->child.left) : NULL,
		"wall_ns", json_number(repeat->child.wall_ns), "user_ns",
		json_number(repeat->child.user_ns), "system_ns",
		json_number(repeat->child.system_ns), "own_ns",
		repeat->harness_known ? json_number(repeat->harness_ns) : json_null(), "speed",
		repeat->speed > 0 ? json_real(repeat->speed) : json_null(), "ops", repeat->ops,
		"metrics", write_metrics(repeat), "before", snapshot_to_json(&repeat->before),
		"after", snapshot_to_json(&repeat->after), "activity", write_activity(repeat),
		"code", write_code(&repeat->code));
}

static json_t *write_notes(const struct workload_run *run)
{
	json_t *notes = json_array();

	for (size_t i = 0; i < run->n_notes; i++)
		json_append(&notes, text(run->notes[i]));
	return notes;
}

static json_t *write_run(const struct workload_run *run)
{
	json_t *repeats = json_array();

	for (size_t i = 0; i < run->n_repeats; i++)
		json_append(&repeats, write_repeat(&run->repeats[i]));
	return json_pack(
		"{s:o, s:o, s:o, s:o, s:o, s:b, s:o, s:o, s:o, s:s, s:o, s:o, s:s, s:o, s:o}",
		"name", text(run->name), "title", text(run->title), "class", text(run->class),
		"tool", text(run->tool), "op", text(run->op), "fixed_ops", run->fixed_ops,
		"expects", text(run->expects), "why", text(run->why), "sha256",
		text_or_null(run->sha256), "state", run_state_name(run->state), "message",
		text_or_null(run->message), "notes", write_notes(run), "ended_by",
		run_stop_name(run->stop), "boot", json_number(run->boot), "repeats", repeats);
}

static json_t *write_idle(const struct result *result)
{
	json_t *windows = json_array();

	for (size_t i = 0; i < result->n_idle; i++) {
		const struct idle_window *window = &result->idle[i];

		json_append(&windows,
			    json_pack("{s:s, s:o, s:o}", "place", idle_place_name(window->place),
				      "boot", json_number(window->boot), "window",
				      write_repeat(&window->repeat)));
	}
	return json_pack("{s:f, s:o}", "seconds", result->idle_s, "windows", windows);
}

static json_t *write_regions(const struct regions *regions)
{
	json_t *json = json_array();

	for (size_t i = 0; i < regions->n; i++)
		json_append(&json,
			    json_pack("[s, o, o, o]", region_space_name(regions->list[i].space),
				      json_number(regions->list[i].first),
				      json_number(regions->list[i].last),
				      text(regions->list[i].name)));
	return json;
}

json_t *result_to_json(const struct result *result)
{
	json_t *runs = json_array(), *json;

	for (size_t i = 0; i < result->n_runs; i++)
		json_append(&runs, write_run(&result->runs[i]));
	json = json_pack(
		"{s:s, s:i, s:s, s:o, s:o, s:b, s:i, s:i, s:f, s:f, s:o, s:o, s:o, s:o, s:o, "
		"s:o, s:o, s:o, s:o}",
		"format", "exitbench-result", "version", 2, "started", result->started, "suite",
		text(result->suite), "order", text_or_null(result->order), "complete",
		result->complete, "repeats", (int)result->repeats, "max_repeats",
		(int)result->max_repeats, "precision", result->precision, "duration_s",
		result->duration_s, "environment", write_facts(result), "counters",
		write_counters(&result->counters), "read_cost", write_cost(&result->cost), "boots",
		write_boots(result), "plan", write_plan(result), "jobs", write_jobs(result),
		"slots", write_slots(result), "workloads", runs, "idle", write_idle(result));
	if (json && result->regions.n)
		json_object_set_new(json, "regions", write_regions(&result->regions));
	return json;
}
