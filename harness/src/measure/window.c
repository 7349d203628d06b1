// SPDX-License-Identifier: GPL-2.0-only
#include "measure/window.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "analysis/profiled.h"
#include "analysis/window_length.h"
#include "base/affinity.h"
#include "base/clock.h"
#include "base/interrupt.h"
#include "base/memory.h"
#include "base/number.h"
#include "measure/proc.h"
#include "measure/speed.h"

static char *describe_end(const struct child_result *child, uint64_t timeout_ns)
{
	switch (child->end) {
	case CHILD_EXITED:
		return child->status ? xasprintf("exited with status %d", child->status) : NULL;
	case CHILD_KILLED:
		return xasprintf("killed by signal %d (%s)", child->status,
				 strsignal(child->status));
	case CHILD_TIMED_OUT:
		return xasprintf("ended at the time limit of %g s", (double)timeout_ns / 1e9);
	case CHILD_INTERRUPTED:
		return xstrdup("interrupted");
	}
	return xstrdup("ended in an unknown way");
}

/* What is recorded around a window besides the counters. */
struct surroundings {
	struct proc_reading before, after;
	uint64_t harness_ns;
	bool recorded; /* where the guest is */
};

/* The CPU time of exitbench itself so far. */
static uint64_t cpu_time_ns(void)
{
	struct timespec ts = { 0 };

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (uint64_t)ts.tv_sec * NS_PER_S + (uint64_t)ts.tv_nsec;
}

/* Reading the guest's kernel takes time, and so happens before the window begins. */
static int begin_window(struct counters *counters, struct repeat *repeat, struct surroundings *s,
			struct error *err)
{
	s->before = proc_read("/proc");
	if (s->recorded && counters_record_start(counters, err))
		return -1;
	if (counters_begin(counters, &repeat->before, err))
		return -1;
	s->harness_ns = cpu_time_ns();
	return 0;
}

static void describe(struct repeat *repeat, const struct surroundings *s)
{
	repeat->activity = proc_between(&s->before, &s->after);
	repeat->harness_known = true;
	repeat->harness_ns = s->harness_ns;
}

/* Ends the window, and notes in trouble what is wrong with it. */
static int end_window(struct counters *counters, struct repeat *repeat, uint64_t timeout_ns,
		      struct surroundings *s, struct error *err)
{
	struct error lost = ERROR_INIT;
	int rc;

	s->harness_ns = cpu_time_ns() - s->harness_ns;
	if (counters_stop(counters, &repeat->after, err) ||
	    (s->recorded && counters_record_stop(counters, err)))
		return -1;
	s->after = proc_read("/proc");
	rc = counters_collect(counters, &repeat->before, &repeat->after, &lost);
	if (rc < 0) {
		*err = lost;
		return -1;
	}
	describe(repeat, s);
	repeat->lost = rc;
	repeat->trouble = describe_end(&repeat->child, timeout_ns);
	if (repeat->lost && !repeat->trouble)
		repeat->trouble = xstrdup(lost.text);
	repeat->ok = !repeat->trouble;
	return 0;
}

/* Reads the records of the window and names the code that they tell of. */
static int read_code(struct counters *counters, const struct child_spec *spec, pid_t pid,
		     struct code_names *names, struct repeat *repeat, struct error *err)
{
	struct error lost = ERROR_INIT;
	struct recording recording;
	int rc = counters_record_read(counters, &repeat->before, &repeat->after, &recording, &lost);

	if (rc < 0) {
		*err = lost;
		return -1;
	}
	if (rc) {
		repeat->ok = false;
		if (!repeat->trouble)
			repeat->trouble = xstrdup(lost.text);
		return 0;
	}
	code_names_count(names, spec, pid, &recording, &repeat->code);
	recording_free(&recording);
	return 0;
}

/* Runs the window from one reading to the other. Returns the same as measure_window(). */
static int run_window(struct counters *counters, const struct child_spec *spec, struct child *child,
		      struct code_names *names, struct repeat *repeat, struct surroundings *s,
		      struct error *err)
{
	pid_t pid = child->pid;
	int rc;

	if (names)
		code_names_begin(names);
	if (begin_window(counters, repeat, s, err)) {
		child_abandon(child);
		return -1;
	}
	rc = child_run(child, &repeat->child, err);
	if (rc) {
		error_wrap(err, "'%s'", spec->argv[0]);
		return rc;
	}
	if (end_window(counters, repeat, spec->timeout_ns, s, err))
		return -1;
	return names && !repeat->lost ? read_code(counters, spec, pid, names, repeat, err) : 0;
}

static int sleep_window(struct counters *counters, double seconds, struct repeat *repeat,
			struct surroundings *s, struct error *err)
{
	uint64_t start;

	if (begin_window(counters, repeat, s, err))
		return -1;
	start = clock_ns();
	if (!interrupt_sleep(number_seconds_ns(seconds)))
		repeat->child.end = CHILD_INTERRUPTED;
	repeat->child.wall_ns = clock_ns() - start;
	return end_window(counters, repeat, 0, s, err);
}

static void leave_window(struct surroundings *s, struct affinity *affinity)
{
	proc_free(&s->before);
	proc_free(&s->after);
	affinity_restore(affinity);
}

/* If counters are read per vCPU, keeps this thread on one vCPU while the window is open. */
static void settle(struct affinity *affinity, const struct counters *counters)
{
	*affinity = (struct affinity){ .pinned = false };
	if (counters_on_one_vcpu(counters))
		affinity_pin(affinity);
}

static void prepare(struct counters *counters, struct repeat *repeat)
{
	snapshot_init(&repeat->before, counters);
	snapshot_init(&repeat->after, counters);
}

/*
 * Checks what was measured. A window that is too short for what it holds is no use, but the run can
 * go on.
 */
static int check(struct counters *counters, const struct read_cost *cost, struct repeat *repeat,
		 struct error *err)
{
	const struct counters_info *info = counters_info(counters);
	struct error length = ERROR_INIT;

	if (window_check(info, repeat, cost, err))
		return -1;
	if (window_check_length(info, repeat, cost, &length)) {
		repeat->trouble = xstrdup(length.text);
		repeat->ok = false;
	}
	return 0;
}

int measure_window(struct counters *counters, const struct read_cost *cost,
		   const struct child_spec *spec, struct code_names *names, struct repeat *repeat,
		   struct error *err)
{
	struct surroundings s = { .recorded = names };
	struct child_spec fixed = *spec;
	struct affinity affinity;
	struct child child;
	double speed;
	int rc;

	fixed.fixed_addresses |= names != NULL;

	speed = speed_measure();
	prepare(counters, repeat);
	if (child_start(&child, &fixed, err))
		return -1;
	/* The child exists already, so this does not bind it. */
	settle(&affinity, counters);
	rc = run_window(counters, &fixed, &child, names, repeat, &s, err);
	/* Round it to the digits that are kept in the result. */
	repeat->speed = round((speed + speed_measure()) / 2 * 100) / 100;
	leave_window(&s, &affinity);
	return rc ? rc : check(counters, cost, repeat, err);
}

int measure_sleep(struct counters *counters, const struct read_cost *cost, double seconds,
		  struct repeat *repeat, struct error *err)
{
	struct surroundings s = { 0 };
	struct affinity affinity;
	int rc;

	prepare(counters, repeat);
	settle(&affinity, counters);
	rc = sleep_window(counters, seconds, repeat, &s, err);
	leave_window(&s, &affinity);
	return rc ? rc : check(counters, cost, repeat, err);
}
