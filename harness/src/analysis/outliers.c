// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/outliers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/outlier_rule.h"
#include "analysis/rates.h"
#include "base/clock.h"
#include "base/memory.h"

/* The longest latency in the tool's report: "read.clat.max", "sync.lat.max" and so on. */
static double worst_latency_s(const struct repeat *repeat)
{
	static const char *const endings[] = { ".clat.max", ".lat.max" };
	double worst = NAN;

	for (size_t i = 0; i < repeat->n_metrics; i++) {
		const struct metric *metric = &repeat->metrics[i];

		for (size_t j = 0; j < sizeof(endings) / sizeof(endings[0]); j++) {
			size_t length = strlen(metric->name), ending = strlen(endings[j]);

			if (length > ending && !strcmp(metric->name + length - ending, endings[j]))
				worst = fmax(worst, metric->value / (double)NS_PER_S);
		}
	}
	return worst;
}

static double work(const struct workload_run *run, const struct repeat *repeat)
{
	if (!run->fixed_ops)
		return repeat->ops;
	return repeat->ops > 0 ? repeat_wall_s(repeat) / repeat->ops : NAN;
}

double repeat_aspect(const struct profiled_run *run, const struct profiled_repeat *repeat,
		     enum aspect aspect)
{
	bool per_op = run_knows_ops(run);

	switch (aspect) {
	case ASPECT_WORK:
		return work(run->run, repeat->repeat);
	case ASPECT_EXITS:
		return per_op ? repeat_exits_per_op(repeat) : repeat_exits_per_second(repeat);
	case ASPECT_TIME:
		return repeat_busy_cycles(repeat) /
		       (per_op ? repeat->repeat->ops : repeat_wall_s(repeat->repeat));
	case ASPECT_LATENCY:
		return worst_latency_s(repeat->repeat);
	case N_ASPECTS:
		break;
	}
	return NAN;
}

/* The indices of the repeats that are examined, with a value of each. */
struct sample {
	const struct profiled_run *run;
	size_t *places;
	double *values;
	size_t n;
};

static const struct profiled_repeat *repeat_at(const struct sample *sample, size_t i)
{
	return &sample->run->repeats[sample->places[i]];
}

/* Takes the values of an aspect. False if a repeat does not have it. */
static bool take_values(struct sample *sample, enum aspect aspect)
{
	bool known = true;

	for (size_t i = 0; i < sample->n; i++) {
		sample->values[i] = repeat_aspect(sample->run, repeat_at(sample, i), aspect);
		known &= !isnan(sample->values[i]);
		if (aspect == ASPECT_TIME)
			known &= repeat_at(sample, i)->profile.exits >= OUTLIER_LEAST_EXITS;
	}
	return known;
}

/* The repeat whose value is nearest to that of the one at i. */
static size_t nearest(const struct sample *sample, size_t i)
{
	size_t best = i;

	for (size_t j = 0; j < sample->n; j++) {
		double here = fabs(sample->values[j] - sample->values[i]);

		if (j != i && (best == i || here < fabs(sample->values[best] - sample->values[i])))
			best = j;
	}
	return best;
}

/* Whether counts differ by more than chance, and whether a latency is long enough to matter. */
static bool matters(const struct sample *sample, size_t i, enum aspect aspect)
{
	const struct profiled_repeat *a = repeat_at(sample, i),
				     *b = repeat_at(sample, nearest(sample, i));
	const struct repeat *one = a->repeat, *other = b->repeat;
	bool per_op = run_knows_ops(sample->run);

	switch (aspect) {
	case ASPECT_WORK:
		return sample->run->run->fixed_ops || rates_differ(one->ops, 1, other->ops, 1);
	case ASPECT_EXITS:
		return rates_differ(
			(double)a->profile.exits, per_op ? one->ops : repeat_wall_s(one),
			(double)b->profile.exits, per_op ? other->ops : repeat_wall_s(other));
	case ASPECT_LATENCY:
		return sample->values[i] > sample->values[nearest(sample, i)] &&
		       sample->values[i] >= OUTLIER_LATENCY_SHARE * repeat_wall_s(one);
	case ASPECT_TIME:
	case N_ASPECTS:
		break;
	}
	return true;
}

static void find_by(struct sample *sample, enum aspect aspect, struct outlier *of)
{
	bool *out = xcalloc(sample->n, sizeof(*out));

	if (take_values(sample, aspect))
		outlier_rule(sample->values, sample->n, out);
	for (size_t i = 0; i < sample->n; i++) {
		double a = sample->values[i], b = sample->values[nearest(sample, i)];

		if (!out[i] || !matters(sample, i, aspect))
			continue;
		of[i].by[aspect] = true;
		of[i].factor = fmax(of[i].factor, fmax(a, b) / fmin(a, b));
	}
	free(out);
}

static bool stands_out(const struct outlier *outlier)
{
	for (int aspect = 0; aspect < N_ASPECTS; aspect++)
		if (outlier->by[aspect])
			return true;
	return false;
}

static void find(const struct profiled_run *run, bool planned, struct outliers *outliers)
{
	struct outlier *of = xcalloc(run->n_repeats, sizeof(*of));
	struct sample sample = {
		.run = run,
		.places = xcalloc(run->n_repeats, sizeof(*sample.places)),
		.values = xcalloc(run->n_repeats, sizeof(*sample.values)),
	};

	*outliers = (struct outliers){ 0 };
	for (size_t i = 0; i < run->n_repeats; i++) {
		const struct repeat *repeat = run->repeats[i].repeat;

		if (run->repeats[i].counts && repeat->child.wall_ns &&
		    !(planned && repeat->once_more_for))
			sample.places[sample.n++] = i;
	}
	for (int aspect = 0; aspect < N_ASPECTS; aspect++)
		find_by(&sample, (enum aspect)aspect, of);
	for (size_t i = 0; i < sample.n; i++) {
		if (!stands_out(&of[i]))
			continue;
		of[i].repeat = sample.places[i];
		outliers->list = xgrow(outliers->list, outliers->n, sizeof(*outliers->list));
		outliers->list[outliers->n++] = of[i];
	}
	free(sample.places);
	free(sample.values);
	free(of);
}

void outliers_of_planned(const struct profiled_run *run, struct outliers *outliers)
{
	find(run, true, outliers);
}

void outliers_of_all(const struct profiled_run *run, struct outliers *outliers)
{
	find(run, false, outliers);
}

const struct outlier *outliers_find(const struct outliers *outliers, size_t repeat)
{
	for (size_t i = 0; i < outliers->n; i++)
		if (outliers->list[i].repeat == repeat)
			return &outliers->list[i];
	return NULL;
}

void outliers_free(struct outliers *outliers)
{
	free(outliers->list);
	*outliers = (struct outliers){ 0 };
}

size_t run_once_more(const struct workload_run *run)
{
	size_t i = 0;

	while (i < run->n_repeats && !run->repeats[i].once_more_for)
		i++;
	return i;
}

size_t outlier_due(const struct profiled_run *run)
{
	const struct outlier *furthest = NULL;
	struct outliers outliers;
	size_t number;

	if (run_once_more(run->run) < run->n_repeats || run_sound_repeats(run) < run->n_repeats)
		return 0;
	outliers_of_planned(run, &outliers);
	for (size_t i = 0; i < outliers.n; i++)
		if (!furthest || outliers.list[i].factor > furthest->factor)
			furthest = &outliers.list[i];
	number = furthest ? furthest->repeat + 1 : 0;
	outliers_free(&outliers);
	return number;
}
