// SPDX-License-Identifier: GPL-2.0-only
#include "base/cleanup.h"
#include "cli/output.h"
#include "cli/run.h"
#include "cli/talk.h"
#include "render/view.h"

/*
 * For the first guess: the length of a fixed-time run in the files, and what starting a tool adds.
 */
#define DEFAULT_DURATION_S 3
#define START_S 1

size_t idle_windows(size_t n_workloads)
{
	return n_workloads > 1 ? 3 : n_workloads + 1;
}

/* The mean length of a run: as the workloads say, else a usual length. */
static double guess_s(const struct run *run)
{
	double duration_s = wanted_duration_s(run), sum = 0;
	size_t n = 0;
	char why[256];

	for (size_t i = 0; i < run->selection.n; i++) {
		const struct workload *w = run->selection.workloads[i];
		double said_s = workload_run_s(w, duration_s);

		if (run->options->dry_run && !workload_can_run(w, why, sizeof(why)))
			continue;
		sum += said_s > 0 ? said_s : duration_s > 0 ? duration_s : DEFAULT_DURATION_S;
		n++;
	}
	return (n ? sum / (double)n : 0) + START_S;
}

struct progress expected_progress(const struct run *run, size_t n_workloads)
{
	struct progress progress;

	progress_init(&progress, stderr);
	progress.workloads = n_workloads;
	progress.warmups = run->options->warmup;
	progress.repeats = wanted_repeats(run).min;
	progress.max_repeats = wanted_repeats(run).max;
	progress.guess_s = guess_s(run);
	progress.idle_s = wanted_idle_s(run);
	progress.idle_left = progress.idle_s > 0 ? idle_windows(n_workloads) : 0;
	return progress;
}

void print_extent(const struct run *run, size_t n_workloads)
{
	const struct run_repeats repeats = wanted_repeats(run);

	talk(stderr, "%zu workload%s, %u", n_workloads, n_workloads == 1 ? "" : "s", repeats.min);
	if (repeats.max > repeats.min)
		talk(stderr, " to %u", repeats.max);
	talk(stderr, " repeat%s each, ", repeats.max == 1 ? "" : "s");
}

void print_notes(const struct run *run)
{
	for (size_t i = 0; i < run->selection.n; i++) {
		const struct workload *w = run->selection.workloads[i];

		for (size_t j = 0; j < w->n_notes; j++)
			talk(stderr, "warning: %s: %s\n", w->name, w->notes[j]);
	}
}

/* Prints "about 33 s", or a range from the fewest repeats to the most. */
static void print_estimate(struct progress progress)
{
	talk(stderr, "about ");
	progress_print_left(&progress);
	if (progress.max_repeats > progress.repeats) {
		progress.repeats = progress.max_repeats;
		talk(stderr, " to ");
		progress_print_left(&progress);
	}
	talk(stderr, "\n");
}

int show_plan(struct run *run, struct error *err)
{
	const struct options *o = run->options;
	size_t n_runnable = 0;
	char why[256];
	int rc;

	for (size_t i = 0; i < run->selection.n; i++)
		n_runnable += workload_can_run(run->selection.workloads[i], why, sizeof(why));
	rc = show_table(o, view_plan(run->selection.workloads, run->selection.n), err);
	print_extent(run, n_runnable);
	talk(stderr, "%u warm-up%s: ", o->warmup, o->warmup == 1 ? "" : "s");
	print_estimate(expected_progress(run, n_runnable));
	print_notes(run);
	if (o->order.random) {
		_cleanup_free_ char *order = order_text(&o->order);

		talk(stderr, "order: %s\n", order);
	}
	return rc;
}
