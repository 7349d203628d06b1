// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "store/repeat_json.h"
#include "store/result_json.h"
#include "store/schema.h"
#include "store/snapshot_json.h"

/* A number of the counters' description, which has 32 bits. */
static int read_word(const json_t *json, const char *key, uint32_t *word, struct error *err)
{
	uint64_t number;

	if (json_read_number(json_object_get(json, key), key, UINT32_MAX, &number, err))
		return -1;
	*word = (uint32_t)number;
	return 0;
}

/* Reads the doubts about the counters, which older results do not have. */
static int read_doubts(const json_t *json, struct counters_info *info, struct error *err)
{
	const json_t *doubts = json_object_get(json, "doubts");

	if (!doubts)
		return 0;
	if (!json_is_string(doubts))
		return error_set(err, "not a valid result: 'doubts' is not text");
	snprintf(info->doubts, sizeof(info->doubts), "%s", json_string_value(doubts));
	return 0;
}

static int read_counters(const json_t *json, struct counters_info *info, struct error *err)
{
	const char *abi, *isa;
	int has_time;

	if (json_unpack_checked(json, err, "{s:s, s:s, s:b}", "abi", &abi, "isa", &isa, "has_time",
				&has_time) ||
	    read_word(json, "bits", &info->bits, err) ||
	    read_word(json, "version", &info->version, err) ||
	    read_word(json, "features", &info->features, err) ||
	    read_word(json, "slots", &info->n_slots, err) ||
	    read_word(json, "vcpus", &info->n_vcpus, err) ||
	    read_word(json, "marks", &info->n_marks, err) ||
	    read_word(json, "tsc_khz", &info->tsc_khz, err) ||
	    read_word(json, "epoch", &info->epoch, err))
		return -1;
	info->has_time = has_time;
	if (read_doubts(json, info, err))
		return -1;
	if (!counters_abi_from_name(abi, &info->abi))
		return error_set(err, "not a valid result: unknown counters '%s'", abi);
	if (!isa_from_name(isa, &info->isa))
		return error_set(err, "not a valid result: unknown instruction set '%s'", isa);
	if (info->bits != 32 && info->bits != 64)
		return error_set(err, "not a valid result: counters of %u bits", info->bits);
	return 0;
}

static int read_cost(const json_t *json, struct read_cost *cost, struct error *err)
{
	const json_t *queries, *net_exits, *cycles, *wall_ns;

	if (json_unpack_checked(json, err, "{s:o, s:o, s:o, s:o}", "queries", &queries, "net_exits",
				&net_exits, "cycles", &cycles, "wall_ns", &wall_ns) ||
	    json_read_number(queries, "queries", UINT64_MAX, &cost->queries, err) ||
	    json_read_number(net_exits, "net_exits", UINT64_MAX, &cost->net_exits, err) ||
	    json_read_number(cycles, "cycles", UINT64_MAX, &cost->cycles, err) ||
	    json_read_number(wall_ns, "wall_ns", UINT64_MAX, &cost->wall_ns, err))
		return -1;
	return 0;
}

/* Reads the boots. Version 1 has only one boot, and no plan. */
static int read_boots(const json_t *json, struct result *result, struct error *err)
{
	const json_t *boot, *cost_json;
	size_t i;

	if (!json) {
		result_add_boot(result, result->started, &result->counters, &result->cost);
		return 0;
	}
	if (json_need_array(json, "boots", err))
		return -1;
	json_array_foreach (json, i, boot) {
		struct counters_info info = { 0 };
		struct read_cost cost;
		const char *started;

		if (json_unpack_checked(boot, err, "{s:s, s:o}", "started", &started, "read_cost",
					&cost_json) ||
		    read_word(boot, "epoch", &info.epoch, err) ||
		    read_word(boot, "tsc_khz", &info.tsc_khz, err) ||
		    read_cost(cost_json, &cost, err))
			return -1;
		result_add_boot(result, started, &info, &cost);
	}
	return 0;
}

static int read_plan(const json_t *json, struct result *result, struct error *err)
{
	const json_t *name;
	size_t i;

	if (!json)
		return 0;
	if (json_need_array(json, "plan", err))
		return -1;
	json_array_foreach (json, i, name) {
		if (!json_is_string(name))
			return error_set(err, "not a valid result: 'plan' holds what is not text");
		result_add_plan(result, json_string_value(name));
	}
	return 0;
}

/* Converts pairs of hexadecimal digits, which the schema has checked, to fresh bytes. */
static char *from_hexadecimal(const char *digits)
{
	size_t n = strlen(digits) / 2;
	char *bytes = xcalloc(n + 1, 1);

	for (size_t i = 0; i < n; i++) {
		const char pair[] = { digits[2 * i], digits[2 * i + 1], '\0' };

		bytes[i] = (char)strtoul(pair, NULL, 16);
	}
	return bytes;
}

static int read_jobs(const json_t *json, struct result *result, struct error *err)
{
	const json_t *job;
	size_t i;

	if (!json)
		return 0;
	if (json_need_array(json, "jobs", err))
		return -1;
	json_array_foreach (json, i, job) {
		const char *name, *path, *bytes = NULL, *sha256;
		_cleanup_free_ char *exact = NULL;

		if (json_unpack_checked(job, err, "{s:s, s:s, s?s, s:s}", "name", &name, "path",
					&path, "path_bytes", &bytes, "sha256", &sha256))
			return -1;
		exact = bytes ? from_hexadecimal(bytes) : NULL;
		result_add_job(result, name, exact ? exact : path, sha256);
	}
	return 0;
}

/* Reads the boot of a window, and returns what reading its counters cost in that boot. */
static const struct read_cost *cost_of_boot(const struct result *result, json_int_t boot,
					    struct error *err)
{
	if (boot < 0 || (boot && (size_t)boot >= result->n_boots)) {
		error_set(err, "not a valid result: there is no boot %lld", (long long)boot);
		return NULL;
	}
	return result_read_cost(result, (size_t)boot);
}

static int read_idle_window(const json_t *json, struct slot_list *slots, struct result *result,
			    struct error *err)
{
	const struct read_cost *cost;
	struct repeat repeat = { 0 };
	enum idle_place place;
	const json_t *window;
	const char *name;
	json_int_t boot;

	if (json_unpack_checked(json, err, "{s:s, s:I, s:o}", "place", &name, "boot", &boot,
				"window", &window))
		return -1;
	if (!idle_place_from_name(name, &place))
		return error_set(err, "not a valid result: unknown place '%s'", name);
	cost = cost_of_boot(result, boot, err);
	if (!cost || repeat_from_json(window, slots, &result->counters, cost, &repeat, err)) {
		repeat_free(&repeat);
		return -1;
	}
	result_add_idle(result, place, (size_t)boot, &repeat);
	return 0;
}

static int read_idle(const json_t *json, struct slot_list *slots, struct result *result,
		     struct error *err)
{
	const json_t *windows, *item;
	size_t i;

	if (!json)
		return 0;
	if (json_unpack_checked(json, err, "{s:F, s:o}", "seconds", &result->idle_s, "windows",
				&windows) ||
	    json_need_array(windows, "windows", err))
		return -1;
	json_array_foreach (windows, i, item)
		if (read_idle_window(item, slots, result, err))
			return error_wrap(err, "idle window %zu", i + 1);
	return 0;
}

static int read_notes(const json_t *json, struct workload_run *run, struct error *err)
{
	const json_t *notes = json_object_get(json, "notes"), *item;
	size_t i;

	if (!notes)
		return 0;
	if (json_need_array(notes, "notes", err))
		return -1;
	json_array_foreach (notes, i, item) {
		if (!json_is_string(item))
			return error_set(err, "not a valid result: note %zu is not text", i + 1);
		xpush(&run->notes, &run->n_notes, xstrdup(json_string_value(item)));
	}
	return 0;
}

/* Reads the repeat because of which this one was added. Older results do not have it. */
static int read_once_more(const json_t *json, struct workload_run *run, struct error *err)
{
	const json_t *number = json_object_get(json, "once_more_for");
	json_int_t n = json_integer_value(number);

	if (!number || json_is_null(number))
		return 0;
	if (!json_is_integer(number) || n < 1 || (size_t)n >= run->n_repeats)
		return error_set(err,
				 "not a valid result: 'once_more_for' is not an earlier repeat");
	run->repeats[run->n_repeats - 1].once_more_for = (size_t)n;
	return 0;
}

static int read_run(const json_t *json, struct slot_list *slots, const struct result *result,
		    struct workload_run *run, struct error *err)
{
	const char *name, *title, *class, *tool, *op, *expects, *why, *state;
	const char *stop = run_stop_name(STOP_FIXED);
	const json_t *repeats, *item;
	const struct read_cost *cost;
	json_int_t boot = 0;
	int fixed_ops;
	size_t i;

	if (json_unpack_checked(
		    json, err, "{s:s, s:s, s:s, s:s, s:s, s:b, s:s, s:s, s:s, s?s, s?I, s:o}",
		    "name", &name, "title", &title, "class", &class, "tool", &tool, "op", &op,
		    "fixed_ops", &fixed_ops, "expects", &expects, "why", &why, "state", &state,
		    "ended_by", &stop, "boot", &boot, "repeats", &repeats) ||
	    json_need_array(repeats, "repeats", err) ||
	    json_read_optional_text(json, "message", &run->message, err) ||
	    json_read_optional_text(json, "sha256", &run->sha256, err) ||
	    read_notes(json, run, err))
		return -1;
	run->name = xstrdup(name);
	run->title = xstrdup(title);
	run->class = xstrdup(class);
	run->tool = xstrdup(tool);
	run->op = xstrdup(op);
	run->fixed_ops = fixed_ops;
	run->expects = xstrdup(expects);
	run->why = xstrdup(why);
	if (!run_state_from_name(state, &run->state))
		return error_set(err, "not a valid result: unknown state '%s'", state);
	if (!run_stop_from_name(stop, &run->stop))
		return error_set(err, "not a valid result: unknown end of repeats '%s'", stop);
	cost = cost_of_boot(result, boot, err);
	if (!cost)
		return -1;
	run->boot = (size_t)boot;
	json_array_foreach (repeats, i, item)
		if (repeat_from_json(item, slots, &result->counters, cost, run_add_repeat(run),
				     err) ||
		    read_once_more(item, run, err))
			return error_wrap(err, "repeat %zu", i + 1);
	return 0;
}

static int read_format(const json_t *json, struct error *err)
{
	const char *format;
	json_int_t version;

	if (json_unpack_checked(json, err, "{s:s, s:I}", "format", &format, "version", &version))
		return -1;
	if (strcmp(format, "exitbench-result") != 0)
		return error_set(err, "not a result: its format is '%s'", format);
	if (version < 1 || version > 2)
		return error_set(err,
				 "a result of version %lld; this program reads versions 1 and 2",
				 (long long)version);
	return 0;
}

static int read_facts(const json_t *json, struct result *result, struct error *err)
{
	const char *key;
	json_t *value;

	if (!json_is_object(json))
		return error_set(err, "not a valid result: 'environment' is not an object");
	json_object_foreach ((json_t *)json, key, value) {
		if (!json_is_string(value))
			return error_set(err, "not a valid result: environment '%s' is not text",
					 key);
		result_add_fact(result, key, json_string_value(value));
	}
	return 0;
}

/* Reads what lies where in the guest, which only a result with causes has. */
static int read_regions(const json_t *json, struct regions *regions, struct error *err)
{
	const json_t *item;
	size_t i;

	if (!json)
		return 0;
	if (json_need_array(json, "regions", err))
		return -1;
	json_array_foreach (json, i, item) {
		const json_t *first_json, *last_json;
		const char *space, *name;
		uint64_t first, last;

		if (json_unpack_checked(item, err, "[s, o, o, s]", &space, &first_json, &last_json,
					&name) ||
		    json_read_number(first_json, "regions", UINT64_MAX, &first, err) ||
		    json_read_number(last_json, "regions", UINT64_MAX, &last, err))
			return -1;
		if (first > last)
			return error_set(
				err, "not a valid result: region '%s' ends before it begins", name);
		regions_add(regions,
			    strcmp(space, region_space_name(REGION_PORTS)) ? REGION_MEMORY :
									     REGION_PORTS,
			    first, last, name);
	}
	return 0;
}

static int read_windows(const json_t *idle, const json_t *runs, struct slot_list *slots,
			struct result *result, struct error *err)
{
	const json_t *item;
	size_t i;

	if (read_idle(idle, slots, result, err))
		return -1;
	json_array_foreach (runs, i, item)
		if (read_run(item, slots, result, result_add_run(result), err))
			return error_wrap(err, "workload %zu", i + 1);
	return 0;
}

int result_from_json(const json_t *json, struct result *result, struct error *err)
{
	const json_t *environment, *counters, *cost, *slots, *runs;
	const json_t *boots = NULL, *plan = NULL, *idle = NULL;
	const char *started, *suite;
	int complete, repeats, max_repeats = 0, rc;
	struct slot_list list;

	/* Check the version first, because each version has a different schema. */
	if (read_format(json, err) || schema_check(json, err) ||
	    json_unpack_checked(
		    json, err,
		    "{s:s, s:s, s:b, s:i, s?i, s?F, s:F, s:o, s:o, s:o, s:o, s:o, s?o, s?o, s?o}",
		    "started", &started, "suite", &suite, "complete", &complete, "repeats",
		    &repeats, "max_repeats", &max_repeats, "precision", &result->precision,
		    "duration_s", &result->duration_s, "environment", &environment, "counters",
		    &counters, "read_cost", &cost, "slots", &slots, "workloads", &runs, "boots",
		    &boots, "plan", &plan, "idle", &idle) ||
	    json_read_optional_text(json, "order", &result->order, err) ||
	    json_need_array(runs, "workloads", err) ||
	    read_counters(counters, &result->counters, err) ||
	    read_cost(cost, &result->cost, err) || read_facts(environment, result, err))
		return -1;
	result->started = xstrdup(started);
	result->suite = xstrdup(suite);
	result->complete = complete;
	result->repeats = (unsigned int)repeats;
	result->max_repeats = (unsigned int)(max_repeats > repeats ? max_repeats : repeats);
	if (read_boots(boots, result, err) || read_plan(plan, result, err) ||
	    read_jobs(json_object_get(json, "jobs"), result, err) ||
	    read_regions(json_object_get(json, "regions"), &result->regions, err))
		return -1;
	rc = slot_list_from_json(slots, result->counters.isa, json, &list, err);
	if (!rc)
		rc = read_windows(idle, runs, &list, result, err);
	slot_list_free(&list);
	return rc;
}
