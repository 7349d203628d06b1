// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/outlier_remarks.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "analysis/outliers.h"
#include "analysis/rates.h"
#include "analysis/summary.h"
#include "base/cleanup.h"
#include "base/digits.h"
#include "base/memory.h"

/* If there are more other repeats than this, only their median is given. */
#define MOST_LISTED 3

#define NUMBER_SIZE 64
#define US_PER_MS 1000

/* Three digits or all of a whole number, grouped: "1,234", "12.3", "0.0123". */
static void put_number(FILE *out, double value)
{
	char plain[NUMBER_SIZE], grouped[NUMBER_SIZE];

	snprintf(plain, sizeof(plain), value >= 100 ? "%.0f" : "%.3g", value);
	digits_group(plain, grouped, sizeof(grouped));
	fputs(grouped, out);
}

static void put_seconds(FILE *out, double s)
{
	fprintf(out, s < 0.1 ? "%.3g ms" : "%.2g s", s < 0.1 ? 1000 * s : s);
}

/*
 * The value of a repeat that readers are shown for an aspect: seconds of its work, not those of one
 * operation.
 */
static double shown(const struct profiled_run *run, size_t i, enum aspect aspect)
{
	const struct profiled_repeat *repeat = &run->repeats[i];

	return aspect == ASPECT_WORK && run->run->fixed_ops ? repeat_wall_s(repeat->repeat) :
							      repeat_aspect(run, repeat, aspect);
}

static void put_value(FILE *out, const struct profiled_run *run, double value, enum aspect aspect)
{
	if (aspect == ASPECT_LATENCY || (aspect == ASPECT_WORK && run->run->fixed_ops))
		put_seconds(out, value);
	else if (aspect == ASPECT_TIME && run->tsc_khz)
		put_number(out, value * US_PER_MS / run->tsc_khz);
	else
		put_number(out, value);
}

/* Whether a repeat is one of those that the outlier is compared with. */
static bool is_other(const struct profiled_run *run, size_t i, size_t outlier)
{
	const struct repeat *repeat = run->repeats[i].repeat;

	return i != outlier && run->repeats[i].counts && repeat->child.wall_ns &&
	       (!repeat->once_more_for || run->repeats[outlier].repeat->once_more_for);
}

/* "804 and 759", "1, 2 and 3", or with many "a median of 780". */
static void put_others(FILE *out, const struct profiled_run *run, size_t outlier,
		       enum aspect aspect)
{
	_cleanup_free_ double *values = xcalloc(run->n_repeats, sizeof(*values));
	size_t n = 0;

	for (size_t i = 0; i < run->n_repeats; i++) {
		if (!is_other(run, i, outlier))
			continue;
		values[n++] = shown(run, i, aspect);
	}
	if (n > MOST_LISTED) {
		fputs("a median of ", out);
		put_value(out, run, median_of(values, n), aspect);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		fputs(i ? i + 1 < n ? ", " : " and " : "", out);
		put_value(out, run, values[i], aspect);
	}
}

/* "did 78 I/Os where the others did 804 and 759" */
static void put_clause(FILE *out, const struct profiled_run *run, size_t outlier,
		       enum aspect aspect)
{
	static const char *const verbs[] = {
		[ASPECT_WORK] = "did",
		[ASPECT_EXITS] = "had",
		[ASPECT_TIME] = "had",
		[ASPECT_LATENCY] = "took",
	};
	const char *op = *run->run->op ? run->run->op : "operation";
	const char *per = run_knows_ops(run) ? "op" : "s";
	const char *verb = aspect == ASPECT_WORK && run->run->fixed_ops ? "took" : verbs[aspect];

	if (aspect == ASPECT_LATENCY)
		fprintf(out, "its slowest %s ", op);
	fprintf(out, "%s ", verb);
	put_value(out, run, shown(run, outlier, aspect), aspect);
	if (aspect == ASPECT_WORK && !run->run->fixed_ops)
		fprintf(out, " %ss", op);
	if (aspect == ASPECT_EXITS)
		fprintf(out, " exits/%s", per);
	if (aspect == ASPECT_TIME)
		fprintf(out, " %s/%s in the host", run->tsc_khz ? "us" : "cycles", per);
	fprintf(out, " where %s %s ",
		aspect == ASPECT_LATENCY ? "those of the others" : "the others", verb);
	put_others(out, run, outlier, aspect);
}

static enum aspect first_aspect(const struct outlier *outlier)
{
	int aspect = 0;

	while (aspect < N_ASPECTS - 1 && !outlier->by[aspect])
		aspect++;
	return (enum aspect)aspect;
}

/* Whether the value of the added repeat is nearer to the outlier's than to the others' median. */
static bool is_alike(const struct profiled_run *run, size_t outlier, size_t more,
		     enum aspect aspect)
{
	_cleanup_free_ double *values = xcalloc(run->n_repeats, sizeof(*values));
	double odd = shown(run, outlier, aspect), again = shown(run, more, aspect), median;
	size_t n = 0;

	for (size_t i = 0; i < run->n_repeats; i++)
		if (is_other(run, i, outlier))
			values[n++] = shown(run, i, aspect);
	median = median_of(values, n);
	return fabs(again - odd) < fabs(again - median);
}

/* Describes the outcome of measuring once more. */
static void put_once_more(FILE *out, const struct profiled_run *run, struct remark *facts,
			  const struct outlier *outlier)
{
	enum aspect aspect = first_aspect(outlier);
	size_t more = run_once_more(run->run);

	if (more == run->n_repeats || more == outlier->repeat || !run->repeats[more].counts ||
	    isnan(shown(run, more, aspect)))
		return;
	facts->other_run = run->run;
	facts->other = more + 1;
	facts->alike = is_alike(run, outlier->repeat, more, aspect);
	fprintf(out, "; measured once more, as repeat %zu: ", more + 1);
	put_value(out, run, shown(run, more, aspect), aspect);
}

static void tell(const struct profiled_run *run, const struct outlier *outlier,
		 struct remarks *remarks)
{
	struct remark facts = {
		.kind = REMARK_STANDS_OUT,
		.run = run->run,
		.repeat = outlier->repeat + 1,
		.value = outlier->factor,
	};
	_cleanup_free_ char *text = NULL;
	bool begun = false;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		abort();
	for (int aspect = 0; aspect < N_ASPECTS; aspect++) {
		if (!outlier->by[aspect])
			continue;
		facts.by |= 1u << aspect;
		fputs(begun ? "; " : "", out);
		put_clause(out, run, outlier->repeat, (enum aspect)aspect);
		begun = true;
	}
	put_once_more(out, run, &facts, outlier);
	fclose(out);
	facts.words = text;
	remark_add(remarks, &facts);
}

void remarks_of_outliers(const struct profiled_run *run, struct remarks *remarks)
{
	size_t more = run_once_more(run->run);
	struct outliers planned, all;

	outliers_of_planned(run, &planned);
	outliers_of_all(run, &all);
	for (size_t i = 0; i < planned.n; i++)
		tell(run, &planned.list[i], remarks);
	if (more < run->n_repeats) {
		const struct outlier *outlier = outliers_find(&all, more);

		if (!planned.n)
			remark_add(remarks,
				   &(struct remark){
					   .kind = REMARK_ONCE_MORE,
					   .run = run->run,
					   .repeat = more + 1,
					   .value = (double)run->run->repeats[more].once_more_for,
				   });
		if (outlier)
			tell(run, outlier, remarks);
	}
	outliers_free(&planned);
	outliers_free(&all);
}
