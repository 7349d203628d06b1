// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/idle.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/rates.h"
#include "analysis/summary.h"
#include "base/memory.h"
#include "base/number.h"

/* A range this wide is worth a word, if it is more than chance. */
#define WIDE_SHARE 0.25

static bool is_sound(const struct idle_window *window)
{
	return window->repeat.ok && window->repeat.child.wall_ns;
}

double idle_rate(const struct idle_window *window)
{
	return is_sound(window) ? repeat_exits_per_second(&window->repeat) : NAN;
}

static bool beyond_chance(const struct idle_window *least, const struct idle_window *most)
{
	return rates_differ((double)least->repeat.profile.exits, repeat_wall_s(&least->repeat),
			    (double)most->repeat.profile.exits, repeat_wall_s(&most->repeat));
}

struct idle_drift idle_drift(const struct result *result)
{
	const struct idle_window *least = NULL, *most = NULL;
	double *rates = xcalloc(result->n_idle, sizeof(*rates));
	struct idle_drift drift = { 0 };
	struct spread spread;

	for (size_t i = 0; i < result->n_idle; i++) {
		const struct idle_window *window = &result->idle[i];

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

/* What a row counts, one after the other. */
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

/* The profile of all vCPUs or, from 1 on, of one of them; NULL if it was not read. */
static struct profile *part_of(struct repeat *repeat, size_t part)
{
	if (!part)
		return &repeat->profile;
	return part <= repeat->profile.n_vcpus ? &repeat->profile.vcpus[part - 1] : NULL;
}

/* Per second, in the idle guest. values: room for one of each window. */
static double median_rate(const struct result *result, size_t part, const struct profile_row *like,
			  int quantity, double *values)
{
	size_t n = 0;

	for (size_t i = 0; i < result->n_idle; i++) {
		struct repeat *repeat = &result->idle[i].repeat;
		const struct profile *profile = part_of(repeat, part);
		const struct profile_row *row;

		if (!is_sound(&result->idle[i]) || !profile)
			continue;
		row = profile_find(profile, like->code, like->other);
		values[n++] = row ? (double)*quantity_of((struct profile_row *)row, quantity) /
					      repeat_wall_s(repeat) :
				    0;
	}
	return spread_of(values, n).median;
}

/* HLT's handling time is the guest's idle time, and so is where it stands in the histogram. */
static bool is_idle_time(const struct profile *profile, const struct profile_row *row, int quantity)
{
	return quantity != EXITS && profile_row_is_idle(profile->isa, row->code, row->other);
}

/* A profile's rows are those with exits; HLT's time stays even without. */
static void drop_empty(struct profile *profile)
{
	size_t kept = 0;

	for (size_t i = 0; i < profile->n; i++)
		if (profile->rows[i].exits || profile->rows[i].cycles)
			profile->rows[kept++] = profile->rows[i];
	profile->n = kept;
}

static void subtract(const struct result *result, struct profile *profile, size_t part, double s,
		     double *values)
{
	profile->exits = profile->cycles = 0;
	for (size_t i = 0; i < profile->n; i++) {
		struct profile_row *row = &profile->rows[i];

		for (int q = EXITS; q < N_QUANTITIES; q++) {
			uint64_t *value = quantity_of(row, q), idle;

			if (!*value || is_idle_time(profile, row, q))
				continue;
			idle = number_to_u64(median_rate(result, part, row, q, values) * s);
			*value -= idle < *value ? idle : *value;
		}
		profile->exits += row->exits;
		profile->cycles += row->cycles;
	}
	drop_empty(profile);
}

bool result_subtract_idle(struct result *result)
{
	double *values;

	if (!idle_drift(result).n)
		return false;
	values = xcalloc(result->n_idle, sizeof(*values));
	for (size_t i = 0; i < result->n_runs; i++) {
		for (size_t j = 0; j < result->runs[i].n_repeats; j++) {
			struct repeat *repeat = &result->runs[i].repeats[j];

			for (size_t k = 0; k <= repeat->profile.n_vcpus; k++)
				subtract(result, part_of(repeat, k), k, repeat_wall_s(repeat),
					 values);
		}
	}
	free(values);
	result->net_idle = true;
	return true;
}
