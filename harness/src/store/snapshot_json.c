// SPDX-License-Identifier: GPL-2.0-only
#include "store/snapshot_json.h"

#include <stdarg.h>

#include "base/memory.h"

json_t *json_number(uint64_t value)
{
	return json_integer((json_int_t)value);
}

void json_append(json_t **array, json_t *item)
{
	if (!*array) {
		json_decref(item);
	} else if (json_array_append_new(*array, item)) {
		json_decref(*array);
		*array = NULL;
	}
}

int json_unpack_checked(const json_t *json, struct error *err, const char *format, ...)
{
	json_error_t complaint;
	va_list ap;
	int rc;

	va_start(ap, format);
	rc = json_vunpack_ex((json_t *)json, &complaint, 0, format, ap);
	va_end(ap);
	return rc ? error_set(err, "not a sound result: %s", complaint.text) : 0;
}

int json_need_array(const json_t *json, const char *what, struct error *err)
{
	return json_is_array(json) ? 0 :
				     error_set(err, "not a sound result: '%s' is no array", what);
}

/* What the mark told beyond exits and time; the buckets without the empty ones at the end. */
static json_t *write_detail(size_t slot, const struct counter *counter)
{
	json_t *buckets, *detail = json_pack("[o, o, o]", json_number(slot),
					     json_number(counter->user_exits),
					     json_number(counter->user_cycles));
	size_t n = COUNTER_BUCKETS;

	if (!counter->buckets)
		return detail;
	buckets = json_array();
	while (n && !counter->buckets[n - 1])
		n--;
	for (size_t i = 0; i < n; i++)
		json_append(&buckets, json_number(counter->buckets[i]));
	json_append(&detail, buckets);
	return detail;
}

static json_t *write_details(const struct snapshot *snapshot)
{
	json_t *details = json_array();

	for (size_t i = 0; i < snapshot->n; i++) {
		const struct counter *c = &snapshot->counters[i];

		if (c->buckets || c->user_exits || c->user_cycles)
			json_append(&details, write_detail(i, c));
	}
	return details;
}

static json_t *write_vcpus(const struct snapshot *snapshot)
{
	json_t *vcpus = json_array();

	for (size_t i = 0; i < snapshot->n_vcpus; i++) {
		json_t *vcpu = snapshot_to_json(&snapshot->vcpus[i]);

		if (vcpu)
			json_object_set_new(vcpu, "vcpu", json_number(snapshot->vcpus[i].vcpu));
		json_append(&vcpus, vcpu);
	}
	return vcpus;
}

json_t *snapshot_to_json(const struct snapshot *snapshot)
{
	json_t *counters = json_array(), *json;

	for (size_t i = 0; i < snapshot->n; i++) {
		const struct counter *c = &snapshot->counters[i];

		if (c->exits || c->cycles)
			json_append(&counters,
				    json_pack("[o, o, o]", json_number(i), json_number(c->exits),
					      json_number(c->cycles)));
	}
	json = json_pack("{s:o, s:o, s:o}", "epoch", json_number(snapshot->epoch), "queries",
			 json_number(snapshot->queries), "counters", counters);
	if (json && snapshot->generation) {
		json_object_set_new(json, "generation", json_number(snapshot->generation));
		json_object_set_new(json, "mark_cycles", json_number(snapshot->mark_cycles));
	}
	if (json && snapshot->detailed)
		json_object_set_new(json, "details", write_details(snapshot));
	if (json && snapshot->n_vcpus)
		json_object_set_new(json, "vcpus", write_vcpus(snapshot));
	return json;
}

/* The counter that an item's first number names, or NULL. */
static struct counter *find_counter(struct snapshot *snapshot, json_int_t slot, struct error *err)
{
	if (slot >= 0 && (size_t)slot < snapshot->n)
		return &snapshot->counters[slot];
	error_set(err, "not a sound result: there is no slot %lld", (long long)slot);
	return NULL;
}

static int read_slots(const json_t *slots, struct snapshot *snapshot, struct error *err)
{
	const json_t *item;
	size_t i;

	snapshot->n = json_array_size(slots);
	snapshot->counters = xcalloc(snapshot->n, sizeof(*snapshot->counters));
	json_array_foreach (slots, i, item) {
		json_int_t code;
		int other;

		if (json_unpack_checked(item, err, "[I, i]", &code, &other))
			return -1;
		snapshot->counters[i].code = (uint32_t)code;
		snapshot->counters[i].other = other;
	}
	return 0;
}

static int read_counters(const json_t *counters, struct snapshot *snapshot, struct error *err)
{
	const json_t *item;
	size_t i;

	json_array_foreach (counters, i, item) {
		json_int_t slot, exits, cycles;
		struct counter *counter;

		if (json_unpack_checked(item, err, "[I, I, I]", &slot, &exits, &cycles))
			return -1;
		counter = find_counter(snapshot, slot, err);
		if (!counter)
			return -1;
		counter->exits = (uint64_t)exits;
		counter->cycles = (uint64_t)cycles;
	}
	return 0;
}

static int read_buckets(const json_t *buckets, struct counter *counter, struct error *err)
{
	const json_t *item;
	size_t i;

	if (json_need_array(buckets, "details", err))
		return -1;
	if (json_array_size(buckets) > COUNTER_BUCKETS)
		return error_set(err, "not a sound result: a histogram of %zu buckets",
				 json_array_size(buckets));
	if (!counter->buckets)
		counter->buckets = xcalloc(COUNTER_BUCKETS, sizeof(*counter->buckets));
	json_array_foreach (buckets, i, item) {
		if (!json_is_integer(item))
			return error_set(err, "not a sound result: a bucket is no whole number");
		counter->buckets[i] = (uint64_t)json_integer_value(item);
	}
	return 0;
}

static int read_details(const json_t *details, struct snapshot *snapshot, struct error *err)
{
	const json_t *item;
	size_t i;

	if (!details)
		return 0;
	if (json_need_array(details, "details", err))
		return -1;
	snapshot->detailed = true;
	json_array_foreach (details, i, item) {
		json_int_t slot, user_exits, user_cycles;
		const json_t *buckets = json_array_get(item, 3);
		struct counter *counter;

		if (json_unpack_checked(item, err, "[I, I, I *]", &slot, &user_exits, &user_cycles))
			return -1;
		counter = find_counter(snapshot, slot, err);
		if (!counter || (buckets && read_buckets(buckets, counter, err)))
			return -1;
		counter->user_exits = (uint64_t)user_exits;
		counter->user_cycles = (uint64_t)user_cycles;
	}
	return 0;
}

static int read_vcpus(const json_t *vcpus, const json_t *slots, struct snapshot *snapshot,
		      struct error *err)
{
	const json_t *item;
	size_t i;

	if (!vcpus)
		return 0;
	if (json_need_array(vcpus, "vcpus", err))
		return -1;
	json_array_foreach (vcpus, i, item) {
		struct snapshot *vcpu;
		json_int_t number;

		snapshot->vcpus = xgrow(snapshot->vcpus, snapshot->n_vcpus, sizeof(*vcpu));
		vcpu = &snapshot->vcpus[snapshot->n_vcpus++];
		/* No vCPU has vCPUs: a file that says so must not send us down and down. */
		if (json_object_get(item, "vcpus"))
			return error_set(err, "not a sound result: vCPUs in a vCPU");
		if (json_unpack_checked(item, err, "{s:I}", "vcpu", &number) ||
		    snapshot_from_json(item, slots, vcpu, err))
			return -1;
		vcpu->vcpu = (uint32_t)number;
	}
	return 0;
}

int snapshot_from_json(const json_t *json, const json_t *slots, struct snapshot *snapshot,
		       struct error *err)
{
	const json_t *counters, *details = NULL, *vcpus = NULL;
	json_int_t epoch, queries, generation = 0, mark_cycles = 0;

	if (json_unpack_checked(json, err, "{s:I, s:I, s:o, s?I, s?I, s?o, s?o}", "epoch", &epoch,
				"queries", &queries, "counters", &counters, "generation",
				&generation, "mark_cycles", &mark_cycles, "details", &details,
				"vcpus", &vcpus) ||
	    json_need_array(counters, "counters", err))
		return -1;
	snapshot->epoch = (uint32_t)epoch;
	snapshot->queries = (uint64_t)queries;
	snapshot->generation = (uint64_t)generation;
	snapshot->mark_cycles = (uint64_t)mark_cycles;
	return read_slots(slots, snapshot, err) || read_counters(counters, snapshot, err) ||
			       read_details(details, snapshot, err) ||
			       read_vcpus(vcpus, slots, snapshot, err) ?
		       -1 :
		       0;
}
