// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/distance.h"
#include "base/memory.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/sides.h"
#include "render/view_like.h"

/* So many are shown unless all are asked for. */
#define MOST 10

struct likenesses {
	struct likeness *rows;
	size_t n;
};

static int by_distance(const void *a, const void *b)
{
	const struct likeness *x = a, *y = b;

	if (x->distance.share != y->distance.share)
		return x->distance.share < y->distance.share ? -1 : 1;
	return strcmp(x->workload, y->workload);
}

static void add_run(struct likenesses *all, const struct summary *asked,
		    const struct profiled_result *result, const struct profiled_run *run,
		    const char *name)
{
	struct likeness likeness = { .result = name, .workload = run->run->name };
	struct summary summary;

	summarize(result, run, &summary);
	likeness.distance = distance_between(asked, &summary);
	likeness.exits_per_second = summary.total.per_second.median;
	summary_free(&summary);
	if (isnan(likeness.distance.share))
		return;
	all->rows = xgrow(all->rows, all->n, sizeof(*all->rows));
	all->rows[all->n++] = likeness;
}

static void add_side(struct likenesses *all, const struct summary *asked, const char *workload,
		     const struct loaded_side sides[2])
{
	const struct loaded_side *known = &sides[sides[1].n ? 1 : 0];

	for (size_t i = 0; i < known->n; i++)
		for (size_t j = 0; j < known->profiled[i].n_runs; j++) {
			const struct profiled_run *run = &known->profiled[i].runs[j];

			if (!strcmp(run->run->name, workload) &&
			    result_same_run(&known->results[i], &sides[0].results[0]))
				continue;
			add_run(all, asked, &known->profiled[i], run, known->names[i]);
		}
}

static int show_likenesses(const struct options *options, const struct loaded_side sides[2],
			   struct error *err)
{
	const char *workload = options->args[1];
	const struct profiled_run *run = profiled_find_run(&sides[0].profiled[0], workload);
	struct likenesses all = { 0 };
	struct summary asked;
	size_t shown;
	int rc;

	if (!run)
		return error_set(err,
				 "the result has no workload '%s'; 'exitbench show %s' lists its "
				 "workloads",
				 workload, options->args[0]);
	summarize(&sides[0].profiled[0], run, &asked);
	if (!asked.n) {
		summary_free(&asked);
		return error_no(err, "'%s' has no exits in a repeat that counts", workload);
	}
	add_side(&all, &asked, workload, sides);
	if (all.n)
		qsort(all.rows, all.n, sizeof(*all.rows), by_distance);
	shown = options->all || all.n < MOST ? all.n : MOST;
	rc = show_table(
		options,
		view_like(workload, asked.total.per_second.median, all.rows, shown, all.n - shown),
		err);
	summary_free(&asked);
	free(all.rows);
	return rc;
}

static int run_like(const struct options *options, struct error *err)
{
	struct loaded_side sides[2];
	int rc;

	if (sides_load(options, options->args[0], options->n_args > 2 ? options->args[2] : NULL,
		       sides, err))
		return -1;
	if (sides[0].n > 1)
		rc = error_set(err,
			       "'%s' are %zu results; name the one whose workload it is, and the "
			       "known ones behind the workload",
			       options->args[0], sides[0].n);
	else
		rc = show_likenesses(options, sides, err);
	sides_free(sides);
	return rc;
}

static struct table *empty_table(const struct options *options)
{
	(void)options;
	return view_like("", 0, NULL, 0, 0);
}

const struct command cmd_like = {
	.name = "like",
	.arguments = "RESULT WORKLOAD [KNOWN[,...]]",
	.summary = "Show which known workloads have exits like those of one",
	.details =
		"The workloads of the results KNOWN (default: the same result) are sorted by how many of "
		"the\nexits would have to be of other reasons. Results from Intel and AMD processors are "
		"compared by\nclasses of exit reasons, which both have.",
	.min_args = 2,
	.max_args = 3,
	.options = { OPTION_ALL, OPTION_NET_IDLE, OPTION_FORMAT, OPTION_WIDE, OPTION_COLUMNS,
		     OPTION_RESULTS },
	.offers = { OFFER_RESULTS, OFFER_MEASURED },
	.empty_table = empty_table,
	.run = run_like,
};
