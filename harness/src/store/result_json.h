/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A result as JSON, format "exitbench-result", version 2. Snapshots are kept
 * raw: "slots" lists [exit reason, 1 for the catch-all] once, and a snapshot
 * has [slot, exits, cycles] for each counter that is not zero, in the order of the slots. Counter
 * values from 2^63 on are written as text, because most JSON readers only know signed 64 bits.
 *
 * Version 2 adds to a snapshot that was read from a mark the mark's "generation" and "mark_cycles",
 * the handling time of the exit that took it; "details", of each counter that changed [slot, user
 * exits, time in the VMM, [buckets]]; and "vcpus", a snapshot of each single vCPU. To a result it
 * adds "plan", the names of the workloads that were to be run; "idle", the windows of the idle
 * guest; and "boots", the boots of the guest in which they were measured, with each workload's
 * "boot" counted from 0. In a repeat that was added because another one stood out, "once_more_for"
 * is the number of that one. "jobs" are the user's job files in the plan, with "path" and "sha256";
 * a workload's "sha256" is that of its job file (null if an older program did not write it).
 * "doubts" of the counters say which of them were not believed, and why. A path that is not UTF-8
 * is shown with escapes, and its bytes are in "path_bytes". A repeat's "left" are the names of
 * processes that its tool left running, if there were any. result.schema.json defines all of this.
 * The snapshot that ends a window may have "causes", [slot, key, exits, cycles] with null for the
 * key of all others, and then the result has "regions", [space, first, last, name]: what lies where
 * in the guest's memory and ports. A repeat may have "code", where the guest was at every Nth exit
 * (N is the "period"): [slot, key, name, records, cycles]. Version 1 can be read as well; later
 * versions are refused.
 */
#ifndef EXITBENCH_STORE_RESULT_JSON_H
#define EXITBENCH_STORE_RESULT_JSON_H

#include <jansson.h>

#include "base/error.h"
#include "model/result.h"

/* The result as JSON, a new reference. */
json_t *result_to_json(const struct result *result);

/*
 * Fills in result, except its path, after a check against the schema (schema.h). Errors say which
 * member is wrong.
 */
int result_from_json(const json_t *json, struct result *result, struct error *err);

#endif
