// SPDX-License-Identifier: GPL-2.0-only
#include "compare/quantity.h"

#include <math.h>

#include "analysis/rates.h"

/* A clock of so many kHz has that many cycles in a millisecond. */
#define NS_PER_MS 1e6

static const struct {
	const char *unit;
	bool time, per_op;
	enum comparison_quantity other;
} quantities[COMPARE_N] = {
	[COMPARE_EXITS_PER_OP] = { "exits/op", false, true, COMPARE_EXITS_PER_SECOND },
	[COMPARE_EXITS_PER_SECOND] = { "exits/s", false, false, COMPARE_EXITS_PER_OP },
	[COMPARE_NS_PER_OP] = { "ns/op", true, true, COMPARE_TAX },
	[COMPARE_TAX] = { "time %", true, false, COMPARE_NS_PER_OP },
};

const char *quantity_unit(enum comparison_quantity quantity)
{
	return quantities[quantity].unit;
}

bool quantity_is_time(enum comparison_quantity quantity)
{
	return quantities[quantity].time;
}

bool quantity_is_per_op(enum comparison_quantity quantity)
{
	return quantities[quantity].per_op;
}

enum comparison_quantity quantity_other(enum comparison_quantity quantity)
{
	return quantities[quantity].other;
}

static double amount_in(const struct profiled_repeat *repeat, const struct reason_key *key,
			bool time)
{
	const struct profile *profile = &repeat->profile;
	const struct profile_row *row = key ? profile_find(profile, key) : NULL;

	if (time && !profile->has_time)
		return NAN;
	if (!key)
		return time ? repeat_busy_cycles(repeat) : (double)profile->exits;
	if (!row)
		return 0;
	return time ? (double)row->cycles : (double)row->exits;
}

double quantity_of_repeat(const struct profiled_result *result,
			  const struct profiled_repeat *repeat, const struct reason_key *key,
			  enum comparison_quantity quantity)
{
	const struct counters_info *counters = &result->result->counters;
	double amount = amount_in(repeat, key, quantities[quantity].time);
	double per = NAN, tsc_khz = counters->tsc_khz;

	switch (quantity) {
	case COMPARE_EXITS_PER_OP:
		per = repeat->repeat->ops;
		break;
	case COMPARE_EXITS_PER_SECOND:
		per = repeat_wall_s(repeat->repeat);
		break;
	case COMPARE_NS_PER_OP:
		per = repeat->repeat->ops * tsc_khz / NS_PER_MS;
		break;
	case COMPARE_TAX:
		per = repeat_vcpu_cycles(result->result, repeat->repeat, counters->n_vcpus) / 100;
		break;
	case COMPARE_N:
		break;
	}
	/* Next to no operations would make more than a number can tell. */
	return per > 0 && isfinite(amount / per) ? amount / per : NAN;
}
