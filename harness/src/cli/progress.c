// SPDX-License-Identifier: GPL-2.0-only
#include "cli/progress.h"

#include "base/clock.h"

static double seconds_left(const struct progress *progress)
{
	size_t all = progress->workloads * progress->steps;
	size_t behind = progress->done + progress->skipped;
	double step_s = progress->guess_s;

	/* The first steps also carry one-time costs, so trust the average only after a few. */
	if (progress->done >= 3)
		step_s = (double)(clock_ns() - progress->start_ns) / (double)NS_PER_S /
			 (double)progress->done;
	return behind < all ? step_s * (double)(all - behind) : 0;
}

void progress_print_left(FILE *out, const struct progress *progress)
{
	unsigned int s = (unsigned int)(seconds_left(progress) + 0.5);

	if (s >= 60)
		fprintf(out, "%u min %02u s", s / 60, s % 60);
	else
		fprintf(out, "%u s", s);
}

void progress_step(void *context, const struct measure_step *step)
{
	struct progress *progress = context;

	fprintf(stderr, "[%zu/%zu] %-24s ", progress->workload, progress->workloads,
		step->workload);
	if (!step->step)
		fprintf(stderr, "%-14s", "prepare");
	else if (step->warmup)
		fprintf(stderr, "%-14s", "warm-up");
	else
		fprintf(stderr, "step %u of %-4u", step->step, step->steps);
	fprintf(stderr, "  about ");
	progress_print_left(stderr, progress);
	fprintf(stderr, " left\n");
	if (step->step)
		progress->done++;
}

void progress_workload_done(struct progress *progress, const struct workload_run *run)
{
	size_t planned = progress->workload * progress->steps;

	if (progress->done + progress->skipped < planned)
		progress->skipped = planned - progress->done;
	if (run->message)
		fprintf(stderr, "[%zu/%zu] %-24s %s: %s\n", progress->workload, progress->workloads,
			run->name, run_state_name(run->state), run->message);
}
