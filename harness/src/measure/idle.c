// SPDX-License-Identifier: GPL-2.0-only
#include "measure/idle.h"

#include "measure/window.h"

int measure_idle(const struct measure_plan *plan, struct result *result, enum idle_place place,
		 double seconds, struct error *err)
{
	const struct measure_step step = { .phase = PHASE_IDLE };
	struct repeat repeat = { 0 };

	if (plan->progress)
		plan->progress(plan->context, &step);
	if (measure_sleep(plan->counters, &plan->cost, seconds, &repeat, err)) {
		repeat_free(&repeat);
		return error_wrap(err, "the idle guest");
	}
	if (repeat.child.end == CHILD_INTERRUPTED)
		repeat_free(&repeat);
	else
		result_add_idle(result, place, result->n_boots - 1, &repeat);
	return 0;
}
