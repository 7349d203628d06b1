// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/rates.h"

#include <math.h>

#include "base/clock.h"

#define CHANCE_SIGMAS 3

double repeat_wall_s(const struct repeat *repeat)
{
	return (double)repeat->child.wall_ns / (double)NS_PER_S;
}

double repeat_exits_per_second(const struct profiled_repeat *repeat)
{
	double wall_s = repeat_wall_s(repeat->repeat);

	return wall_s > 0 ? (double)repeat->profile.exits / wall_s : NAN;
}

double repeat_exits_per_op(const struct profiled_repeat *repeat)
{
	double ops = repeat->repeat->ops;

	return ops > 0 ? (double)repeat->profile.exits / ops : NAN;
}

bool run_knows_ops(const struct profiled_run *run)
{
	for (size_t i = 0; i < run->n_repeats; i++)
		if (run->repeats[i].counts && !(run->repeats[i].repeat->ops > 0))
			return false;
	return true;
}

bool rates_differ(double a, double s, double b, double t)
{
	return fabs(b / t - a / s) > CHANCE_SIGMAS * sqrt(a / (s * s) + b / (t * t));
}

double repeat_vcpu_cycles(const struct result *result, const struct repeat *repeat, size_t n_vcpus)
{
	return repeat_wall_s(repeat) * (double)result->counters.tsc_khz * 1000 * (double)n_vcpus;
}

double repeat_busy_cycles(const struct profiled_repeat *repeat)
{
	const struct profile *p = &repeat->profile;
	double cycles = 0;

	if (!p->has_time)
		return NAN;
	for (size_t i = 0; i < p->n; i++)
		if (!reason_key_is_idle(&p->rows[i].key))
			cycles += (double)p->rows[i].cycles;
	return cycles;
}

static double share_of_vcpus(const struct result *result, const struct repeat *repeat, bool known,
			     uint64_t ns)
{
	double all_ns = (double)repeat->child.wall_ns * (double)result->counters.n_vcpus;

	return known && all_ns > 0 ? (double)ns / all_ns : NAN;
}

double repeat_steal_share(const struct result *result, const struct repeat *repeat)
{
	return share_of_vcpus(result, repeat, repeat->activity.steal_known,
			      repeat->activity.steal_ns);
}

double repeat_harness_share(const struct result *result, const struct repeat *repeat)
{
	return share_of_vcpus(result, repeat, repeat->harness_known, repeat->harness_ns);
}

size_t run_sound_repeats(const struct profiled_run *run)
{
	size_t n = 0;

	for (size_t i = 0; i < run->n_repeats; i++)
		n += run->repeats[i].counts;
	return n;
}

size_t run_planned_repeats(const struct profiled_run *run)
{
	size_t n = 0;

	for (size_t i = 0; i < run->n_repeats; i++)
		n += run->repeats[i].counts && !run->repeats[i].repeat->once_more_for;
	return n;
}

size_t run_wanted_repeats(const struct result *result, const struct workload_run *run)
{
	return run->n_repeats > result->repeats ? run->n_repeats : result->repeats;
}
