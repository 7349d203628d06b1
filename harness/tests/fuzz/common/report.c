// SPDX-License-Identifier: GPL-2.0-only
#include "common/report.h"

#include <math.h>

void try_report(const struct tool *tool, const uint8_t *data, size_t size)
{
	const char *path = input_file("report", data, size);
	struct error err = ERROR_INIT;
	struct tool_report report;

	if (tool->parse(path, &report, &err)) {
		must_explain(&err);
		return;
	}
	/* A result can hold nothing else. */
	MUST(isfinite(report.ops) && report.ops >= 0);
	for (size_t i = 0; i < report.n_metrics; i++) {
		MUST(report.metrics[i].name && report.metrics[i].unit);
		MUST(isfinite(report.metrics[i].value));
	}
	tool_report_free(&report);
}
