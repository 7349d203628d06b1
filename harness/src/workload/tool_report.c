// SPDX-License-Identifier: GPL-2.0-only
#include "workload/tool_report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* Much larger than any real metric, but small enough that its square is finite. */
#define LARGEST_METRIC 1e100

/* More operations than any machine does: 10^9 per second for thirty years. */
#define MOST_OPS 1e18

void tool_report_add(struct tool_report *report, const char *name, const char *unit, double value)
{
	if (!(fabs(value) <= LARGEST_METRIC))
		return;
	report->metrics = xgrow(report->metrics, report->n_metrics, sizeof(*report->metrics));
	report->metrics[report->n_metrics++] = (struct tool_metric){
		.name = xstrdup(name),
		.unit = xstrdup(unit),
		.value = value,
	};
}

/* Sorts by name; metrics with the same name keep their order. */
static int by_name(const void *a, const void *b)
{
	const struct tool_metric *const *x = a, *const *y = b;
	int order = strcmp((*x)->name, (*y)->name);

	return order ? order : (*x > *y) - (*x < *y);
}

/* Gives each metric a unique name, so that a name stands for one metric. */
static void tell_apart(struct tool_report *report)
{
	struct tool_metric **sorted = xcalloc(report->n_metrics, sizeof(struct tool_metric *));
	const char *first = NULL;
	unsigned int same = 1;

	for (size_t i = 0; i < report->n_metrics; i++)
		sorted[i] = &report->metrics[i];
	qsort(sorted, report->n_metrics, sizeof(*sorted), by_name);
	for (size_t i = 0; i < report->n_metrics; i++) {
		char *name = sorted[i]->name;

		if (!first || strcmp(first, name) != 0) {
			first = name;
			same = 1;
			continue;
		}
		sorted[i]->name = xasprintf("%s#%u", first, ++same);
		free(name);
	}
	free(sorted);
}

int tool_report_finish(struct tool_report *report, const char *path, struct error *err)
{
	if (!(report->ops <= MOST_OPS))
		return error_set(err,
				 "damaged report: '%s' reports %g operations, which no machine "
				 "can do",
				 path, report->ops);
	tell_apart(report);
	return 0;
}

void tool_report_free(struct tool_report *report)
{
	for (size_t i = 0; i < report->n_metrics; i++) {
		free(report->metrics[i].name);
		free(report->metrics[i].unit);
	}
	free(report->metrics);
	free(report->no_ops);
	*report = (struct tool_report){ 0 };
}
