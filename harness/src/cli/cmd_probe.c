// SPDX-License-Identifier: GPL-2.0-only
#include "cli/command.h"
#include "cli/session.h"
#include "render/view.h"

static int run_probe(const struct options *options, struct error *err)
{
	struct session session;
	struct read_cost cost;
	int rc;

	if (session_open(&session, options, err))
		return -1;
	rc = counters_measure_cost(session.counters, &cost, err);
	if (!rc)
		rc = show_table(options,
				view_probe(&session.id, counters_info(session.counters), &cost),
				err);
	return session_close(&session, rc, err);
}

const struct command cmd_probe = {
	.name = "probe",
	.arguments = "",
	.summary = "Tell whether this guest's exits are counted, how, and what reading costs",
	.options = { OPTION_FORMAT, OPTION_COUNTERS, OPTION_RECORD },
	.run = run_probe,
};
