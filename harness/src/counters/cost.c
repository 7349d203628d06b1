// SPDX-License-Identifier: GPL-2.0-only
/* Measures what reading the counters costs, with windows in which nothing else happens. */
#include <inttypes.h>
#include <stdlib.h>

#include "base/clock.h"
#include "counters/abi.h"
#include "counters/counters.h"

#define ROUNDS 9 /* odd, so that there is one in the middle */

struct empty_window {
	uint64_t queries;
	uint64_t net_exits;
	uint64_t cycles;
	uint64_t wall_ns;
};

static int compare_snapshots(const struct cpuid_counters *counters, const struct snapshot *before,
			     const struct snapshot *after, struct empty_window *window,
			     struct error *err)
{
	uint64_t mask = counters->base.info.bits == 32 ? UINT32_MAX : UINT64_MAX;
	size_t cpuid = counters->cpuid_slot;
	uint64_t exits = 0, own = 0;

	for (size_t i = 0; i < after->n; i++) {
		const struct counter *a = &after->counters[i], *b = &before->counters[i];
		uint64_t delta = (a->exits - b->exits) & mask;

		if (a->cycles < b->cycles || (mask == UINT64_MAX && a->exits < b->exits))
			return error_set(err, "counter %zu went backwards", i);
		if (__builtin_add_overflow(exits, delta, &exits))
			return error_set(err, "the counters add up to more than 64 bits hold; they "
					      "are not of this virtual machine");
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

/* With marks, each measurement is a separate window. */
static int marked_window(struct cpuid_counters *counters, struct snapshot *snapshots,
			 struct empty_window *window, struct error *err)
{
	uint64_t start = clock_ns();

	/* Another reader that comes in between is an error, as in any other window. */
	if (counters_begin(&counters->base, &snapshots[0], err) ||
	    counters_end(&counters->base, &snapshots[0], &snapshots[1], err))
		return -1;
	window->wall_ns = clock_ns() - start;
	if (compare_snapshots(counters, &snapshots[0], &snapshots[1], window, err))
		return -1;
	if (snapshots[0].mark_cycles > window->cycles)
		return error_set(err,
				 "%" PRIu64 " cycles of CPUID exits were counted where the mark "
				 "alone took %" PRIu64 "; the counters are not of this virtual "
				 "machine",
				 window->cycles, snapshots[0].mark_cycles);
	window->cycles = snapshots[0].mark_cycles;
	return 0;
}

/* With live reading, one snapshot ends a window and begins the next. */
static int live_window(struct cpuid_counters *counters, struct snapshot *snapshots, int round,
		       struct empty_window *window, struct error *err)
{
	struct snapshot *before = &snapshots[round % 2], *after = &snapshots[(round + 1) % 2];
	uint64_t start = clock_ns();

	if (counters_read(&counters->base, after, err))
		return -1;
	window->wall_ns = clock_ns() - start;
	if (compare_snapshots(counters, before, after, window, err))
		return -1;
	window->cycles /= window->queries;
	return 0;
}

/* At its end a recording repeats its last answer, which is not a reading of a counter. */
static int check_recording(const struct cpuid_counters *counters, struct error *err)
{
	const struct course *course = &counters->course;
	uint32_t leaf = course->count ? course->count : course->total;
	uint32_t code = course->count ? counters->base.slots[counters->cpuid_slot].code : 0;

	if (!leaf || cpuid_is_fresh(counters->source, leaf, code))
		return 0;
	error_set(err,
		  "the recording ends before the windows that show what reading costs; record it "
		  "again with the same command");
	return 1;
}

static int measure_windows(struct cpuid_counters *counters, struct snapshot *snapshots,
			   struct empty_window *windows, struct error *err)
{
	bool marks = counters_use_marks(&counters->base.info);
	int rc = check_recording(counters, err);

	if (!rc && !marks)
		rc = counters_read(&counters->base, &snapshots[0], err);
	for (int i = 0; i < ROUNDS && !rc; i++) {
		rc = check_recording(counters, err);
		if (!rc)
			rc = marks ? marked_window(counters, snapshots, &windows[i], err) :
				     live_window(counters, snapshots, i, &windows[i], err);
	}
	return rc;
}

static int compare_values(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* Integers are used because a double has only 53 bits, and 2^64 cannot be converted back. */
static uint64_t median(uint64_t values[ROUNDS])
{
	qsort(values, ROUNDS, sizeof(*values), compare_values);
	return values[ROUNDS / 2];
}

int cpuid_measure_cost(struct cpuid_counters *counters, struct read_cost *cost, struct error *err)
{
	struct empty_window windows[ROUNDS] = { 0 };
	uint64_t cycles[ROUNDS], wall[ROUNDS];
	struct snapshot snapshots[2];
	int rc;

	*cost = (struct read_cost){ .net_exits = UINT64_MAX };
	counters->base.bare = true;
	snapshot_init(&snapshots[0], &counters->base);
	snapshot_init(&snapshots[1], &counters->base);
	rc = measure_windows(counters, snapshots, windows, err);
	counters->base.bare = false;
	snapshot_free(&snapshots[0]);
	snapshot_free(&snapshots[1]);
	if (rc)
		return rc;
	for (int i = 0; i < ROUNDS; i++) {
		cycles[i] = windows[i].cycles;
		wall[i] = windows[i].wall_ns;
		if (windows[i].net_exits < cost->net_exits)
			cost->net_exits = windows[i].net_exits;
	}
	cost->queries = windows[ROUNDS - 1].queries;
	cost->cycles = median(cycles);
	cost->wall_ns = median(wall);
	return 0;
}

/* The exits between two readings; a file may be replaced by an older one meanwhile. */
static int add_net_exits(const struct snapshot snapshots[2], struct read_cost *cost,
			 struct error *err)
{
	for (size_t i = 0; i < snapshots[0].n; i++) {
		uint64_t first = snapshots[0].counters[i].exits;
		uint64_t second = snapshots[1].counters[i].exits;

		if (second < first ||
		    __builtin_add_overflow(cost->net_exits, second - first, &cost->net_exits))
			return error_set(err, "the exit counters became smaller: their file is an "
					      "older copy than before; measure again");
	}
	return 0;
}

int readings_measure_cost(struct counters *counters, struct read_cost *cost, struct error *err)
{
	struct snapshot snapshots[2];
	uint64_t start = clock_ns();
	int rc;

	*cost = (struct read_cost){ 0 };
	counters->bare = true;
	snapshot_init(&snapshots[0], counters);
	snapshot_init(&snapshots[1], counters);
	counters->bare = false;
	rc = counters->ops->read(counters, &snapshots[0], err) ||
	     counters->ops->read(counters, &snapshots[1], err);
	cost->wall_ns = (clock_ns() - start) / 2;
	if (!rc)
		rc = add_net_exits(snapshots, cost, err);
	snapshot_free(&snapshots[0]);
	snapshot_free(&snapshots[1]);
	return rc ? -1 : 0;
}
