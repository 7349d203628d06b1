// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/window_length.h"

#include <inttypes.h>

#include "analysis/profiled.h"
#include "analysis/rates.h"
#include "base/clock.h"

/* Starting a tool, running it and waiting for its end always takes longer. */
#define SHORTEST_NS 1000

#define MOST_PARTS 2  /* how many times the vCPUs' time is allowed */
#define MOST_MORE_S 1 /* seconds that are allowed for each vCPU in addition */

static int check_time(const char *what, double seconds, double wall_s, uint32_t n_vcpus,
		      struct error *err)
{
	if (seconds <= (MOST_PARTS * wall_s + MOST_MORE_S) * (double)n_vcpus)
		return 0;
	return error_set(err,
			 "%s took %.3g s, but the window is only %.3g s long, with %" PRIu32
			 " vCPU%s; measure again",
			 what, seconds, wall_s, n_vcpus, n_vcpus == 1 ? "" : "s");
}

static int check_handling(const struct counters_info *info, const struct repeat *repeat,
			  const struct read_cost *cost, struct error *err)
{
	struct profiled_repeat profiled;
	int rc;

	if (!info->has_time || !info->tsc_khz || !info->n_vcpus)
		return 0;
	profiled = profile_repeat(info, repeat, cost);
	rc = check_time("the exits", repeat_busy_cycles(&profiled) / (info->tsc_khz * 1000.0),
			repeat_wall_s(repeat), info->n_vcpus, err);
	profile_free(&profiled.profile);
	return rc;
}

int window_check_length(const struct counters_info *info, const struct repeat *repeat,
			const struct read_cost *cost, struct error *err)
{
	double wall_s = repeat_wall_s(repeat);
	uint64_t wall_ns = repeat->child.wall_ns;

	if (!repeat->ok || !wall_ns)
		return 0;
	if (wall_ns < SHORTEST_NS)
		return error_set(err,
				 "a window of %" PRIu64 " ns, and none is shorter than %d ns; "
				 "measure again",
				 wall_ns, SHORTEST_NS);
	if (check_handling(info, repeat, cost, err))
		return -1;
	if (repeat->harness_known &&
	    check_time("exitbench itself", (double)repeat->harness_ns / (double)NS_PER_S, wall_s, 1,
		       err))
		return -1;
	if (!repeat->activity.steal_known || !info->n_vcpus)
		return 0;
	return check_time("what else ran on the host",
			  (double)repeat->activity.steal_ns / (double)NS_PER_S, wall_s,
			  info->n_vcpus, err);
}
