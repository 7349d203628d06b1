/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Measures one window: snapshot, command, snapshot. The command's process is forked
 * before the first snapshot and waits, so that the window only holds its execution
 * and one sleep of exitbench.
 */
#ifndef EXITBENCH_MEASURE_WINDOW_H
#define EXITBENCH_MEASURE_WINDOW_H

#include "base/child.h"
#include "base/error.h"
#include "counters/counters.h"
#include "measure/code_names.h"
#include "model/result.h"

/*
 * Runs the command in a window and fills in repeat: snapshots, surroundings, child.
 * Sets ok and trouble according to how the command ended. If the counters are lost
 * because another reader took a mark, the repeat is not ok either, and is empty.
 * Errors are those of the counters (-1) and of a command that cannot be run at all (1).
 *
 * If names is not NULL, counters_want_records() must have succeeded: then the window is recorded,
 * the command runs with fixed addresses, and the repeat has the code that the guest was in.
 */
int measure_window(struct counters *counters, const struct read_cost *cost,
		   const struct child_spec *spec, struct code_names *names, struct repeat *repeat,
		   struct error *err);

/*
 * The same around a sleep of exitbench and nothing else. Sets ok unless the window is lost or an
 * interrupt cut it short. Errors are those of the counters.
 */
int measure_sleep(struct counters *counters, const struct read_cost *cost, double seconds,
		  struct repeat *repeat, struct error *err);

#endif
