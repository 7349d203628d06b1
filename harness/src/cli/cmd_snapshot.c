// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "cli/command.h"
#include "cli/session.h"
#include "render/view.h"

static int run_snapshot(const struct options *options, struct error *err)
{
	struct snapshot snapshot;
	struct session session;
	int rc;

	if (session_open(&session, options, err))
		return -1;
	/* Tables say it, too, but it is left out of these. */
	if (!strcmp(options->format, "csv") || !strcmp(options->format, "seeds"))
		session_doubts(&session);
	snapshot_init(&snapshot, session.counters);
	rc = counters_read(session.counters, &snapshot, err);
	if (!rc && !strcmp(options->format, "seeds"))
		view_seeds(counters_info(session.counters), &snapshot, stdout);
	else if (!rc)
		rc = show_table(options,
				view_snapshot(counters_info(session.counters), &snapshot,
					      options->per_vcpu),
				err);
	snapshot_free(&snapshot);
	return session_close(&session, rc, err);
}

const struct command cmd_snapshot = {
	.name = "snapshot",
	.arguments = "",
	.summary = "Show the exits since the VM started",
	.details = "--format seeds prints a line per exit number, as the course's programs do.",
	.options = { OPTION_PER_VCPU, OPTION_FORMAT, OPTION_WIDE, OPTION_COLUMNS, OPTION_COUNTERS,
		     OPTION_RECORD },
	.run = run_snapshot,
};
