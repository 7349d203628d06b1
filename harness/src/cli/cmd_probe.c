// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "analysis/profiled.h"
#include "base/interrupt.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/session.h"
#include "measure/window.h"
#include "render/view.h"

/* cost and idle are NULL if they are not known. */
static struct table *view(const struct session *session, const struct read_cost *cost,
			  const struct repeat *idle)
{
	const struct counters_info *info = counters_info(session->counters);
	struct profiled_repeat profiled = { 0 };
	struct table *table;

	if (idle)
		profiled = profile_repeat(info, idle, cost);
	table = view_probe(&session->id, info, cost, idle ? &profiled : NULL);
	profile_free(&profiled.profile);
	return table;
}

static int measure(struct session *session, const struct options *options, struct error *err)
{
	bool with_idle = options->idle_s > 0;
	struct repeat idle = { 0 };
	struct error ended = ERROR_INIT;
	struct read_cost cost;
	bool cost_known;
	int rc;

	/* After an interrupt the recording must still be written. */
	interrupt_install();
	rc = counters_measure_cost(session->counters, &cost, &ended);
	cost_known = !rc;
	if (rc < 0 || (rc && with_idle))
		*err = ended;
	else
		rc = 0;
	if (!rc && with_idle)
		rc = measure_sleep(session->counters, &cost, options->idle_s, &idle, err);
	interrupt_uninstall();
	if (!rc && idle.child.end == CHILD_INTERRUPTED)
		rc = error_set(err, "interrupted");
	if (!rc)
		rc = show_table(options,
				view(session, cost_known ? &cost : NULL, with_idle ? &idle : NULL),
				err);
	repeat_free(&idle);
	return rc;
}

static int run_probe(const struct options *options, struct error *err)
{
	struct session session;

	if (session_open(&session, options, err))
		return -1;
	/* The table has a note about this, but CSV has no notes. */
	if (!strcmp(options->format, "csv"))
		session_doubts(&session);
	return session_close(&session, measure(&session, options, err), err);
}

const struct command cmd_probe = {
	.name = "probe",
	.arguments = "",
	.summary = "Show whether and how this guest's exits are counted, and what reading costs",
	.details =
		"With --idle it also sleeps for that long and counts, which shows the exits that an idle guest\n"
		"has by itself.",
	.options = { OPTION_IDLE, OPTION_FORMAT, OPTION_COUNTERS, OPTION_RECORD },
	.run = run_probe,
};
