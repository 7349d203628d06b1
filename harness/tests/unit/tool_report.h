/* SPDX-License-Identifier: GPL-2.0-only */
/* What the tests of the tools' reports share. */
#ifndef EXITBENCH_TESTS_TOOL_REPORT_H
#define EXITBENCH_TESTS_TOOL_REPORT_H

#include <string.h>

#include "check.h"
#include "scratch.h"
#include "workload/tool.h"

#define REPORTS FIXTURES "/tools/"

static inline const struct tool_metric *metric(const struct tool_report *report, const char *name)
{
	for (size_t i = 0; i < report->n_metrics; i++)
		if (!strcmp(report->metrics[i].name, name))
			return &report->metrics[i];
	return NULL;
}

static inline void assert_metric(const struct tool_report *report, const char *name,
				 const char *unit, double value)
{
	const struct tool_metric *found = metric(report, name);

	if (!found) {
		fail_msg("no metric '%s'", name);
		return;
	}
	assert_string_equal(found->unit, unit);
	assert_float_equal(found->value, value, 1e-6);
}

static inline void parse(const struct tool *tool, const char *path, struct tool_report *report)
{
	struct error err = ERROR_INIT;

	if (tool->parse(path, report, &err))
		fail_msg("%s", err.text);
}

static inline void assert_refused(const struct tool *tool, const char *path, const char *parts)
{
	struct error err = ERROR_INIT;
	struct tool_report report;

	assert_int_equal(tool->parse(path, &report, &err), -1);
	assert_int_equal(report.n_metrics, 0);
	assert_error(&err, EXIT_TROUBLE, parts);
	if (!strstr(err.text, strrchr(path, '/')))
		fail_msg("\"%s\" does not name '%s'", err.text, path);
}

#define JOB_BEGIN "{\"jobs\": [{\"jobname\": \"a\", "
#define JOB_READ "\"read\": {\"total_ios\": 7}"

static inline void parse_text(const struct tool *tool, const char *text, struct tool_report *report)
{
	parse(tool, scratch_write("report", text, strlen(text)), report);
}

#endif
