// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/idle.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/rates.h"
#include "analysis/summary.h"
#include "base/memory.h"
#include "base/number.h"

/* A range as wide as this is reported, if it is more than chance. */
#define WIDE_SHARE 0.25

static bool is_sound(const struct profiled_repeat *window)
{
	return window->counts && window->repeat->child.wall_ns;
}

double idle_rate(const struct profiled_repeat *window)
{
	return is_sound(window) ? repeat_exits_per_second(window) : NAN;
}

static bool beyond_chance(const struct profiled_repeat *least, const struct profiled_repeat *most)
{
	return rates_differ((double)least->profile.exits, repeat_wall_s(least->repeat),
			    (double)most->profile.exits, repeat_wall_s(most->repeat));
}

struct idle_drift idle_drift(const struct profiled_result *result)
{
	const struct profiled_repeat *least = NULL, *most = NULL;
	double *rates = xcalloc(result->n_idle, sizeof(*rates));
	struct idle_drift drift = { 0 };
	struct spread spread;

	for (size_t i = 0; i < result->n_idle; i++) {
		const struct profiled_repeat *window = &result->idle[i];

		if (!is_sound(window))
			continue;
		rates[drift.n++] = idle_rate(window);
		if (!least || idle_rate(window) < idle_rate(least))
			least = window;
		if (!most || idle_rate(window) > idle_rate(most))
			most = window;
	}
	spread = spread_of(rates, drift.n);
	free(rates);
	drift.median = spread.median;
	drift.min = spread.min;
	drift.max = spread.max;
	if (drift.n < 2 || spread.median <= 0)
		return drift;
	drift.share = (spread.max - spread.min) / spread.median;
	drift.is_signal = drift.share > WIDE_SHARE && beyond_chance(least, most);
	return drift;
}

/* The quantities of a row, which are subtracted one after the other. */
enum quantity {
	EXITS,
	CYCLES,
	USER_EXITS,
	USER_CYCLES,
	BUCKETS,
	N_QUANTITIES = BUCKETS + COUNTER_BUCKETS,
};

static uint64_t *quantity_of(struct profile_row *row, int quantity)
{
	switch (quantity) {
	case EXITS:
		return &row->exits;
	case CYCLES:
		return &row->cycles;
	case USER_EXITS:
		return &row->user_exits;
	case USER_CYCLES:
		return &row->user_cycles;
	default:
		return &row->histogram.buckets[quantity - BUCKETS];
	}
}

/* The windows of the idle guest, with room for a value of each. */
struct idle_windows {
	const struct profiled_repeat *list;
	size_t n;
	double *values;
};

/* The profile of all vCPUs or, from 1 on, of one of them; NULL if it was not read. */
static const struct profile *part_of(const struct profile *profile, size_t part)
{
	if (!part)
		return profile;
	return part <= profile->n_vcpus ? &profile->vcpus[part - 1] : NULL;
}

/* The median rate per second in the idle guest. */
static double median_rate(const struct idle_windows *windows, size_t part,
			  const struct profile_row *like, int quantity)
{
	size_t n = 0;

	for (size_t i = 0; i < windows->n; i++) {
		const struct profiled_repeat *window = &windows->list[i];
		const struct profile *profile = part_of(&window->profile, part);
		const struct profile_row *row;

		if (!is_sound(window) || !profile)
			continue;
		row = profile_find(profile, &like->key);
		windows->values[n++] =
			row ? (double)*quantity_of((struct profile_row *)row, quantity) /
					repeat_wall_s(window->repeat) :
			      0;
	}
	return spread_of(windows->values, n).median;
}

/* Whether a quantity is idle time: the handling time of HLT, and its place in the histogram. */
static bool is_idle_time(const struct profile_row *row, int quantity)
{
	return quantity != EXITS && reason_key_is_idle(&row->key);
}

/* Removes rows without exits, but keeps the time of HLT. */
static void drop_empty(struct profile *profile)
{
	size_t kept = 0;

	for (size_t i = 0; i < profile->n; i++)
		if (profile->rows[i].exits || profile->rows[i].cycles)
			profile->rows[kept++] = profile->rows[i];
	profile->n = kept;
}

static void subtract(const struct idle_windows *windows, struct profile *profile, size_t part,
		     double wall_s)
{
	profile->exits = profile->cycles = 0;
	for (size_t i = 0; i < profile->n; i++) {
		struct profile_row *row = &profile->rows[i];

		for (int q = EXITS; q < N_QUANTITIES; q++) {
			uint64_t *value = quantity_of(row, q), idle;

			if (!*value || is_idle_time(row, q))
				continue;
			idle = number_to_u64(median_rate(windows, part, row, q) * wall_s);
			*value -= idle < *value ? idle : *value;
		}
		profile->exits += row->exits;
		profile->cycles += row->cycles;
	}
	drop_empty(profile);
}

void idle_subtract(const struct profiled_repeat *windows, size_t n, struct profiled_repeat *repeat)
{
	struct idle_windows idle = { windows, n, xcalloc(n, sizeof(double)) };
	double wall_s = repeat_wall_s(repeat->repeat);

	subtract(&idle, &repeat->profile, 0, wall_s);
	for (size_t i = 0; i < repeat->profile.n_vcpus; i++)
		subtract(&idle, &repeat->profile.vcpus[i], i + 1, wall_s);
	free(idle.values);
}
