// SPDX-License-Identifier: GPL-2.0-only
#include "common/counters.h"

#include <string.h>

#include "analysis/profile.h"
#include "counters/records.h"
#include "render/view.h"

/* Reads the records of a window that has just been read. */
static void try_records(struct counters *counters, const struct snapshot *before,
			const struct snapshot *after)
{
	struct recording recording;
	struct error err = ERROR_INIT;

	if (!counters_wants_records(counters))
		return;
	if (counters_record_start(counters, &err) || counters_record_stop(counters, &err) ||
	    counters_record_read(counters, before, after, &recording, &err))
		must_explain(&err);
	else
		recording_free(&recording);
}

static void try_window(struct counters *counters, const struct read_cost *cost, const char *name,
		       const char *after_text, size_t size)
{
	struct snapshot before, after;
	struct error err = ERROR_INIT;
	struct profile profile;
	int rc;

	snapshot_init(&before, counters);
	snapshot_init(&after, counters);
	rc = counters_begin(counters, &before, &err);
	if (!rc && after_text)
		input_file(name, (const uint8_t *)after_text, strlen(after_text));
	if (rc || counters_end(counters, &before, &after, &err) ||
	    profile_between(counters_info(counters), &before, &after, cost, &profile, &err)) {
		must_explain(&err);
	} else {
		profile_free(&profile);
		try_records(counters, &before, &after);
		show_and_free(view_snapshot(counters_info(counters), &after,
					    &(struct view_wish){ .cycles = size % 3 }),
			      size);
	}
	snapshot_free(&before);
	snapshot_free(&after);
}

void try_counters(struct counters *counters, const struct cpu_identity *id, const char *name,
		  const char *after, size_t size)
{
	struct error err = ERROR_INIT;
	struct snapshot snapshot;
	struct read_cost cost;

	if (size % 2 && counters_want_vcpus(counters, &err)) {
		must_explain(&err);
		return;
	}
	if (counters_has_causes(counters_info(counters)) && counters_want_causes(counters, &err)) {
		must_explain(&err);
		return;
	}
	if (counters_has_records(counters_info(counters)) &&
	    counters_want_records(counters, &err)) {
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
	try_window(counters, &cost, name, after, size);
}
