// SPDX-License-Identifier: GPL-2.0-only
#include "profile/remarks.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/memory.h"
#include "profile/idle.h"
#include "profile/precision.h"
#include "profile/summary.h"

#define Z_LIMIT 3.5
#define Z_LEAST_REPEATS 5
#define OUTLIER_SHARE 0.05
#define FIRST_SHARE 0.2
#define AGREE_SHARE 0.05
#define STEAL_SHARE 0.01
#define STEAL_LEAST_NS (20 * NS_PER_MS) /* two ticks: one may be the end of a time long before */
#define SPEED_SHARE 0.25
#define CONSOLE_EXITS 16 /* in one repeat: a byte is one at least */

/* The sound repeats, by their places, with room for a value of each. */
struct sound {
	const struct workload_run *run;
	size_t *places;
	double *values;
	size_t n;
};

static struct sound sound_repeats(const struct workload_run *run)
{
	struct sound s = {
		.run = run,
		.places = xcalloc(run->n_repeats, sizeof(*s.places)),
		.values = xcalloc(run->n_repeats, sizeof(*s.values)),
	};

	for (size_t i = 0; i < run->n_repeats; i++)
		if (run->repeats[i].ok && run->repeats[i].child.wall_ns)
			s.places[s.n++] = i;
	return s;
}

static const struct repeat *repeat_at(const struct sound *s, size_t i)
{
	return &s->run->repeats[s->places[i]];
}

static double median_of(const double *values, size_t n)
{
	double *copy = xcalloc(n, sizeof(*copy)), median;

	memcpy(copy, values, n * sizeof(*copy));
	median = spread_of(copy, n).median;
	free(copy);
	return median;
}

static void __attribute__((format(printf, 4, 5)))
add(struct remarks *remarks, const struct workload_run *run, size_t repeat, const char *fmt, ...)
{
	char what[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	xpush(&remarks->texts, &remarks->n,
	      xasprintf("%s, repeat %zu: %s", run->name, repeat + 1, what));
}

void modified_z_scores(const double *values, size_t n, double *z)
{
	double median = median_of(values, n), mean = 0, scale;

	for (size_t i = 0; i < n; i++) {
		z[i] = fabs(values[i] - median);
		mean += z[i] / (double)n;
	}
	/* Of a normal distribution both scales are its standard deviation. */
	scale = median_of(z, n) / 0.6745;
	if (scale <= 0)
		scale = 1.2533 * mean;
	for (size_t i = 0; i < n; i++)
		z[i] = scale > 0 ? (values[i] - median) / scale : 0;
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

static void tell_outlier(struct remarks *remarks, const struct sound *s, size_t i, const char *unit)
{
	double median = median_of(s->values, s->n);
	const char *more = s->values[i] > median ? "more" : "fewer";
	const char *advice = s->places[i] ? ": look for what else ran, or repeat more often" :
					    ", and it is the first: warm up more (--warmup)";

	if (median > 0)
		add(remarks, s->run, s->places[i], "%.0f %% %s %s than the median%s",
		    100 * fabs(s->values[i] - median) / median, more, unit, advice);
	else
		add(remarks, s->run, s->places[i], "exits, where the median is none%s", advice);
}

static void find_outliers(struct remarks *remarks, struct sound *s)
{
	bool per_op = run_precision(s->run).per_op;
	const char *unit = per_op ? "exits/op" : "exits/s";
	double *z = xcalloc(s->n, sizeof(*z)), median;

	for (size_t i = 0; i < s->n; i++) {
		const struct repeat *repeat = repeat_at(s, i);
		double per =
			per_op ? repeat->ops : (double)repeat->child.wall_ns / (double)NS_PER_S;

		s->values[i] = (double)repeat->profile.exits / per;
	}
	median = median_of(s->values, s->n);
	if (s->n >= Z_LEAST_REPEATS) {
		modified_z_scores(s->values, s->n, z);
		for (size_t i = 0; i < s->n; i++)
			if (fabs(z[i]) > Z_LIMIT &&
			    fabs(s->values[i] - median) > OUTLIER_SHARE * median)
				tell_outlier(remarks, s, i, unit);
	} else if (s->n >= 3 && s->places[0] == 0 && first_stands_out(s->values, s->n)) {
		tell_outlier(remarks, s, 0, unit);
	}
	free(z);
}

/* Stolen time that is worth a word: the worst repeat stands for all. */
struct steal {
	const struct workload_run *run;
	size_t repeat;
	double share;
	size_t n_repeats, n_runs;
};

static void find_steal(struct steal *steal, const struct result *result, const struct sound *s)
{
	bool any = false;

	for (size_t i = 0; i < s->n && result->counters.n_vcpus; i++) {
		const struct repeat *repeat = repeat_at(s, i);
		double share = (double)repeat->activity.steal_ns / (double)repeat->child.wall_ns /
			       (double)result->counters.n_vcpus;

		if (share <= STEAL_SHARE || repeat->activity.steal_ns < STEAL_LEAST_NS)
			continue;
		any = true;
		steal->n_repeats++;
		if (share <= steal->share)
			continue;
		steal->share = share;
		steal->run = s->run;
		steal->repeat = s->places[i];
	}
	steal->n_runs += any;
}

static void tell_steal(struct remarks *remarks, const struct steal *steal)
{
	const char *others = steal->n_runs > 1    ? ", and some in other workloads" :
			     steal->n_repeats > 1 ? ", and some in others" :
						    "";

	if (steal->n_repeats)
		add(remarks, steal->run, steal->repeat,
		    "%.1f %% of the vCPUs' time was stolen%s: quieten the host, or give it a CPU for "
		    "what the VMM does itself",
		    100 * steal->share, others);
}

/* The slowest and the fastest repeat. */
struct speeds {
	const struct workload_run *slow_run, *fast_run;
	size_t slow_repeat, fast_repeat;
	double slow, fast;
};

static void find_speeds(struct speeds *speeds, const struct sound *s)
{
	for (size_t i = 0; i < s->n; i++) {
		double speed = repeat_at(s, i)->speed;

		if (!(speed > 0))
			continue;
		if (!speeds->slow_run || speed < speeds->slow) {
			speeds->slow = speed;
			speeds->slow_run = s->run;
			speeds->slow_repeat = s->places[i];
		}
		if (!speeds->fast_run || speed > speeds->fast) {
			speeds->fast = speed;
			speeds->fast_run = s->run;
			speeds->fast_repeat = s->places[i];
		}
	}
}

static void tell_speeds(struct remarks *remarks, const struct speeds *speeds)
{
	_cleanup_free_ char *when = NULL;

	if (speeds->slow >= (1 - SPEED_SHARE) * speeds->fast)
		return;
	when = speeds->fast_run == speeds->slow_run ?
		       xasprintf("repeat %zu", speeds->fast_repeat + 1) :
		       xasprintf("%s, repeat %zu", speeds->fast_run->name, speeds->fast_repeat + 1);
	add(remarks, speeds->slow_run, speeds->slow_repeat,
	    "the processor was %.0f %% slower than in %s, by a loop that is always the same, and what is slow "
	    "has more ticks in it: quieten the machine, fix its frequency",
	    100 * (1 - speeds->slow / speeds->fast), when);
}

/* Work that is fixed shall be the same each time. */
static void find_other_work(struct remarks *remarks, struct sound *s)
{
	double median;

	if (!s->run->fixed_ops)
		return;
	for (size_t i = 0; i < s->n; i++)
		s->values[i] = repeat_at(s, i)->ops;
	median = median_of(s->values, s->n);
	for (size_t i = 0; i < s->n; i++)
		if (s->values[i] != median)
			add(remarks, s->run, s->places[i],
			    "%g operations, where the median is %g: compare exits/op, not exits",
			    s->values[i], median);
}

/* Those of the tools that go to a disk may do so by ports; of a command nothing is known. */
static bool may_use_ports(const struct workload_run *run)
{
	static const char *const classes[] = { "", "disk", "io", "filesystem", "network" };

	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		if (!strcmp(run->class, classes[i]))
			return true;
	return false;
}

static void find_console(struct remarks *remarks, const struct sound *s)
{
	uint64_t most = 0;
	size_t at = 0;

	for (size_t i = 0; i < s->n && !may_use_ports(s->run); i++) {
		const struct profile *p = &repeat_at(s, i)->profile;

		for (size_t j = 0; j < p->n; j++) {
			const struct profile_row *row = &p->rows[j];

			if (row->other || row->exits <= most ||
			    reason_class_of(p->isa, row->code) != REASON_IO ||
			    reason_in_list(p->isa, row->code, s->run->expects))
				continue;
			most = row->exits;
			at = i;
		}
	}
	if (most >= CONSOLE_EXITS)
		add(remarks, s->run, s->places[at],
		    "%llu exits by port I/O that it is not about, of a serial console most likely: "
		    "boot the guest with 'quiet' or a low 'loglevel'",
		    (unsigned long long)most);
}

/* A process that outlives its tool works on when nobody counts, or in somebody else's window. */
static void find_left(struct remarks *remarks, const struct sound *s)
{
	const char *fate = *s->run->class ? "ended: what it was still to do is not in the counts" :
					    "left alone: it works on in what is measured after it";
	size_t n = 0, first = 0;

	for (size_t i = s->n; i-- > 0;) {
		if (!*repeat_at(s, i)->child.left)
			continue;
		first = i;
		n++;
	}
	if (n)
		add(remarks, s->run, s->places[first], "'%s' outlived it%s, and was %s",
		    repeat_at(s, first)->child.left, n > 1 ? ", as in other repeats" : "", fate);
}

/* What is said once of all runs together. */
struct host {
	struct steal steal;
	struct speeds speeds;
};

static void tell_host(struct remarks *remarks, const struct host *host)
{
	tell_steal(remarks, &host->steal);
	tell_speeds(remarks, &host->speeds);
}

/* What was known of the run before it was made. */
static void tell_notes(struct remarks *remarks, const struct workload_run *run)
{
	for (size_t i = 0; i < run->n_notes; i++)
		xpush(&remarks->texts, &remarks->n, xasprintf("%s: %s", run->name, run->notes[i]));
}

/* All but what is about the host, which is only looked for. */
static void look_at(const struct result *result, const struct workload_run *run, struct host *host,
		    struct remarks *remarks)
{
	struct sound s = sound_repeats(run);

	tell_notes(remarks, run);
	if (s.n) {
		find_outliers(remarks, &s);
		find_steal(&host->steal, result, &s);
		find_speeds(&host->speeds, &s);
		find_other_work(remarks, &s);
		find_console(remarks, &s);
		find_left(remarks, &s);
	}
	free(s.places);
	free(s.values);
}

void remarks_of_run(const struct result *result, const struct workload_run *run,
		    struct remarks *remarks)
{
	struct host host = { 0 };

	look_at(result, run, &host, remarks);
	tell_host(remarks, &host);
}

void remarks_of_result(const struct result *result, struct remarks *remarks)
{
	struct idle_drift drift = idle_drift(result);
	struct host host = { 0 };

	if (drift.is_signal)
		xpush(&remarks->texts, &remarks->n,
		      xasprintf(
			      "the idle guest drifts by %.0f %%, so not all workloads were measured "
			      "under the same conditions: look for what else runs in the guest, or "
			      "measure again",
			      100 * drift.share));
	for (size_t i = 0; i < result->n_runs; i++)
		look_at(result, &result->runs[i], &host, remarks);
	tell_host(remarks, &host);
}

void remarks_free(struct remarks *remarks)
{
	for (size_t i = 0; i < remarks->n; i++)
		free(remarks->texts[i]);
	free(remarks->texts);
	*remarks = (struct remarks){ 0 };
}
