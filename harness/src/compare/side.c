// SPDX-License-Identifier: GPL-2.0-only
#include "compare/side.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/rates.h"
#include "analysis/statistics.h"
#include "base/memory.h"

/* The boot of a result that does not tell its own: beyond the epochs of others. */
#define UNKNOWN_BOOT ((size_t)1 << 33)

const struct profiled_run *side_find_run(const struct comparison_side *side, const char *name)
{
	for (size_t i = 0; i < side->n; i++) {
		const struct profiled_run *run = profiled_find_run(&side->results[i], name);

		if (run)
			return run;
	}
	return NULL;
}

size_t side_sound_repeats(const struct comparison_side *side, const char *name)
{
	size_t n = 0;

	for (size_t i = 0; i < side->n; i++) {
		const struct profiled_run *run = profiled_find_run(&side->results[i], name);

		n += run ? run_sound_repeats(run) : 0;
	}
	return n;
}

const char *side_no_times(const struct comparison_side *side)
{
	for (size_t i = 0; i < side->n; i++) {
		const struct counters_info *counters = &side->results[i].result->counters;

		if (!counters->has_time)
			return "has no handling times, as its host counted exits only";
		if (!counters->tsc_khz)
			return "has handling times in cycles of a clock whose rate is not known";
	}
	return NULL;
}

static size_t boot_of(const struct comparison_side *side, size_t result,
		      const struct profiled_run *run)
{
	const struct result *r = side->results[result].result;
	uint32_t epoch = run->run->boot < r->n_boots ? r->boots[run->run->boot].epoch : 0;

	return epoch ? epoch : UNKNOWN_BOOT + result;
}

double side_quantity(const struct profiled_result *result, const struct profiled_repeat *repeat,
		     const struct side_wish *wish)
{
	return quantity_of_repeat(result, repeat, wish->key, wish->quantity);
}

double side_pace(const struct profiled_result *result, const struct profiled_repeat *repeat,
		 const struct side_wish *wish)
{
	double wall_s = repeat_wall_s(repeat->repeat), ops = repeat->repeat->ops;

	(void)result;
	(void)wish;
	return ops > 0 && wall_s > 0 ? ops / wall_s : NAN;
}

double side_speed(const struct profiled_result *result, const struct profiled_repeat *repeat,
		  const struct side_wish *wish)
{
	(void)result;
	(void)wish;
	return repeat->repeat->speed > 0 ? repeat->repeat->speed : NAN;
}

struct side_values side_values_of(const struct comparison_side *side, const struct side_wish *wish)
{
	struct side_values v = { .complete = true };

	for (size_t i = 0; i < side->n; i++) {
		const struct profiled_run *run =
			profiled_find_run(&side->results[i], wish->workload);

		for (size_t j = 0; run && j < run->n_repeats; j++) {
			double value;

			if (!run->repeats[j].counts)
				continue;
			value = wish->value(&side->results[i], &run->repeats[j], wish);
			v.complete &= !isnan(value);
			if (isnan(value))
				continue;
			v.values = xgrow(v.values, v.n, sizeof(*v.values));
			v.boots = xgrow(v.boots, v.n, sizeof(*v.boots));
			v.boots[v.n] = boot_of(side, i, run);
			v.values[v.n++] = value;
		}
	}
	v.complete &= v.n > 0;
	/* Also if each has a single value, which is what it is reduced to. */
	for (size_t i = 1; i < v.n; i++)
		v.by_boot |= v.boots[i] != v.boots[0];
	v.n = v.n ? boots_as_units(v.values, v.boots, v.n) : 0;
	return v;
}

void side_values_free(struct side_values *v)
{
	free(v->values);
	free(v->boots);
}
