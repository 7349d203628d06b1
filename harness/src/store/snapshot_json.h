/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside the store: snapshots as JSON, and what reading and writing have in common. */
#ifndef EXITBENCH_STORE_SNAPSHOT_JSON_H
#define EXITBENCH_STORE_SNAPSHOT_JSON_H

#include <jansson.h>
#include <stdint.h>

#include "base/error.h"
#include "counters/counters.h"

/* A new reference, or NULL if a part of it could not be made. */
json_t *snapshot_to_json(const struct snapshot *snapshot);

/* A result's list of exit reasons. Each of its snapshots has one counter for each of them. */
struct slot_list {
	struct counter *counters; /* n of them, without values */
	size_t n;
	size_t room; /* how many counters the snapshots of this result may still have */
};

/*
 * Reads the list of a result. Snapshots leave out zeros, so a short text could ask for much memory;
 * therefore the number of all counters is limited by the length of the whole result. The caller
 * frees the list with slot_list_free(), even after an error.
 */
int slot_list_from_json(const json_t *slots, enum isa isa, const json_t *result,
			struct slot_list *list, struct error *err);
void slot_list_free(struct slot_list *list);

/* Reads a snapshot, which the caller frees even after an error. */
int snapshot_from_json(const json_t *json, struct slot_list *slots, struct snapshot *snapshot,
		       struct error *err);

/*
 * A whole number as JSON. Most JSON readers only know signed 64 bits, so a number from 2^63 on is
 * written as text, "18446744073709551615"; json_read_number() reads both forms.
 */
json_t *json_number(uint64_t value);

/* Reads a number from 0 to most. what: the number's name in the error. */
int json_read_number(const json_t *json, const char *what, uint64_t most, uint64_t *value,
		     struct error *err);

/*
 * The key of a cause as JSON, and back. Keys are made of bit fields, which are easier to read in
 * hexadecimal, and which some readers of JSON would round if they were numbers.
 */
json_t *json_key(uint64_t key);
int json_read_key(const json_t *json, uint64_t *key, struct error *err);

/*
 * Appends the item. If it is NULL, because a part of it could not be put into JSON,
 * the whole array becomes NULL, so that the missing part is noticed.
 */
void json_append(json_t **array, json_t *item);

/* json_unpack_ex(), whose complaint becomes the error. */
int json_unpack_checked(const json_t *json, struct error *err, const char *format, ...);

/* Fails if the value is not an array: iterating over it would look like an empty array. */
int json_need_array(const json_t *json, const char *what, struct error *err);

#endif
