// SPDX-License-Identifier: GPL-2.0-only
#include "store/repeat_json.h"

#include <stdio.h>
#include <string.h>

#include "analysis/profiled.h"
#include "analysis/window_length.h"
#include "base/memory.h"

int json_read_optional_text(const json_t *json, const char *key, char **text, struct error *err)
{
	const json_t *value = json_object_get(json, key);

	if (!value || json_is_null(value))
		return 0;
	if (!json_is_string(value))
		return error_set(err, "not a valid result: '%s' is not text", key);
	*text = xstrdup(json_string_value(value));
	return 0;
}

static int read_metrics(const json_t *json, struct repeat *repeat, struct error *err)
{
	const json_t *item;
	size_t i;

	if (json_need_array(json, "metrics", err))
		return -1;
	json_array_foreach (json, i, item) {
		const char *name, *unit;
		double value;

		if (json_unpack_checked(item, err, "{s:s, s:s, s:F}", "name", &name, "unit", &unit,
					"value", &value))
			return -1;
		repeat_add_metric(repeat, name, unit, value);
	}
	return 0;
}

static int read_counts(const json_t *json, struct activity_counts *counts, struct error *err)
{
	const json_t *item;
	size_t i;

	if (json_is_null(json))
		return 0;
	if (json_need_array(json, "activity", err))
		return -1;
	counts->known = true;
	json_array_foreach (json, i, item) {
		const char *name, *what;
		const json_t *number;
		uint64_t n;

		if (json_unpack_checked(item, err, "[s, o, s]", &name, &number, &what) ||
		    json_read_number(number, name, UINT64_MAX, &n, err))
			return -1;
		activity_add(counts, name, what, n);
	}
	return 0;
}

/* A time, or null for one that is not known. */
static int read_time(const json_t *json, const char *what, bool *known, uint64_t *ns,
		     struct error *err)
{
	*known = json && !json_is_null(json);
	*ns = 0;
	return *known ? json_read_number(json, what, UINT64_MAX, ns, err) : 0;
}

static int read_speed(const json_t *json, struct repeat *repeat, struct error *err)
{
	const json_t *speed = json_object_get(json, "speed");

	repeat->speed = json_number_value(speed);
	if (speed && !json_is_null(speed) && !(repeat->speed > 0))
		return error_set(err, "not a valid result: 'speed' is not a speed");
	return 0;
}

/* Reads what older results do not have. */
static int read_activity(const json_t *json, struct repeat *repeat, struct error *err)
{
	const json_t *activity = json_object_get(json, "activity");
	const json_t *own = json_object_get(json, "own_ns");
	const json_t *steal_ns, *interrupts, *softirqs;

	if (read_speed(json, repeat, err) ||
	    read_time(own, "own_ns", &repeat->harness_known, &repeat->harness_ns, err))
		return -1;
	if (!activity || json_is_null(activity))
		return 0;
	if (json_unpack_checked(activity, err, "{s:o, s:o, s:o}", "steal_ns", &steal_ns,
				"interrupts", &interrupts, "softirqs", &softirqs) ||
	    read_counts(interrupts, &repeat->activity.interrupts, err) ||
	    read_counts(softirqs, &repeat->activity.softirqs, err))
		return -1;
	return read_time(steal_ns, "steal_ns", &repeat->activity.steal_known,
			 &repeat->activity.steal_ns, err);
}

static int read_code_count(const json_t *json, size_t n_slots, struct code_counts *code,
			   struct error *err)
{
	const json_t *slot_json, *key_json, *n_json, *cycles_json;
	uint64_t slot, key, n, cycles;
	const char *name;

	if (!n_slots)
		return error_set(err, "not a valid result: code without slots");
	if (json_unpack_checked(json, err, "[o, o, s, o, o]", &slot_json, &key_json, &name, &n_json,
				&cycles_json) ||
	    json_read_number(slot_json, "code", n_slots - 1, &slot, err) ||
	    json_read_key(key_json, &key, err) ||
	    json_read_number(n_json, "code", UINT32_MAX, &n, err) ||
	    json_read_number(cycles_json, "code", INT64_MAX, &cycles, err))
		return -1;
	if (!n)
		return error_set(err, "not a valid result: code without records");
	code_append(code, slot, key, name, n, cycles);
	return 0;
}

/* Reads which code the guest was in, if that was recorded. */
static int read_code(const json_t *json, size_t n_slots, struct code_counts *code,
		     struct error *err)
{
	const json_t *list, *item, *lost;
	uint64_t period;
	size_t i;

	if (!json)
		return 0;
	if (json_unpack_checked(json, err, "{s:o, s:o}", "lost", &lost, "counts", &list) ||
	    json_read_number(json_object_get(json, "period"), "period", UINT32_MAX, &period, err) ||
	    json_read_number(lost, "lost", UINT64_MAX, &code->lost, err) ||
	    json_need_array(list, "counts", err))
		return -1;
	code->period = (uint32_t)period;
	json_array_foreach (list, i, item)
		if (read_code_count(item, n_slots, code, err))
			return -1;
	return 0;
}

static int read_end(const char *name, enum child_end *end, struct error *err)
{
	for (int e = CHILD_EXITED; e <= CHILD_INTERRUPTED; e++) {
		if (!strcmp(child_end_name((enum child_end)e), name)) {
			*end = (enum child_end)e;
			return 0;
		}
	}
	return error_set(err, "not a valid result: unknown end '%s'", name);
}

int repeat_from_json(const json_t *json, struct slot_list *slots, const struct counters_info *info,
		     const struct read_cost *cost, struct repeat *repeat, struct error *err)
{
	const json_t *metrics, *before, *after;
	const json_t *wall_ns, *user_ns, *system_ns;
	const char *end, *left = "";
	int ok, status;

	if (json_unpack_checked(
		    json, err, "{s:b, s:s, s:i, s?s, s:o, s:o, s:o, s:F, s:o, s:o, s:o}", "ok", &ok,
		    "end", &end, "status", &status, "left", &left, "wall_ns", &wall_ns, "user_ns",
		    &user_ns, "system_ns", &system_ns, "ops", &repeat->ops, "metrics", &metrics,
		    "before", &before, "after", &after) ||
	    json_read_optional_text(json, "trouble", &repeat->trouble, err) ||
	    read_end(end, &repeat->child.end, err) ||
	    json_read_number(wall_ns, "wall_ns", UINT64_MAX, &repeat->child.wall_ns, err) ||
	    json_read_number(user_ns, "user_ns", UINT64_MAX, &repeat->child.user_ns, err) ||
	    json_read_number(system_ns, "system_ns", UINT64_MAX, &repeat->child.system_ns, err) ||
	    snapshot_from_json(before, slots, &repeat->before, err) ||
	    snapshot_from_json(after, slots, &repeat->after, err) ||
	    read_metrics(metrics, repeat, err) || read_activity(json, repeat, err) ||
	    read_code(json_object_get(json, "code"), repeat->after.n, &repeat->code, err))
		return -1;
	repeat->ok = ok;
	if (window_check(info, repeat, cost, err) || window_check_length(info, repeat, cost, err))
		return -1;
	snprintf(repeat->child.left, sizeof(repeat->child.left), "%s", left);
	repeat->child.status = status;
	return 0;
}
