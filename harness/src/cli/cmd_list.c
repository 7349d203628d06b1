// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "cli/command.h"
#include "cli/output.h"
#include "render/view.h"
#include "store/listing.h"
#include "workload/catalog.h"

static int list_catalog(const struct options *options,
			struct table *(*view)(const struct catalog *), struct error *err)
{
	struct catalog catalog;
	int rc;

	if (catalog_read(&catalog, options->workloads, err))
		return -1;
	rc = show_table(options, view(&catalog), err);
	catalog_free(&catalog);
	return rc;
}

static int list_workloads(const struct options *options, struct error *err)
{
	return list_catalog(options, view_workloads, err);
}

static int list_suites(const struct options *options, struct error *err)
{
	return list_catalog(options, view_suites, err);
}

static int list_vmx(const struct options *options, struct error *err)
{
	return show_table(options, view_reasons(ISA_VMX), err);
}

static int list_svm(const struct options *options, struct error *err)
{
	return show_table(options, view_reasons(ISA_SVM), err);
}

static struct cell name_cell(const struct column *column, const void *row)
{
	const struct listed_result *result = row;

	(void)column;
	return cell_text("%s", result->name);
}

static struct cell suite_cell(const struct column *column, const void *row)
{
	const struct listed_result *result = row;

	(void)column;
	return result->error ? cell_empty() : cell_text("%s", result->suite ? result->suite : "");
}

/* Why a result cannot be read. */
static struct cell error_cell(const struct column *column, const void *row)
{
	const struct listed_result *result = row;
	struct cell cell;

	(void)column;
	if (!result->error)
		return cell_empty();
	cell = cell_text("%s", result->error);
	cell.emphasis = EMPHASIS_FINDING;
	return cell;
}

static struct cell workloads_cell(const struct column *column, const void *row)
{
	const struct listed_result *result = row;

	(void)column;
	return result->error ? cell_empty() : cell_count(result->n_workloads);
}

static struct cell state_cell(const struct column *column, const void *row)
{
	const struct listed_result *result = row;

	(void)column;
	if (result->error)
		return cell_empty();
	return cell_text("%s", result->complete ? "complete" : "incomplete");
}

static struct cell tags_cell(const struct column *column, const void *row)
{
	const struct listed_result *result = row;

	(void)column;
	if (result->error)
		return cell_empty();
	return cell_text("%s", result->tags ? result->tags : "");
}

static const struct column result_columns[] = {
	{ "result", "result", UNIT_TEXT, USE_ALWAYS, 0, .cell = name_cell },
	{ "suite", "suite", UNIT_PROSE, USE_ALWAYS, 1, .cell = suite_cell },
	{ "workloads", "workloads", UNIT_NUMBER, USE_ALWAYS, 3, .cell = workloads_cell },
	{ "state", "state", UNIT_TEXT, USE_ALWAYS, 2, .cell = state_cell },
	{ "tags", "tags", UNIT_PROSE, USE_ALWAYS, 2, .cell = tags_cell },
	{ "error", "error", UNIT_PROSE, USE_ALWAYS, 1, .cell = error_cell },
};

/* Completion only asks for names; then no result is read, even if no index can be kept. */
static bool only_names(const struct options *options)
{
	return options->columns && !strcmp(options->columns, "result");
}

static struct table *results_table(void)
{
	return table_new("Results", result_columns,
			 sizeof(result_columns) / sizeof(result_columns[0]), 0);
}

static int list_results(const struct options *options, struct error *err)
{
	struct result_list list;
	struct table *table;

	if (only_names(options) ? listing_names(options->results, &list, err) :
				  listing_read(options->results, &list, err))
		return -1;
	table = results_table();
	for (size_t i = 0; i < list.n; i++)
		table_add(table, &list.results[i]);
	result_list_free(&list);
	return show_table(options, table, err);
}

static const struct catalog no_catalog;

static struct table *workloads_table(void)
{
	return view_workloads(&no_catalog);
}

static struct table *suites_table(void)
{
	return view_suites(&no_catalog);
}

static struct table *reasons_table(void)
{
	return view_reasons(ISA_VMX);
}

static const struct list {
	const char *name;
	int (*list)(const struct options *options, struct error *err);
	struct table *(*table)(void); /* with its columns */
} lists[] = {
	{ "workloads", list_workloads, workloads_table },
	{ "suites", list_suites, suites_table },
	{ "results", list_results, results_table },
	{ "reasons-vmx", list_vmx, reasons_table },
	{ "reasons-svm", list_svm, reasons_table },
};

/* The list that is named, or the first one; NULL: there is no such list. */
static const struct list *wanted_list(const struct options *options)
{
	if (!options->n_args)
		return &lists[0];
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (!strcmp(options->args[0], lists[i].name))
			return &lists[i];
	return NULL;
}

static struct table *empty_table(const struct options *options)
{
	const struct list *list = wanted_list(options);

	return (list ? list : &lists[0])->table();
}

static int run_list(const struct options *options, struct error *err)
{
	const struct list *list = wanted_list(options);

	if (list)
		return list->list(options, err);
	return error_set(err,
			 "cannot list '%s'; choose workloads, suites, results, reasons-vmx or "
			 "reasons-svm",
			 options->args[0]);
}

static const char *const choices[] = { "workloads",   "suites",      "results",
				       "reasons-vmx", "reasons-svm", NULL };

const struct command cmd_list = {
	.name = "list",
	.arguments = "[workloads|suites|results|reasons-vmx|reasons-svm]",
	.summary = "List workloads (the default), suites, results, or exit reasons",
	.max_args = 1,
	.options = { OPTION_FORMAT, OPTION_WIDE, OPTION_COLUMNS, OPTION_WORKLOADS, OPTION_RESULTS },
	.offers = { OFFER_CHOICES },
	.choices = choices,
	.empty_table = empty_table,
	.run = run_list,
};
