// SPDX-License-Identifier: GPL-2.0-only
#include "cli/progress.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/memory.h"

/* Steps before their average says more than a guess: the first carry one-time costs. */
#define STEPS_TO_TRUST 3

#define CLEAR_LINE "\r\033[K"

static bool clears_lines(FILE *out)
{
	const char *term = getenv("TERM");

	return isatty(fileno(out)) && term && *term && strcmp(term, "dumb") != 0;
}

void progress_init(struct progress *progress, FILE *out)
{
	*progress = (struct progress){
		.out = out,
		.live = clears_lines(out),
		.start_ns = clock_ns(),
	};
}

static double seconds_left(const struct progress *progress)
{
	size_t each = progress->warmups + progress->repeats;
	size_t left = (progress->workloads - progress->workload) * each;
	double step_s = progress->guess_s;

	if (progress->workload && progress->here < each)
		left += each - progress->here;
	if (progress->done >= STEPS_TO_TRUST)
		step_s = (double)(clock_ns() - progress->start_ns - progress->spent_ns) /
			 (double)NS_PER_S / (double)progress->done;
	return step_s * (double)left + progress->idle_s * (double)progress->idle_left;
}

/* "3 min 20 s", in fresh memory. */
static char *duration(double seconds)
{
	unsigned int s = (unsigned int)(seconds + 0.5);

	return s >= 60 ? xasprintf("%u min %02u s", s / 60, s % 60) : xasprintf("%u s", s);
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
		return xasprintf("repeat %u of %u", step->number, progress->repeats);
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

	return xasprintf("[%zu/%zu] %-24s %-15s %s gone, about %s left", progress->workload,
			 progress->workloads, step->workload ? step->workload : "the idle guest",
			 name, gone, left);
}

/* One line is rewritten only as long as it does not wrap. */
static void cut_to_terminal(const struct progress *progress, char *line)
{
	struct winsize size;

	if (ioctl(fileno(progress->out), TIOCGWINSZ, &size) || size.ws_col < 2)
		return;
	if (strlen(line) >= size.ws_col)
		line[size.ws_col - 1] = '\0';
}

/* A byte that a serial console still sends would be an exit inside the window. */
static void drain(const struct progress *progress)
{
	fflush(progress->out);
	if (isatty(fileno(progress->out)))
		tcdrain(fileno(progress->out));
}

void progress_step(void *context, const struct measure_step *step)
{
	struct progress *progress = context;
	_cleanup_free_ char *line = NULL;

	if (progress->idle_ns)
		progress->spent_ns += clock_ns() - progress->idle_ns;
	progress->idle_ns = 0;
	line = whole_line(progress, step);
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
}

void progress_workload_done(struct progress *progress, const struct workload_run *run)
{
	progress->here = progress->warmups + progress->repeats;
	if (run->message)
		fprintf(progress->out, "%s[%zu/%zu] %-24s %s: %s\n",
			progress->live ? CLEAR_LINE : "", progress->workload, progress->workloads,
			run->name, run_state_name(run->state), run->message);
}

void progress_end(struct progress *progress)
{
	if (progress->live)
		fputs(CLEAR_LINE, progress->out);
	drain(progress);
}
