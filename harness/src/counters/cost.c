// SPDX-License-Identifier: GPL-2.0-only
/* What reading the counters costs: measured on windows in which nothing else is done. */
#include <gsl/gsl_statistics_double.h>
#include <inttypes.h>

#include "base/clock.h"
#include "counters/abi.h"
#include "counters/counters.h"

#define ROUNDS 9

struct empty_window {
	uint64_t queries;
	uint64_t net_exits;
	uint64_t cycles;
};

static int compare_snapshots(const struct counters *counters, const struct snapshot *before,
			     const struct snapshot *after, struct empty_window *window,
			     struct error *err)
{
	uint64_t mask = counters->info.bits == 32 ? UINT32_MAX : UINT64_MAX;
	size_t cpuid = counters->cpuid_slot;
	uint64_t exits = 0, own = 0;

	for (size_t i = 0; i < after->n; i++) {
		const struct counter *a = &after->counters[i], *b = &before->counters[i];
		uint64_t delta = (a->exits - b->exits) & mask;

		if (a->cycles < b->cycles || (mask == UINT64_MAX && a->exits < b->exits))
			return error_set(err, "counter %zu went backwards", i);
		exits += delta;
		if (i == cpuid)
			own = delta;
	}
	window->queries = after->queries - before->queries;
	if (own < window->queries)
		return error_set(err,
				 "%" PRIu64 " CPUID exits were counted where the reader alone "
				 "made %" PRIu64 "; the counters are not of this virtual machine",
				 own, window->queries);
	window->net_exits = exits - window->queries;
	window->cycles = after->counters[cpuid].cycles - before->counters[cpuid].cycles;
	return 0;
}

int counters_measure_cost(struct counters *counters, struct read_cost *cost, struct error *err)
{
	double cycles[ROUNDS], wall[ROUNDS];
	struct snapshot snapshots[2];
	int rc;

	*cost = (struct read_cost){ .net_exits = UINT64_MAX };
	snapshot_init(&snapshots[0], counters);
	snapshot_init(&snapshots[1], counters);
	rc = counters_read(counters, &snapshots[0], err);
	for (int i = 0; i < ROUNDS && !rc; i++) {
		struct snapshot *before = &snapshots[i % 2], *after = &snapshots[(i + 1) % 2];
		uint64_t start = clock_ns();
		struct empty_window window = { 0 };

		rc = counters_read(counters, after, err);
		wall[i] = (double)(clock_ns() - start);
		if (!rc)
			rc = compare_snapshots(counters, before, after, &window, err);
		if (rc)
			break;
		cycles[i] = (double)window.cycles / (double)window.queries;
		cost->queries = window.queries;
		if (window.net_exits < cost->net_exits)
			cost->net_exits = window.net_exits;
	}
	if (!rc) {
		cost->cycles = (uint64_t)gsl_stats_median(cycles, 1, ROUNDS);
		cost->wall_ns = (uint64_t)gsl_stats_median(wall, 1, ROUNDS);
	}
	snapshot_free(&snapshots[0]);
	snapshot_free(&snapshots[1]);
	return rc;
}
