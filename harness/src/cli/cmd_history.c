// SPDX-License-Identifier: GPL-2.0-only
#include <stdint.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "cli/command.h"
#include "cli/digests.h"
#include "cli/metric.h"
#include "cli/output.h"
#include "cli/talk.h"
#include "cli/templates.h"
#include "compare/history.h"
#include "plot/history_plot.h"
#include "render/view_history.h"
#include "store/listing.h"

/* Fewer have no history. */
#define LEAST_RESULTS 3

static int add_result(const struct options *options, struct history *history, const char *name,
		      struct error *err)
{
	struct digest digest;
	int rc = digest_load(options, name, &digest, err);

	if (rc)
		return rc;
	rc = history_add(history, &digest, name, err);
	digest_free(&digest);
	return rc;
}

static int add_named(const struct options *options, struct history *history, struct error *err)
{
	for (size_t i = 0; i < options->n_args; i++)
		if (add_result(options, history, options->args[i], err))
			return -1;
	return 0;
}

/* All results in the folder of results. */
static int add_all(const struct options *options, struct history *history, struct error *err)
{
	struct result_list list;
	int rc = listing_names(options->results, &list, err);

	if (rc)
		return rc;
	for (size_t i = 0; i < list.n && !rc; i++)
		rc = add_result(options, history, list.results[i].name, err);
	result_list_free(&list);
	return rc;
}

static int draw(const struct options *options, const struct history *history, const char *templates,
		struct error *err)
{
	if (history_plot(history, options->output, templates, err))
		return -1;
	talk(stderr, "graph: %s/history.svg\n", options->output);
	return 0;
}

static int show_history(const struct options *options, struct history *history,
			const char *templates, struct error *err)
{
	int rc =
		options->n_args ? add_named(options, history, err) : add_all(options, history, err);

	if (rc)
		return rc;
	if (history->n_results < LEAST_RESULTS)
		return error_set(err,
				 "a history needs %d results or more, and there %s %zu; two are "
				 "compared by 'exitbench compare'",
				 LEAST_RESULTS, history->n_results == 1 ? "is" : "are",
				 history->n_results);
	if (history_finish(history, err) || (templates && draw(options, history, templates, err)))
		return -1;
	return show_table(options, view_history(history, options->all), err);
}

static struct table *empty_table(const struct options *options)
{
	static const struct history nothing;

	return view_history(&nothing, options->all);
}

static int run_history(const struct options *options, struct error *err)
{
	const struct history_wish wish = {
		.quantity = wanted_metric(options),
		.reason = options->reason,
		.workload = options->workload,
		.least = options->ignore_below,
	};
	_cleanup_free_ char *templates = NULL;
	struct history history;
	int rc;

	if (check_table(options, empty_table(options), err))
		return -1;
	if (options->output) {
		templates = templates_find(options, err);
		if (!templates || history_plot_check(options->output, templates, err))
			return -1;
	}
	history_init(&history, &wish);
	rc = show_history(options, &history, templates, err);
	history_free(&history);
	return rc;
}

const struct command cmd_history = {
	.name = "history",
	.arguments = "[RESULT...]",
	.summary = "Find when the exits of a workload changed, in many results",
	.details =
		"Without RESULTs all in the folder of results are taken, sorted by the time of their "
		"start. A change\nis where Pettitt's rank test splits the series; a single odd result is "
		"none.\n"
		"With --output a graph is drawn, too: history.svg and history.png.",
	.max_args = SIZE_MAX,
	.options = { OPTION_METRIC, OPTION_REASON, OPTION_WORKLOAD, OPTION_IGNORE_BELOW, OPTION_ALL,
		     OPTION_NET_IDLE, OPTION_OUTPUT, OPTION_TEMPLATES, OPTION_FORMAT, OPTION_WIDE,
		     OPTION_COLUMNS, OPTION_RESULTS },
	.offers = { OFFER_RESULTS, OFFER_RESULTS },
	.empty_table = empty_table,
	.run = run_history,
};
