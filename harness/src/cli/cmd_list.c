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

static void result_row(const struct listed_result *result, struct table *table)
{
	table_row(table);
	table_text(table, "%s", result->name);
	if (result->error) {
		table_text(table, "%s", result->error);
		return;
	}
	table_text(table, "%s", result->suite ? result->suite : "");
	table_count(table, result->n_workloads);
	table_text(table, "%s", result->complete ? "complete" : "incomplete");
	table_text(table, "%s", result->tags ? result->tags : "");
}

/* Completion asks for the names: then no result is read, even where no index can be kept. */
static bool only_names(const struct options *options)
{
	return options->columns && !strcmp(options->columns, "result");
}

static int list_results(const struct options *options, struct error *err)
{
	struct result_list list;
	struct table *table;

	if (only_names(options) ? listing_names(options->results, &list, err) :
				  listing_read(options->results, &list, err))
		return -1;
	table = table_new("Results");
	table_column(table, "result", "result", COLUMN_TEXT);
	table_column(table, "suite", "suite", COLUMN_TEXT);
	table_column(table, "workloads", "workloads", COLUMN_NUMBER);
	table_column(table, "state", "state", COLUMN_TEXT);
	table_column(table, "tags", "tags", COLUMN_TEXT);
	for (size_t i = 0; i < list.n; i++)
		result_row(&list.results[i], table);
	result_list_free(&list);
	return show_table(options, table, err);
}

static const struct {
	const char *name;
	int (*list)(const struct options *options, struct error *err);
} lists[] = {
	{ "workloads", list_workloads }, { "suites", list_suites },   { "results", list_results },
	{ "reasons-vmx", list_vmx },     { "reasons-svm", list_svm },
};

static int run_list(const struct options *options, struct error *err)
{
	if (!options->n_args)
		return list_workloads(options, err);
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (!strcmp(options->args[0], lists[i].name))
			return lists[i].list(options, err);
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
	.options = { OPTION_FORMAT, OPTION_COLUMNS, OPTION_WORKLOADS, OPTION_RESULTS },
	.offers = { OFFER_CHOICES },
	.choices = choices,
	.run = run_list,
};
