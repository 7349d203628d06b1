// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "cli/command.h"
#include "cli/output.h"
#include "cli/session.h"
#include "render/view.h"

/* The format was called "seeds" before. */
static bool is_course_format(const char *format)
{
	return !strcmp(format, "course") || !strcmp(format, "seeds");
}

static int run_snapshot(const struct options *options, struct error *err)
{
	bool as_course = is_course_format(options->format);
	struct snapshot snapshot;
	struct view_wish wish = wish_of(options);
	struct emulation emulation;
	struct session session;
	int rc;

	if (session_open(&session, options, err))
		return -1;
	/* Tables have a note about this, but these formats have no notes. */
	if (!strcmp(options->format, "csv") || as_course)
		session_doubts(&session);
	emulation_of_cpu(&session.id, counters_info(session.counters)->tsc_khz, &emulation);
	wish.emulation = &emulation;
	snapshot_init(&snapshot, session.counters);
	rc = counters_read(session.counters, &snapshot, err);
	if (!rc && as_course)
		view_course(counters_info(session.counters), &snapshot, stdout);
	else if (!rc)
		rc = show_table(options,
				view_snapshot(counters_info(session.counters), &snapshot, &wish),
				err);
	snapshot_free(&snapshot);
	return session_close(&session, rc, err);
}

static struct table *empty_table(const struct options *options)
{
	static const struct counters_info no_counters;
	static const struct snapshot nothing;
	const struct view_wish wish = wish_of(options);

	return view_snapshot(&no_counters, &nothing, &wish);
}

const struct command cmd_snapshot = {
	.name = "snapshot",
	.arguments = "",
	.summary = "Show the exits since the VM started",
	.details =
		"--format course prints one line per exit number, as the programs of the university course do.",
	.options = { OPTION_PER_VCPU, OPTION_FORMAT, OPTION_WIDE, OPTION_COLUMNS, OPTION_CYCLES,
		     OPTION_COUNTERS, OPTION_RECORD },
	.more_formats = { "course" },
	.empty_table = empty_table,
	.run = run_snapshot,
};
