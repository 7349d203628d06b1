// SPDX-License-Identifier: GPL-2.0-only
#include <stdint.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "cli/command.h"
#include "cli/talk.h"
#include "plot/report.h"
#include "store/store.h"

/* Finds plot/ where an installation puts it, or beside build/ or one folder further up: seen from
 * an installed program, the latter are folders of somebody else. */
static char *find_templates(const struct options *options, struct error *err)
{
	static const char *const places[] = { "../share/exitbench/plot", "../plot", "../../plot" };
	_cleanup_free_ char *program = file_program_folder();

	if (options->templates)
		return xstrdup(options->templates);
	for (size_t i = 0; program && i < sizeof(places) / sizeof(places[0]); i++) {
		char *folder = xasprintf("%s/%s", program, places[i]);

		if (file_exists(folder))
			return folder;
		free(folder);
	}
	error_set(err, "the gnuplot templates are not beside the program; name their folder with "
		       "--templates");
	return NULL;
}

static int report_one(const struct options *options, const char *name, const char *templates,
		      struct error *err)
{
	struct result result;
	const char *folder;
	int rc;

	if (store_load(options->results, name, &result, err))
		return -1;
	folder = options->output ? options->output : result.path;
	rc = report_write(&result, folder, templates, err);
	if (!rc)
		talk(stderr, "report: %s/index.html\n", folder);
	result_free(&result);
	return rc;
}

static int run_report(const struct options *options, struct error *err)
{
	_cleanup_free_ char *templates = find_templates(options, err);

	if (!templates)
		return -1;
	if (!options->n_args)
		return report_one(options, "latest", templates, err);
	if (options->output && options->n_args > 1)
		return error_set(err,
				 "--output takes one result; leave it out, or report on one at "
				 "a time");
	for (size_t i = 0; i < options->n_args; i++)
		if (report_one(options, options->args[i], templates, err))
			return -1;
	return 0;
}

const struct command cmd_report = {
	.name = "report",
	.arguments = "[RESULT...]",
	.summary = "Draw graphs of a result (default: latest) and write its index.html",
	.max_args = SIZE_MAX,
	.options = { OPTION_OUTPUT, OPTION_RESULTS, OPTION_TEMPLATES },
	.offers = { OFFER_RESULTS, OFFER_RESULTS },
	.run = run_report,
};
