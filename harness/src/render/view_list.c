// SPDX-License-Identifier: GPL-2.0-only
/* Views of what there is: workloads, suites, exit reasons. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "render/view.h"
#include "workload/tool.h"

static const char *work_name(const struct workload *workload)
{
	return workload->fixed_ops ? "ops" : "time";
}

struct table *view_workloads(const struct catalog *catalog)
{
	struct table *table = table_new("Workloads");

	table_column(table, "workload", "workload", COLUMN_TEXT);
	table_column(table, "tool", "tool", COLUMN_TEXT);
	table_column(table, "work", "work", COLUMN_TEXT);
	table_column(table, "needs", "needs", COLUMN_TEXT);
	table_column(table, "title", "title", COLUMN_TEXT);
	table_column(table, "expects_vmx", "expects on vmx", COLUMN_TEXT);
	table_column(table, "expects_svm", "expects on svm", COLUMN_TEXT);
	table_column(table, "why", "why", COLUMN_TEXT);
	table_use(table, USE_WIDE);
	for (size_t i = 0; i < catalog->n_workloads; i++) {
		const struct workload *w = &catalog->workloads[i];

		table_row(table);
		table_text(table, "%s", w->name);
		table_text(table, "%s", w->tool->name);
		table_text(table, "%s", work_name(w));
		table_text(table, "%s", w->needs ? w->needs : "");
		table_text(table, "%s", w->title);
		table_text(table, "%s", w->expects_vmx ? w->expects_vmx : "");
		table_text(table, "%s", w->expects_svm ? w->expects_svm : "");
		table_text(table, "%s", w->why);
	}
	return table;
}

struct table *view_plan(const struct workload *const *workloads, size_t n)
{
	struct table *table = table_new("What would be run");

	table_column(table, "workload", "workload", COLUMN_TEXT);
	table_column(table, "work", "work", COLUMN_TEXT);
	table_column(table, "runs", "runs", COLUMN_TEXT);
	table_column(table, "why_not", "why not", COLUMN_TEXT);
	for (size_t i = 0; i < n; i++) {
		char why[256] = "";
		bool runs = workload_can_run(workloads[i], why, sizeof(why));

		table_row(table);
		table_text(table, "%s", workloads[i]->name);
		table_text(table, "%s", work_name(workloads[i]));
		table_text(table, "%s", runs ? "yes" : "no");
		table_text(table, "%s", runs ? "" : why);
	}
	return table;
}

/* "idle/sleep, cpu/matrix and 12 more" */
#define MEMBERS_SHOWN 4

static char *members(const struct suite *suite)
{
	char *text = xstrdup("");

	for (size_t i = 0; i < suite->n && i < MEMBERS_SHOWN; i++) {
		char *longer = xasprintf("%s%s%s", text, i ? ", " : "", suite->workloads[i]);

		free(text);
		text = longer;
	}
	if (suite->n > MEMBERS_SHOWN) {
		char *longer = xasprintf("%s and %zu more", text, suite->n - MEMBERS_SHOWN);

		free(text);
		text = longer;
	}
	return text;
}

struct table *view_suites(const struct catalog *catalog)
{
	struct table *table = table_new("Suites");

	table_column(table, "suite", "suite", COLUMN_TEXT);
	table_column(table, "size", "size", COLUMN_NUMBER);
	table_column(table, "title", "title", COLUMN_TEXT);
	table_column(table, "workloads", "workloads", COLUMN_TEXT);
	for (size_t i = 0; i < catalog->n_suites; i++) {
		const struct suite *suite = &catalog->suites[i];
		_cleanup_free_ char *text = members(suite);

		table_row(table);
		table_text(table, "%s", suite->name);
		table_count(table, suite->n);
		table_text(table, "%s", suite->title);
		table_text(table, "%s", text);
	}
	return table;
}

struct table *view_reasons(enum isa isa)
{
	const struct reason *reasons;
	struct table *table;
	size_t n;

	table = table_new(isa == ISA_VMX ? "Exit reasons of Intel VMX" : "Exit reasons of AMD SVM");
	reasons = reason_list(isa, &n);
	table_column(table, "number", "number", COLUMN_NUMBER);
	table_column(table, "reason", "reason", COLUMN_TEXT);
	table_column(table, "kernel_name", "kernel name", COLUMN_TEXT);
	table_column(table, "class", "class", COLUMN_TEXT);
	table_column(table, "meaning", "meaning", COLUMN_TEXT);
	for (size_t i = 0; i < n; i++) {
		table_row(table);
		table_text(table, isa == ISA_SVM ? "0x%" PRIx32 : "%" PRIu32, reasons[i].code);
		table_text(table, "%s", reasons[i].name);
		table_text(table, "%s", reasons[i].kernel_name);
		table_text(table, "%s", reason_class_name(reasons[i].class));
		table_text(table, "%s", reasons[i].meaning);
	}
	return table;
}
