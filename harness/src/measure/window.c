// SPDX-License-Identifier: GPL-2.0-only
#include "measure/window.h"

#include <stdlib.h>
#include <string.h>

#include "base/affinity.h"
#include "base/clock.h"
#include "base/interrupt.h"
#include "base/memory.h"

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

/* The end of the window, with what is wrong about it in trouble. */
static int end_window(struct counters *counters, struct repeat *repeat, uint64_t timeout_ns,
		      struct error *err)
{
	struct error lost = ERROR_INIT;
	int rc = counters_end(counters, &repeat->before, &repeat->after, &lost);

	if (rc < 0) {
		*err = lost;
		return -1;
	}
	repeat->lost = rc;
	repeat->trouble = describe_end(&repeat->child, timeout_ns);
	if (repeat->lost && !repeat->trouble)
		repeat->trouble = xstrdup(lost.text);
	repeat->ok = !repeat->trouble;
	return 0;
}

/* From one reading to the other. Returns as measure_window(). */
static int run_window(struct counters *counters, const struct child_spec *spec, struct child *child,
		      struct repeat *repeat, struct error *err)
{
	int rc;

	if (counters_begin(counters, &repeat->before, err)) {
		child_abandon(child);
		return -1;
	}
	rc = child_run(child, &repeat->child, err);
	if (rc) {
		error_wrap(err, "'%s'", spec->argv[0]);
		return rc;
	}
	return end_window(counters, repeat, spec->timeout_ns, err);
}

static int sleep_window(struct counters *counters, double seconds, struct repeat *repeat,
			struct error *err)
{
	uint64_t start;

	if (counters_begin(counters, &repeat->before, err))
		return -1;
	start = clock_ns();
	if (!interrupt_sleep((uint64_t)(seconds * (double)NS_PER_S)))
		repeat->child.end = CHILD_INTERRUPTED;
	repeat->child.wall_ns = clock_ns() - start;
	return end_window(counters, repeat, 0, err);
}

/* Our place while the window is open: where per-vCPU counters are read, one vCPU. */
static void settle(struct affinity *affinity, const struct repeat *repeat)
{
	*affinity = (struct affinity){ .pinned = false };
	if (repeat->before.n_vcpus)
		affinity_pin(affinity);
}

static void prepare(struct counters *counters, struct repeat *repeat)
{
	snapshot_init(&repeat->before, counters);
	snapshot_init(&repeat->after, counters);
}

static int compute(struct counters *counters, const struct read_cost *cost, struct repeat *repeat,
		   struct error *err)
{
	return profile_between(counters_info(counters), &repeat->before, &repeat->after, cost,
			       &repeat->profile, err);
}

int measure_window(struct counters *counters, const struct read_cost *cost,
		   const struct child_spec *spec, struct repeat *repeat, struct error *err)
{
	struct affinity affinity;
	struct child child;
	int rc;

	prepare(counters, repeat);
	if (child_start(&child, spec, err))
		return -1;
	/* The child is there already, so this binds nobody but us. */
	settle(&affinity, repeat);
	rc = run_window(counters, spec, &child, repeat, err);
	affinity_restore(&affinity);
	return rc ? rc : compute(counters, cost, repeat, err);
}

int measure_sleep(struct counters *counters, const struct read_cost *cost, double seconds,
		  struct repeat *repeat, struct error *err)
{
	struct affinity affinity;
	int rc;

	prepare(counters, repeat);
	settle(&affinity, repeat);
	rc = sleep_window(counters, seconds, repeat, err);
	affinity_restore(&affinity);
	return rc ? rc : compute(counters, cost, repeat, err);
}
