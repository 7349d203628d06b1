// SPDX-License-Identifier: GPL-2.0-only
#include "store/snapshot_json.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

json_t *json_number(uint64_t value)
{
	return value <= INT64_MAX ? json_integer((json_int_t)value) :
				    json_sprintf("%" PRIu64, value);
}

/* Reads a number of at most 64 bits that consists of decimal digits and nothing else. */
static bool parse_digits(const char *text, uint64_t *value)
{
	char *end;

	if (!*text || strspn(text, "0123456789") != strlen(text))
		return false;
	errno = 0;
	*value = strtoull(text, &end, 10);
	return !errno && !*end;
}

int json_read_number(const json_t *json, const char *what, uint64_t most, uint64_t *value,
		     struct error *err)
{
	uint64_t number;

	if (json_is_integer(json) && json_integer_value(json) >= 0)
		number = (uint64_t)json_integer_value(json);
	else if (!json_is_string(json) || !parse_digits(json_string_value(json), &number))
		return error_set(err, "not a valid result: '%s' is not a whole number from 0 on",
				 what);
	if (number > most)
		return error_set(err,
				 "not a valid result: '%s' is %" PRIu64 ", where %" PRIu64
				 " is the most",
				 what, number, most);
	*value = number;
	return 0;
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
	return rc ? error_set(err, "not a valid result: %s", complaint.text) : 0;
}

int json_need_array(const json_t *json, const char *what, struct error *err)
{
	return json_is_array(json) ?
		       0 :
		       error_set(err, "not a valid result: '%s' is not an array", what);
}

/* Writes the details of a counter; empty buckets at the end are left out. */
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

/*
 * Writes [slot, key, exits, cycles] for each cause, with null for the key of "others". Keys are
 * numbers of bit fields, which are easier to read in hexadecimal, and which some readers of JSON
 * would round.
 */
static json_t *write_causes(const struct snapshot *snapshot)
{
	json_t *causes = json_array();

	for (size_t i = 0; i < snapshot->n_causes; i++) {
		const struct cause *c = &snapshot->causes[i];

		json_append(&causes, json_pack("[o, o, o, o]", json_number(c->slot),
					       c->others ? json_null() : json_key(c->key),
					       json_number(c->exits), json_number(c->cycles)));
	}
	return causes;
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
	if (json && snapshot->has_causes)
		json_object_set_new(json, "causes", write_causes(snapshot));
	if (json && snapshot->n_vcpus)
		json_object_set_new(json, "vcpus", write_vcpus(snapshot));
	return json;
}

#define MOST_SLOTS 1024u       /* of the guest ABI: a slot has 10 bits */
#define MOST_VCPU 0x3FFDu      /* of the guest ABI: numbers beyond mean several */
#define BUILT_IN_ROOM 1048576u /* counters of a result however short it is */
#define ROOM_PER_VALUE 8u      /* and for each value of its text */

static size_t count_values(const json_t *json)
{
	size_t n = 1, i;
	const json_t *item;
	const char *key;

	json_array_foreach (json, i, item)
		n += count_values(item);
	json_object_foreach ((json_t *)json, key, item)
		n += count_values(item);
	return n;
}

static bool has_slot(const struct slot_list *list, const struct reason_key *key)
{
	for (size_t i = 0; i < list->n; i++)
		if (reason_key_equal(&list->counters[i].key, key))
			return true;
	return false;
}

static int read_slot(const json_t *item, enum isa isa, struct slot_list *list, struct error *err)
{
	uint64_t code, catch_all;
	struct reason_key key;

	if (json_array_size(item) != 2)
		return error_set(err, "not a valid result: a slot is not [reason, 0 or 1]");
	if (json_read_number(json_array_get(item, 0), "slots", UINT32_MAX, &code, err) ||
	    json_read_number(json_array_get(item, 1), "slots", 1, &catch_all, err))
		return -1;
	key = reason_key(isa, (uint32_t)code);
	if (catch_all)
		key.kind = KIND_CATCH_ALL;
	if (has_slot(list, &key))
		return error_set(err, "not a valid result: two slots of reason %" PRIu64, code);
	list->counters[list->n++] = (struct counter){ .key = key };
	return 0;
}

int slot_list_from_json(const json_t *slots, enum isa isa, const json_t *result,
			struct slot_list *list, struct error *err)
{
	const json_t *item;
	size_t i;

	*list = (struct slot_list){ .room = BUILT_IN_ROOM + ROOM_PER_VALUE * count_values(result) };
	if (json_need_array(slots, "slots", err))
		return -1;
	if (json_array_size(slots) > MOST_SLOTS)
		return error_set(err, "not a valid result: %zu slots, where %u are the most",
				 json_array_size(slots), MOST_SLOTS);
	list->counters = xcalloc(json_array_size(slots), sizeof(*list->counters));
	json_array_foreach (slots, i, item)
		if (read_slot(item, isa, list, err))
			return -1;
	return 0;
}

void slot_list_free(struct slot_list *list)
{
	free(list->counters);
	*list = (struct slot_list){ .n = 0 };
}

/*
 * The counter that an item's first number names, or NULL. They come in the order of the slots, so
 * that none comes twice; *next is the first that may still come.
 */
static struct counter *find_counter(struct snapshot *snapshot, const json_t *item, uint64_t *next,
				    struct error *err)
{
	json_int_t slot = json_integer_value(json_array_get(item, 0));

	if (!json_is_integer(json_array_get(item, 0)) || slot < 0 || (size_t)slot >= snapshot->n) {
		error_set(err, "not a valid result: there is no slot %lld", (long long)slot);
		return NULL;
	}
	if ((uint64_t)slot < *next) {
		error_set(err, "not a valid result: slot %lld comes twice or out of order",
			  (long long)slot);
		return NULL;
	}
	*next = (uint64_t)slot + 1;
	return &snapshot->counters[slot];
}

static int read_slots(struct slot_list *slots, struct snapshot *snapshot, struct error *err)
{
	if (slots->n > slots->room)
		return error_set(err, "not a valid result: it has far more snapshots than values");
	slots->room -= slots->n;
	snapshot->n = slots->n;
	snapshot->counters = xcalloc(snapshot->n, sizeof(*snapshot->counters));
	if (snapshot->n)
		memcpy(snapshot->counters, slots->counters,
		       snapshot->n * sizeof(*snapshot->counters));
	return 0;
}

/* Reads the second and third number of an item, which has exactly or at least these. */
static int read_two(const json_t *item, const char *what, bool exactly, uint64_t *first,
		    uint64_t *second, struct error *err)
{
	size_t n = json_array_size(item);

	if (n < 3 || (exactly && n > 3))
		return error_set(err, "not a valid result: '%s' holds an item of %zu values", what,
				 n);
	return json_read_number(json_array_get(item, 1), what, UINT64_MAX, first, err) ||
			       json_read_number(json_array_get(item, 2), what, UINT64_MAX, second,
						err) ?
		       -1 :
		       0;
}

static int read_counters(const json_t *counters, struct snapshot *snapshot, struct error *err)
{
	const json_t *item;
	uint64_t next = 0;
	size_t i;

	json_array_foreach (counters, i, item) {
		struct counter *counter = find_counter(snapshot, item, &next, err);

		if (!counter ||
		    read_two(item, "counters", true, &counter->exits, &counter->cycles, err))
			return -1;
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
		return error_set(err, "not a valid result: a histogram of %zu buckets",
				 json_array_size(buckets));
	counter->buckets = xcalloc(COUNTER_BUCKETS, sizeof(*counter->buckets));
	json_array_foreach (buckets, i, item)
		if (json_read_number(item, "a bucket", UINT64_MAX, &counter->buckets[i], err))
			return -1;
	return 0;
}

static int read_details(const json_t *details, struct snapshot *snapshot, struct error *err)
{
	const json_t *item;
	uint64_t next = 0;
	size_t i;

	if (!details)
		return 0;
	if (json_need_array(details, "details", err))
		return -1;
	snapshot->detailed = true;
	json_array_foreach (details, i, item) {
		struct counter *counter = find_counter(snapshot, item, &next, err);
		const json_t *buckets = json_array_get(item, 3);

		if (!counter ||
		    read_two(item, "details", false, &counter->user_exits, &counter->user_cycles,
			     err) ||
		    (buckets && read_buckets(buckets, counter, err)))
			return -1;
	}
	return 0;
}

json_t *json_key(uint64_t key)
{
	return json_sprintf("0x%" PRIx64, key);
}

int json_read_key(const json_t *json, uint64_t *key, struct error *err)
{
	const char *text = json_string_value(json);

	if (!text || strncmp(text, "0x", 2) != 0 || !text[2] || strlen(text) > 18 ||
	    strspn(text + 2, "0123456789abcdef") != strlen(text + 2))
		return error_set(err, "not a valid result: the key of a cause is not like 0x1f");
	*key = strtoull(text + 2, NULL, 16);
	return 0;
}

static int read_cause(const json_t *item, size_t n_slots, struct cause *cause, struct error *err)
{
	uint64_t slot;

	cause->others = json_is_null(json_array_get(item, 1));
	if (json_array_size(item) != 4)
		return error_set(err, "not a valid result: 'causes' holds an item of %zu values",
				 json_array_size(item));
	if (!n_slots)
		return error_set(err, "not a valid result: causes without slots");
	if (json_read_number(json_array_get(item, 0), "causes", n_slots - 1, &slot, err) ||
	    (!cause->others && json_read_key(json_array_get(item, 1), &cause->key, err)) ||
	    json_read_number(json_array_get(item, 2), "causes", UINT64_MAX, &cause->exits, err) ||
	    json_read_number(json_array_get(item, 3), "causes", UINT64_MAX, &cause->cycles, err))
		return -1;
	cause->slot = slot;
	return 0;
}

/* Whether they are in order, and add up, is checked with the window (analysis/profile.h). */
static int read_causes(const json_t *causes, struct snapshot *snapshot, struct error *err)
{
	const json_t *item;
	size_t i;

	if (!causes)
		return 0;
	if (json_need_array(causes, "causes", err))
		return -1;
	snapshot->has_causes = true;
	snapshot->causes = xcalloc(json_array_size(causes), sizeof(*snapshot->causes));
	json_array_foreach (causes, i, item)
		if (read_cause(item, snapshot->n, &snapshot->causes[snapshot->n_causes++], err))
			return -1;
	return 0;
}

/* Reads the snapshot of one vCPU, which must not have vCPUs itself: that could recurse for ever. */
static int read_vcpu(const json_t *json, struct slot_list *slots, struct snapshot *vcpu,
		     struct error *err)
{
	uint64_t number;

	if (json_object_get(json, "vcpus"))
		return error_set(err, "not a valid result: vCPUs in a vCPU");
	if (json_read_number(json_object_get(json, "vcpu"), "vcpu", MOST_VCPU, &number, err) ||
	    snapshot_from_json(json, slots, vcpu, err))
		return -1;
	vcpu->vcpu = (uint32_t)number;
	return 0;
}

static int read_vcpus(const json_t *vcpus, struct slot_list *slots, struct snapshot *snapshot,
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

		snapshot->vcpus = xgrow(snapshot->vcpus, snapshot->n_vcpus, sizeof(*vcpu));
		vcpu = &snapshot->vcpus[snapshot->n_vcpus++];
		if (read_vcpu(item, slots, vcpu, err))
			return -1;
		if (i && vcpu->vcpu <= vcpu[-1].vcpu)
			return error_set(err,
					 "not a valid result: vCPU %" PRIu32
					 " comes twice or out of order",
					 vcpu->vcpu);
	}
	return 0;
}

/* Reads a number that may be left out. */
static int read_optional(const json_t *json, const char *key, uint64_t *value, struct error *err)
{
	const json_t *number = json_object_get(json, key);

	return number ? json_read_number(number, key, UINT64_MAX, value, err) : 0;
}

int snapshot_from_json(const json_t *json, struct slot_list *slots, struct snapshot *snapshot,
		       struct error *err)
{
	const json_t *counters, *details = NULL, *vcpus = NULL, *epoch, *queries;
	uint64_t value;

	if (json_unpack_checked(json, err, "{s:o, s:o, s:o, s?o, s?o}", "epoch", &epoch, "queries",
				&queries, "counters", &counters, "details", &details, "vcpus",
				&vcpus) ||
	    json_need_array(counters, "counters", err) ||
	    json_read_number(epoch, "epoch", UINT32_MAX, &value, err) ||
	    json_read_number(queries, "queries", UINT64_MAX, &snapshot->queries, err) ||
	    read_optional(json, "generation", &snapshot->generation, err) ||
	    read_optional(json, "mark_cycles", &snapshot->mark_cycles, err))
		return -1;
	snapshot->epoch = (uint32_t)value;
	return read_slots(slots, snapshot, err) || read_counters(counters, snapshot, err) ||
			       read_details(details, snapshot, err) ||
			       read_causes(json_object_get(json, "causes"), snapshot, err) ||
			       read_vcpus(vcpus, slots, snapshot, err) ?
		       -1 :
		       0;
}
