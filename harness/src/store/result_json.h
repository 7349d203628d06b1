/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A result as JSON, format "exitbench-result", version 2. Snapshots are kept
 * raw: "slots" lists [exit reason, 1 for the catch-all] once, and a snapshot
 * has [slot, exits, cycles] for each counter that is not zero, in the order of the slots. A number
 * of a counter from 2^63 on is text, as JSON's readers know signed 64 bits at most.
 *
 * Version 2 adds to a snapshot that was read from a mark the mark's "generation" and "mark_cycles",
 * the handling time of the exit that took it; "details", of each counter that changed [slot, user
 * exits, time in the VMM, [buckets]]; and "vcpus", a snapshot of each single vCPU. To a result it
 * adds "plan", the names of the workloads that were to be run; "idle", the windows of the idle
 * guest; and "boots" of the guest in which they were, with each workload's "boot" from 0. In a
 * repeat, "once_more_for" is the number of the one because of which it was made beyond those that
 * were asked for. "jobs" are those of the plan that are job files of the user's own, with "path"
 * and "sha256"; a workload's "sha256" is that of its job file (null where an older program did not
 * write it). "doubts" of the counters say what of them was not believed, and why. A path that is no
 * UTF-8 is shown with escapes, and its bytes are in "path_bytes". result.schema.json has all of it.
 * Version 1 is read as well; a later one is refused. A repeat's "left" are the names of processes
 * that its tool left running, if there were any.
 */
#ifndef EXITBENCH_STORE_RESULT_JSON_H
#define EXITBENCH_STORE_RESULT_JSON_H

#include <jansson.h>

#include "base/error.h"
#include "model/result.h"

/* A new reference. */
json_t *result_to_json(const struct result *result);

/*
 * Fills in result but for its path, after a check by the schema (schema.h). Errors say which member
 * is wrong.
 */
int result_from_json(const json_t *json, struct result *result, struct error *err);

#endif
