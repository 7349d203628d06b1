// SPDX-License-Identifier: GPL-2.0-only
#include <stdint.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "cli/command.h"
#include "cli/talk.h"
#include "cli/templates.h"
#include "plot/report.h"
#include "store/store.h"

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
	_cleanup_free_ char *templates = templates_find(options, err);

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
