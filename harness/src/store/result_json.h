/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A result as JSON, format "exitbench-result", version 1. Snapshots are kept
 * raw: "slots" lists [exit reason, 1 for the catch-all] once, and a snapshot
 * has [slot, exits, cycles] for each counter that is not zero. A reader of a
 * later version refuses what it does not know.
 */
#ifndef EXITBENCH_STORE_RESULT_JSON_H
#define EXITBENCH_STORE_RESULT_JSON_H

#include <jansson.h>

#include "base/error.h"
#include "profile/result.h"

/* A new reference. */
json_t *result_to_json(const struct result *result);

/* Fills in result but for its path. Errors say which member is wrong. */
int result_from_json(const json_t *json, struct result *result, struct error *err);

#endif
