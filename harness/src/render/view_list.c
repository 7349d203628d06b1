// SPDX-License-Identifier: GPL-2.0-only
/* The tables of workloads, suites and exit reasons. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "render/quantity.h"
#include "render/view.h"
#include "workload/tool.h"

/* A cell that is a string of the row's struct. */
static struct cell string_cell(const struct column *column, const void *row)
{
	const char *const *string = (const void *)((const char *)row + column->of);

	return cell_text("%s", *string ? *string : "");
}

static struct cell tool_cell(const struct column *column, const void *row)
{
	const struct workload *workload = row;

	(void)column;
	return cell_text("%s", workload->tool->name);
}

static struct cell work_cell(const struct column *column, const void *row)
{
	const struct workload *workload = row;

	(void)column;
	return cell_text("%s", workload->fixed_ops ? "ops" : "time");
}

#define WORKLOAD(field) offsetof(struct workload, field)

static const struct column workload_columns[] = {
	{ "workload", "workload", UNIT_TEXT, USE_ALWAYS, 0, .cell = string_cell,
	  .of = WORKLOAD(name) },
	{ "tool", "tool", UNIT_TEXT, USE_ALWAYS, 4, .cell = tool_cell },
	{ "work", "work", UNIT_TEXT, USE_ALWAYS, 4, .cell = work_cell },
	{ "needs", "needs", UNIT_TEXT, USE_ALWAYS, 3, .cell = string_cell, .of = WORKLOAD(needs) },
	{ "title", "title", UNIT_PROSE, USE_ALWAYS, 1, .cell = string_cell, .of = WORKLOAD(title) },
	{ "expects_vmx", "expects on vmx", UNIT_PROSE, USE_ALWAYS, 5, .cell = string_cell,
	  .of = WORKLOAD(expects_vmx) },
	{ "expects_svm", "expects on svm", UNIT_PROSE, USE_ALWAYS, 5, .cell = string_cell,
	  .of = WORKLOAD(expects_svm) },
	{ "why", "why", UNIT_PROSE, USE_WIDE, 9, .cell = string_cell, .of = WORKLOAD(why) },
};

struct table *view_workloads(const struct catalog *catalog)
{
	struct table *table = table_new("Workloads", workload_columns,
					sizeof(workload_columns) / sizeof(workload_columns[0]), 0);

	for (size_t i = 0; i < catalog->n_workloads; i++)
		table_add(table, &catalog->workloads[i]);
	return table;
}

struct plan_line {
	const struct workload *workload;
	const char *why_not; /* NULL: it can be run */
};

static struct cell plan_name_cell(const struct column *column, const void *row)
{
	const struct plan_line *line = row;

	(void)column;
	return cell_text("%s", line->workload->name);
}

static struct cell plan_work_cell(const struct column *column, const void *row)
{
	const struct plan_line *line = row;

	return work_cell(column, line->workload);
}

static struct cell runs_cell(const struct column *column, const void *row)
{
	const struct plan_line *line = row;
	struct cell cell = cell_text("%s", line->why_not ? "no" : "yes");

	(void)column;
	cell.emphasis = line->why_not ? EMPHASIS_FINDING : EMPHASIS_NONE;
	return cell;
}

static struct cell why_not_cell(const struct column *column, const void *row)
{
	const struct plan_line *line = row;

	(void)column;
	return cell_text("%s", line->why_not ? line->why_not : "");
}

static const struct column plan_columns[] = {
	{ "workload", "workload", UNIT_TEXT, USE_ALWAYS, 0, .cell = plan_name_cell },
	{ "work", "work", UNIT_TEXT, USE_ALWAYS, 3, .cell = plan_work_cell },
	{ "runs", "runs", UNIT_TEXT, USE_ALWAYS, 1, .cell = runs_cell },
	{ "why_not", "why not", UNIT_PROSE, USE_ALWAYS, 2, .cell = why_not_cell },
};

struct table *view_plan(const struct workload *const *workloads, size_t n)
{
	struct table *table = table_new("What would be run", plan_columns,
					sizeof(plan_columns) / sizeof(plan_columns[0]), 0);

	for (size_t i = 0; i < n; i++) {
		char why[256] = "";
		bool runs = workload_can_run(workloads[i], why, sizeof(why));
		const struct plan_line line = { workloads[i], runs ? NULL : why };

		table_add(table, &line);
	}
	return table;
}

static struct cell size_cell(const struct column *column, const void *row)
{
	const struct suite *suite = row;

	(void)column;
	return cell_count(suite->n);
}

/* "idle/sleep, cpu/matrix and 12 more" */
#define MEMBERS_SHOWN 4

static struct cell members_cell(const struct column *column, const void *row)
{
	const struct suite *suite = row;
	_cleanup_free_ char *text = xstrdup("");

	(void)column;
	for (size_t i = 0; i < suite->n && i < MEMBERS_SHOWN; i++) {
		char *longer = xasprintf("%s%s%s", text, i ? ", " : "", suite->workloads[i]);

		free(text);
		text = longer;
	}
	if (suite->n > MEMBERS_SHOWN)
		return cell_text("%s and %zu more", text, suite->n - MEMBERS_SHOWN);
	return cell_text("%s", text);
}

static const struct column suite_columns[] = {
	{ "suite", "suite", UNIT_TEXT, USE_ALWAYS, 0, .cell = string_cell,
	  .of = offsetof(struct suite, name) },
	{ "size", "size", UNIT_NUMBER, USE_ALWAYS, 2, .cell = size_cell },
	{ "title", "title", UNIT_PROSE, USE_ALWAYS, 1, .cell = string_cell,
	  .of = offsetof(struct suite, title) },
	{ "workloads", "workloads", UNIT_PROSE, USE_ALWAYS, 2, .cell = members_cell },
};

struct table *view_suites(const struct catalog *catalog)
{
	struct table *table = table_new("Suites", suite_columns,
					sizeof(suite_columns) / sizeof(suite_columns[0]), 0);

	for (size_t i = 0; i < catalog->n_suites; i++)
		table_add(table, &catalog->suites[i]);
	return table;
}

static struct cell code_cell(const struct column *column, const void *row)
{
	const struct reason *reason = row;

	(void)column;
	return cell_text("%" PRIu32, reason->code);
}

static struct cell hex_code_cell(const struct column *column, const void *row)
{
	const struct reason *reason = row;

	(void)column;
	return cell_text("0x%" PRIx32, reason->code);
}

static struct cell class_cell(const struct column *column, const void *row)
{
	const struct reason *reason = row;

	(void)column;
	return cell_text("%s", reason_class_name(reason->class));
}

#define REASON(field) offsetof(struct reason, field)

/* Numbers are written as in each vendor's manual. */
enum {
	FACT_VMX = 1,
};

static const struct column reason_columns[] = {
	{ "number", "number", UNIT_NUMBER, USE_ALWAYS, 1, .cell = code_cell, .only = FACT_VMX },
	{ "number", "number", UNIT_NUMBER, USE_ALWAYS, 1, .cell = hex_code_cell,
	  .unless = FACT_VMX },
	{ "reason", "reason", UNIT_TEXT, USE_ALWAYS, 0, .cell = string_cell, .of = REASON(name) },
	{ "kernel_name", "kernel name", UNIT_TEXT, USE_ALWAYS, 4, .cell = string_cell,
	  .of = REASON(kernel_name) },
	{ "class", "class", UNIT_TEXT, USE_ALWAYS, 3, .cell = class_cell },
	{ "meaning", "meaning", UNIT_PROSE, USE_ALWAYS, 1, .cell = string_cell,
	  .of = REASON(meaning) },
};

struct table *view_reasons(enum isa isa)
{
	bool vmx = isa == ISA_VMX;
	struct table *table = table_new(
		vmx ? "Exit reasons of Intel VMX" : "Exit reasons of AMD SVM", reason_columns,
		sizeof(reason_columns) / sizeof(reason_columns[0]), vmx ? FACT_VMX : 0);
	const struct reason *reasons;
	size_t n;

	reasons = reason_list(isa, &n);
	for (size_t i = 0; i < n; i++)
		table_add(table, &reasons[i]);
	return table;
}
