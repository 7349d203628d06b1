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

/* slots: the result's list of exit reasons. What was read is to be freed even after an error. */
int snapshot_from_json(const json_t *json, const json_t *slots, struct snapshot *snapshot,
		       struct error *err);

json_t *json_number(uint64_t value);

/*
 * Appends the item. If there is none, because a part of it could not be put into
 * JSON, there is no array any more either: what is missing must not go unnoticed.
 */
void json_append(json_t **array, json_t *item);

/* json_unpack_ex() with its complaint as our error. */
int json_unpack_checked(const json_t *json, struct error *err, const char *format, ...);

/* Iterating over what is no array would pass for an empty one. */
int json_need_array(const json_t *json, const char *what, struct error *err);

#endif
