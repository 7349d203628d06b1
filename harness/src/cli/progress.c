// SPDX-License-Identifier: GPL-2.0-only
#include "cli/progress.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "analysis/precision.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/terminal.h"
#include "base/utf8.h"
#include "cli/talk.h"

/* After this many steps their average is used; the first ones have one-time costs. */
#define STEPS_TO_TRUST 3

#define CLEAR_LINE "\r\033[K"

void progress_init(struct progress *progress, FILE *out)
{
	*progress = (struct progress){
		.out = out,
		.live = terminal_obeys(out),
		.start_ns = clock_ns(),
	};
}

/* The number of steps of a workload: as planned, or for a range, the average so far. */
static double steps_of_workload(const struct progress *progress)
{
	if (progress->max_repeats > progress->repeats && progress->ended)
		return (double)progress->ended_done / (double)progress->ended;
	return progress->warmups + progress->repeats;
}

static double seconds_left(const struct progress *progress)
{
	double each = steps_of_workload(progress), here = (double)progress->here;
	double left = (double)(progress->workloads - progress->workload) * each;
	double step_s = progress->guess_s;

	if (progress->workload && !progress->between)
		left += here < each ? each - here : 1;
	if (progress->done >= STEPS_TO_TRUST)
		step_s = (double)(clock_ns() - progress->start_ns - progress->spent_ns) /
			 (double)NS_PER_S / (double)progress->done;
	return step_s * left + progress->idle_s * (double)progress->idle_left;
}

/* "3 min 20 s", in fresh memory. */
static char *duration(double seconds)
{
	uint64_t s = number_seconds_ns(seconds + 0.5) / NS_PER_S;

	if (s >= 60)
		return xasprintf("%" PRIu64 " min %02u s", s / 60, (unsigned int)(s % 60));
	return xasprintf("%" PRIu64 " s", s);
}

void progress_print_left(const struct progress *progress)
{
	_cleanup_free_ char *left = duration(seconds_left(progress));

	fputs(left, progress->out);
}

static char *step_name(const struct progress *progress, const struct measure_step *step)
{
	switch (step->phase) {
	case PHASE_PREPARE:
		return xstrdup("prepare");
	case PHASE_WARMUP:
		return xasprintf("warm-up %u of %u", step->number, progress->warmups);
	case PHASE_REPEAT:
		return progress->max_repeats > progress->repeats ?
			       xasprintf("repeat %u of %u..%u", step->number, progress->repeats,
					 progress->max_repeats) :
			       xasprintf("repeat %u of %u", step->number, progress->repeats);
	case PHASE_ONCE_MORE:
		return xstrdup("once more");
	case PHASE_IDLE:
		break;
	}
	return xstrdup("asleep");
}

static char *whole_line(const struct progress *progress, const struct measure_step *step)
{
	_cleanup_free_ char *left = duration(seconds_left(progress));
	_cleanup_free_ char *name = step_name(progress, step);
	_cleanup_free_ char *gone =
		duration((double)(clock_ns() - progress->start_ns) / (double)NS_PER_S);

	return xasprintf("[%zu/%zu] %-24s %-18s %s gone, about %s left", progress->workload,
			 progress->workloads, step->workload ? step->workload : "the idle guest",
			 name, gone, left);
}

/* Cuts the line, because a line that wraps cannot be rewritten in place. */
static void cut_to_terminal(const struct progress *progress, char *line)
{
	size_t width = terminal_width(progress->out);

	while (*line && utf8_width(line) >= width) {
		line[strlen(line) - 1] = '\0';
		utf8_trim(line);
	}
}

/* Waits until a serial console has sent everything: a byte inside the window is an exit. */
static void drain(const struct progress *progress)
{
	fflush(progress->out);
	if (isatty(fileno(progress->out)))
		tcdrain(fileno(progress->out));
}

void progress_step(void *context, const struct measure_step *step)
{
	struct progress *progress = context;
	_cleanup_free_ char *words = NULL;
	_cleanup_free_ char *line = NULL;

	if (progress->idle_ns)
		progress->spent_ns += clock_ns() - progress->idle_ns;
	progress->idle_ns = 0;
	words = whole_line(progress, step);
	line = utf8_visible(words);
	if (progress->live)
		cut_to_terminal(progress, line);
	fprintf(progress->out, progress->live ? CLEAR_LINE "%s" : "%s\n", line);
	drain(progress);
	if (step->phase == PHASE_IDLE) {
		progress->idle_ns = clock_ns();
		progress->idle_left -= progress->idle_left > 0;
	} else if (step->phase != PHASE_PREPARE) {
		progress->done++;
		progress->here++;
	}
}

void progress_workload(struct progress *progress)
{
	progress->workload++;
	progress->here = 0;
	progress->between = false;
}

static void tell_precision(const struct progress *progress, const struct profiled_run *profiled)
{
	const struct precision precision = run_precision(profiled);
	const struct workload_run *run = profiled->run;

	if (precision.share >= 0)
		fprintf(progress->out, "%zu repeats: +-%.1f %%%s\n", run->n_repeats,
			100 * precision.share,
			run->stop == STOP_LIMIT ? ", and no more are allowed" : "");
	else
		fprintf(progress->out,
			"%zu repeats: too few to say how precise, and no more are allowed\n",
			run->n_repeats);
}

void progress_workload_done(struct progress *progress, const struct profiled_run *profiled)
{
	const struct workload_run *run = profiled->run;

	progress->between = true;
	if (run->state == RUN_OK) {
		progress->ended++;
		progress->ended_done += progress->here;
	}
	if (!run->message && run->stop == STOP_FIXED)
		return;
	fputs(progress->live ? CLEAR_LINE : "", progress->out);
	talk(progress->out, "[%zu/%zu] %-24s ", progress->workload, progress->workloads, run->name);
	if (run->message)
		talk(progress->out, "%s: %s\n", run_state_name(run->state), run->message);
	else
		tell_precision(progress, profiled);
}

void progress_end(struct progress *progress)
{
	if (progress->live)
		fputs(CLEAR_LINE, progress->out);
	drain(progress);
}
