// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/remarks.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/idle.h"
#include "analysis/outlier_remarks.h"
#include "analysis/outlier_rule.h"
#include "analysis/rates.h"
#include "analysis/summary.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/memory.h"

#define Z_LEAST_REPEATS 5
#define OUTLIER_SHARE 0.05
#define FIRST_SHARE 0.2
#define AGREE_SHARE 0.05
#define STEAL_SHARE 0.01
#define STEAL_LEAST_NS (20 * NS_PER_MS) /* two ticks; one may lie mostly before the window */
#define SPEED_SHARE 0.25
#define CONSOLE_EXITS 16 /* in one repeat; each byte takes at least one */

/* The repeats that count, by their places, with room for a value of each. */
struct counted {
	const struct profiled_run *run;
	size_t *places;
	double *values;
	size_t n;
};

static struct counted counted_repeats(const struct profiled_run *run)
{
	struct counted s = {
		.run = run,
		.places = xcalloc(run->n_repeats, sizeof(*s.places)),
		.values = xcalloc(run->n_repeats, sizeof(*s.values)),
	};

	for (size_t i = 0; i < run->n_repeats; i++)
		if (run->repeats[i].counts && run->repeats[i].repeat->child.wall_ns)
			s.places[s.n++] = i;
	return s;
}

static const struct profiled_repeat *profiled_at(const struct counted *s, size_t i)
{
	return &s->run->repeats[s->places[i]];
}

static const struct repeat *repeat_at(const struct counted *s, size_t i)
{
	return profiled_at(s, i)->repeat;
}

/* Whether all but the first are about the same, and it is not. */
static bool first_stands_out(const double *values, size_t n)
{
	double *rest = xcalloc(n, sizeof(*rest));
	struct spread spread;

	memcpy(rest, values + 1, (n - 1) * sizeof(*rest));
	spread = spread_of(rest, n - 1);
	free(rest);
	return spread.median > 0 && (spread.max - spread.min) / 2 <= AGREE_SHARE * spread.median &&
	       fabs(values[0] - spread.median) > FIRST_SHARE * spread.median;
}

static struct remark facts_of(enum remark_kind kind, const struct counted *s, size_t i,
			      double value)
{
	return (struct remark){
		.kind = kind,
		.run = s->run->run,
		.repeat = s->places[i] + 1,
		.value = value,
	};
}

/* Whether there is already a remark that the repeat at i stands out. */
static bool is_told(const struct remarks *remarks, const struct counted *s, size_t i)
{
	for (size_t j = 0; j < remarks->n; j++)
		if (remarks->list[j].kind == REMARK_STANDS_OUT &&
		    remarks->list[j].run == s->run->run &&
		    remarks->list[j].repeat == s->places[i] + 1)
			return true;
	return false;
}

static void tell_outlier(struct remarks *remarks, const struct counted *s, size_t i, bool per_op)
{
	double median = median_of(s->values, s->n);
	struct remark facts = facts_of(REMARK_SCATTERS, s, i, INFINITY);

	if (is_told(remarks, s, i))
		return;
	if (median > 0)
		facts.value = fabs(s->values[i] - median) / median;
	facts.fewer = s->values[i] < median;
	facts.per_op = per_op;
	remark_add(remarks, &facts);
}

static void find_outliers(struct remarks *remarks, struct counted *s)
{
	bool per_op = run_knows_ops(s->run);
	double *z = xcalloc(s->n, sizeof(*z)), median;

	for (size_t i = 0; i < s->n; i++) {
		const struct profiled_repeat *repeat = profiled_at(s, i);

		s->values[i] =
			per_op ? repeat_exits_per_op(repeat) : repeat_exits_per_second(repeat);
	}
	median = median_of(s->values, s->n);
	if (s->n >= Z_LEAST_REPEATS) {
		modified_z_scores(s->values, s->n, z);
		for (size_t i = 0; i < s->n; i++)
			if (fabs(z[i]) > OUTLIER_Z &&
			    fabs(s->values[i] - median) > OUTLIER_SHARE * median)
				tell_outlier(remarks, s, i, per_op);
	} else if (s->n >= 3 && s->places[0] == 0 && first_stands_out(s->values, s->n)) {
		tell_outlier(remarks, s, 0, per_op);
	}
	free(z);
}

/* Stolen time that is worth a remark; only the worst repeat is named. */
struct steal {
	const struct workload_run *run;
	size_t repeat;
	double share;
	size_t n_repeats, n_runs;
};

static void find_steal(struct steal *steal, const struct result *result, const struct counted *s)
{
	bool any = false;

	for (size_t i = 0; i < s->n; i++) {
		const struct repeat *repeat = repeat_at(s, i);
		double share = repeat_steal_share(result, repeat);

		if (!(share > STEAL_SHARE) || repeat->activity.steal_ns < STEAL_LEAST_NS)
			continue;
		any = true;
		steal->n_repeats++;
		if (share <= steal->share)
			continue;
		steal->share = share;
		steal->run = s->run->run;
		steal->repeat = s->places[i];
	}
	steal->n_runs += any;
}

static void tell_steal(struct remarks *remarks, const struct steal *steal)
{
	const struct remark facts = {
		.kind = REMARK_STOLEN,
		.run = steal->run,
		.repeat = steal->repeat + 1,
		.value = steal->share,
		.also = steal->n_runs > 1    ? ALSO_IN_WORKLOADS :
			steal->n_repeats > 1 ? ALSO_IN_REPEATS :
					       ALSO_NOWHERE,
	};

	if (steal->n_repeats)
		remark_add(remarks, &facts);
}

/* The slowest and the fastest repeat. */
struct speeds {
	const struct workload_run *slow_run, *fast_run;
	size_t slow_repeat, fast_repeat;
	double slow, fast;
};

static void find_speeds(struct speeds *speeds, const struct counted *s)
{
	for (size_t i = 0; i < s->n; i++) {
		double speed = repeat_at(s, i)->speed;

		if (!(speed > 0))
			continue;
		if (!speeds->slow_run || speed < speeds->slow) {
			speeds->slow = speed;
			speeds->slow_run = s->run->run;
			speeds->slow_repeat = s->places[i];
		}
		if (!speeds->fast_run || speed > speeds->fast) {
			speeds->fast = speed;
			speeds->fast_run = s->run->run;
			speeds->fast_repeat = s->places[i];
		}
	}
}

static void tell_speeds(struct remarks *remarks, const struct speeds *speeds)
{
	const struct remark facts = {
		.kind = REMARK_SLOWER,
		.run = speeds->slow_run,
		.repeat = speeds->slow_repeat + 1,
		.value = 1 - speeds->slow / speeds->fast,
		.other_run = speeds->fast_run,
		.other = speeds->fast_repeat + 1,
	};

	if (facts.value > SPEED_SHARE)
		remark_add(remarks, &facts);
}

/* Finds repeats of fixed work that did a different amount of it. */
static void find_other_work(struct remarks *remarks, struct counted *s)
{
	double median;

	if (!s->run->run->fixed_ops)
		return;
	for (size_t i = 0; i < s->n; i++)
		s->values[i] = repeat_at(s, i)->ops;
	median = median_of(s->values, s->n);
	for (size_t i = 0; i < s->n; i++) {
		struct remark facts = facts_of(REMARK_OTHER_WORK, s, i, s->values[i]);

		facts.median = median;
		if (s->values[i] != median)
			remark_add(remarks, &facts);
	}
}

/* Workloads that use a disk may use port I/O, and a command may do anything. */
static bool may_use_ports(const struct workload_run *run)
{
	static const char *const classes[] = { "", "disk", "io", "filesystem", "network" };

	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		if (!strcmp(run->class, classes[i]))
			return true;
	return false;
}

static void find_console(struct remarks *remarks, const struct counted *s)
{
	uint64_t most = 0;
	size_t at = 0;

	for (size_t i = 0; i < s->n && !may_use_ports(s->run->run); i++) {
		const struct profile *p = &profiled_at(s, i)->profile;

		for (size_t j = 0; j < p->n; j++) {
			const struct profile_row *row = &p->rows[j];

			if (row->exits <= most || reason_key_class(&row->key) != REASON_IO ||
			    reason_key_in_list(&row->key, s->run->run->expects))
				continue;
			most = row->exits;
			at = i;
		}
	}
	if (most >= CONSOLE_EXITS) {
		const struct remark facts = facts_of(REMARK_CONSOLE, s, at, (double)most);

		remark_add(remarks, &facts);
	}
}

/* Shares of time above 100 % are shown as they are; the worst repeat is named. */
static void find_too_long(struct remarks *remarks, const struct result *result,
			  const struct counted *s)
{
	double most = 1;
	size_t at = 0;

	for (size_t i = 0; i < s->n; i++) {
		const struct profiled_repeat *repeat = profiled_at(s, i);
		double share = repeat_busy_cycles(repeat) /
			       repeat_vcpu_cycles(result, repeat->repeat, result->counters.n_vcpus);

		if (!isfinite(share) || share <= most)
			continue;
		most = share;
		at = i;
	}
	if (most > 1) {
		const struct remark facts = facts_of(REMARK_TOO_LONG, s, at, most);

		remark_add(remarks, &facts);
	}
}

/* A process that outlives its tool works outside its window, or in that of another workload. */
static void find_left(struct remarks *remarks, const struct counted *s)
{
	size_t n = 0, first = 0;

	for (size_t i = s->n; i-- > 0;) {
		if (!*repeat_at(s, i)->child.left)
			continue;
		first = i;
		n++;
	}
	if (n) {
		struct remark facts = facts_of(REMARK_LEFT, s, first, (double)n);

		facts.name = repeat_at(s, first)->child.left;
		remark_add(remarks, &facts);
	}
}

/* Remarks about the host, which are made once for all runs. */
struct host {
	struct steal steal;
	struct speeds speeds;
};

static void tell_host(struct remarks *remarks, const struct host *host)
{
	tell_steal(remarks, &host->steal);
	tell_speeds(remarks, &host->speeds);
}

/* Adds the notes, which were known before the run. */
static void tell_notes(struct remarks *remarks, const struct workload_run *run)
{
	for (size_t i = 0; i < run->n_notes; i++)
		remark_add(
			remarks,
			&(struct remark){ .kind = REMARK_NOTE, .run = run, .name = run->notes[i] });
}

/* Adds all remarks about a run; what concerns the host is only noted in host. */
static void look_at(const struct profiled_result *result, const struct profiled_run *run,
		    struct host *host, struct remarks *remarks)
{
	struct counted s = counted_repeats(run);

	tell_notes(remarks, run->run);
	if (s.n) {
		remarks_of_outliers(run, remarks);
		find_outliers(remarks, &s);
		find_steal(&host->steal, result->result, &s);
		find_speeds(&host->speeds, &s);
		find_other_work(remarks, &s);
		find_console(remarks, &s);
		find_left(remarks, &s);
		find_too_long(remarks, result->result, &s);
	}
	free(s.places);
	free(s.values);
}

void remarks_of_run(const struct profiled_result *result, const struct profiled_run *run,
		    struct remarks *remarks)
{
	struct host host = { 0 };

	look_at(result, run, &host, remarks);
	tell_host(remarks, &host);
}

void remarks_of_result(const struct profiled_result *result, struct remarks *remarks)
{
	struct idle_drift drift = idle_drift(result);
	struct host host = { 0 };

	if (drift.is_signal)
		remark_add(remarks,
			   &(struct remark){ .kind = REMARK_IDLE_DRIFTS, .value = drift.share });
	for (size_t i = 0; i < result->n_runs; i++)
		look_at(result, &result->runs[i], &host, remarks);
	tell_host(remarks, &host);
}
