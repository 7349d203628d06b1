// SPDX-License-Identifier: GPL-2.0-only
#include "workload/tool.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "workload/ask.h"

/* Far from what anybody measures, and as far from where squares of it are infinite. */
#define LARGEST_METRIC 1e100

/* A thousand million a second for thirty years. */
#define MOST_OPS 1e18

static const struct tool *const tools[] = {
	&tool_stressng,
	&tool_fio,
	NULL,
};

const struct tool *const *tool_list(void)
{
	return tools;
}

/* "FILE.job" may be of either: fio's have sections, and stress-ng knows no brackets. */
static const struct tool *tool_for_content(const char *path)
{
	_cleanup_fclose_ FILE *file = fopen(path, "re");
	char line[256];
	struct stat st;

	if (!file || fstat(fileno(file), &st) || !S_ISREG(st.st_mode))
		return &tool_stressng;
	while (fgets(line, sizeof(line), file))
		if (line[strspn(line, " \t")] == '[')
			return &tool_fio;
	return &tool_stressng;
}

const struct tool *tool_for_file(const char *path)
{
	const char *dot = strrchr(path, '.');

	for (size_t i = 0; dot && tools[i]; i++)
		if (!strcmp(dot, tools[i]->suffix))
			return tools[i];
	return dot && !strcmp(dot, ".job") ? tool_for_content(path) : NULL;
}

char *tool_version(const struct tool *tool)
{
	const char *const argv[] = { tool->name, "--version", NULL };
	_cleanup_free_ char *text = NULL;
	struct error err = ERROR_INIT;

	if (tool_ask(argv, NULL, &text, &err) || !*text)
		return NULL;
	return xstrndup(text, strcspn(text, "\n"));
}

char **tool_argv(const char *const *strings)
{
	char **argv;
	size_t n = 0;

	while (strings[n])
		n++;
	argv = xcalloc(n + 1, sizeof(*argv));
	for (size_t i = 0; i < n; i++)
		argv[i] = xstrdup(strings[i]);
	return argv;
}

void tool_free_argv(char **argv)
{
	for (size_t i = 0; argv && argv[i]; i++)
		free(argv[i]);
	free(argv);
}

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

/* By name, and those of one name as they came. */
static int by_name(const void *a, const void *b)
{
	const struct tool_metric *const *x = a, *const *y = b;
	int order = strcmp((*x)->name, (*y)->name);

	return order ? order : (*x > *y) - (*x < *y);
}

/* Whoever looks for a metric by its name shall find one, in a report of any length. */
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
				 "damaged report: '%s' tells of %g operations, which no machine "
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
