// SPDX-License-Identifier: GPL-2.0-only
/*
 * Recordings of CPUID: a host of any kind that may answer anything. Whatever reads it: who the
 * processor is, which counters there are, what reading costs, a snapshot, a window.
 */
#include "common/input.h"

#include <stdlib.h>

#include "analysis/profile.h"
#include "counters/counters.h"
#include "render/view.h"

static void open_a_window(struct counters *counters, const struct read_cost *cost, size_t size)
{
	struct snapshot before, after;
	struct error err = ERROR_INIT;
	struct profile profile;

	snapshot_init(&before, counters);
	snapshot_init(&after, counters);
	if (counters_begin(counters, &before, &err) ||
	    counters_end(counters, &before, &after, &err) ||
	    profile_between(counters_info(counters), &before, &after, cost, &profile, &err)) {
		must_explain(&err);
	} else {
		profile_free(&profile);
		show_and_free(view_snapshot(counters_info(counters), &after,
					    &(struct view_wish){ .cycles = size % 3 }),
			      size);
	}
	snapshot_free(&before);
	snapshot_free(&after);
}

static void use(struct counters *counters, const struct cpu_identity *id, size_t size)
{
	struct error err = ERROR_INIT;
	struct snapshot snapshot;
	struct read_cost cost;

	if (size % 2 && counters_want_vcpus(counters, &err)) {
		must_explain(&err);
		return;
	}
	if (counters_measure_cost(counters, &cost, &err)) {
		must_explain(&err);
		return;
	}
	show_and_free(view_probe(id, counters_info(counters), &cost, NULL), size);
	snapshot_init(&snapshot, counters);
	if (counters_read(counters, &snapshot, &err))
		must_explain(&err);
	else
		show_and_free(view_snapshot(counters_info(counters), &snapshot,
					    &(struct view_wish){ .per_vcpu = size % 2 }),
			      size);
	snapshot_free(&snapshot);
	open_a_window(counters, &cost, size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *path = input_file("recording", data, size);
	struct error err = ERROR_INIT;
	struct counters *counters;
	struct cpuid_source *source;
	struct cpu_identity id;

	if (cpuid_open_replay(&source, path, &err)) {
		must_explain(&err);
		return 0;
	}
	if (cpu_identify_source(source, &id, &err) ||
	    counters_open(&counters, source, &id, COUNTERS_AUTO, &err)) {
		must_explain(&err);
	} else {
		use(counters, &id, size);
		counters_close(counters);
	}
	MUST(!cpuid_close(source, &err));
	return 0;
}
