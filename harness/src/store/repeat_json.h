/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside the store: one repeat, or one window of the idle guest, as it is read from JSON. */
#ifndef EXITBENCH_STORE_REPEAT_JSON_H
#define EXITBENCH_STORE_REPEAT_JSON_H

#include <jansson.h>

#include "base/error.h"
#include "model/result.h"
#include "store/snapshot_json.h"

/*
 * Reads a repeat of counters that are described by info, and checks that its two snapshots can be a
 * window. cost is what reading them took in its boot. What was read is to be freed with
 * repeat_free() even after an error.
 */
int repeat_from_json(const json_t *json, struct slot_list *slots, const struct counters_info *info,
		     const struct read_cost *cost, struct repeat *repeat, struct error *err);

/* A text that may be null or left out: then *text is NULL, else it is in fresh memory. */
int json_read_optional_text(const json_t *json, const char *key, char **text, struct error *err);

#endif
