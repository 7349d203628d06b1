// SPDX-License-Identifier: GPL-2.0-only
#include "cli/command.h"
#include "cli/net_idle.h"
#include "cli/output.h"
#include "compare/compare.h"
#include "render/view.h"
#include "store/store.h"

static int check_threshold(const struct options *options, const struct comparison_set *set,
			   struct error *err)
{
	const char *what = set->quantity == COMPARE_TIME ? "handling time" : "exits";

	if (!options->given[OPTION_THRESHOLD])
		return 0;
	for (size_t i = 0; i < set->n; i++) {
		const struct comparison *c = &set->workloads[i];
		const struct comparison_row *total = &c->rows[0];

		/* A growth from 0 is beyond any threshold. */
		if (total->base.median <= 0 &&
		    (total->verdict == VERDICT_APPEARED || total->verdict == VERDICT_MORE))
			return error_no(err, "'%s' has %s now, and the base had none", c->workload,
					what);
		if (total->verdict == VERDICT_MORE && 100 * total->change > options->threshold)
			return error_no(err,
					"%s of '%s' grew by %.1f %%, more than the threshold "
					"of %g %%",
					what, c->workload, 100 * total->change, options->threshold);
	}
	return 0;
}

static enum comparison_extent wanted_extent(const struct options *options)
{
	if (options->totals)
		return COMPARISON_TOTALS;
	return options->all ? COMPARISON_ALL : COMPARISON_NOTABLE;
}

static int compare(const struct options *options, const struct profiled_result *base,
		   const struct profiled_result *new, struct error *err)
{
	const struct view_wish wish = wish_of(options);
	struct comparison_set set;
	int rc;

	if (compare_results(base, new, options->time ? COMPARE_TIME : COMPARE_EXITS, &set, err))
		return -1;
	rc = show_table(options, view_comparison(&set, wanted_extent(options), &wish), err);
	if (!rc)
		rc = check_threshold(options, &set, err);
	comparison_set_free(&set);
	return rc;
}

/* The reasons of two vendors' processors are compared by their classes. */
static int profile_and_compare(const struct options *options, const struct result *base,
			       const struct result *new, struct error *err)
{
	bool by_class = base->counters.isa != new->counters.isa;
	struct profiled_result a, b;
	int rc;

	if (profile_as_asked(options, base, options->args[0], by_class, &a, err))
		return -1;
	rc = profile_as_asked(options, new, options->args[1], by_class, &b, err);
	if (!rc) {
		rc = compare(options, &a, &b, err);
		profiled_result_free(&b);
	}
	profiled_result_free(&a);
	return rc;
}

static int run_compare(const struct options *options, struct error *err)
{
	struct result base, new;
	int rc;

	if (options->all && options->totals)
		return error_set(err, "--all and --totals contradict each other; choose one");
	if (store_load(options->results, options->args[0], &base, err))
		return -1;
	if (store_load(options->results, options->args[1], &new, err)) {
		result_free(&base);
		return -1;
	}
	rc = profile_and_compare(options, &base, &new, err);
	result_free(&base);
	result_free(&new);
	return rc;
}

static struct table *empty_table(const struct options *options)
{
	static const struct comparison_set nothing;
	const struct view_wish wish = wish_of(options);

	return view_comparison(&nothing, wanted_extent(options), &wish);
}

const struct command cmd_compare = {
	.name = "compare",
	.arguments = "BASE NEW",
	.summary = "Compare two results by workload and exit reason",
	.details =
		"A quantity counts as changed when the ranges of its repeats do not overlap. A note "
		"below the\ntable says how often that happens by chance. A result from an Intel processor "
		"and one from\nan AMD processor are compared by classes of exit reasons, which both have.",
	.min_args = 2,
	.max_args = 2,
	.options = { OPTION_TIME, OPTION_ALL, OPTION_TOTALS, OPTION_THRESHOLD, OPTION_NET_IDLE,
		     OPTION_FORMAT, OPTION_WIDE, OPTION_COLUMNS, OPTION_CYCLES, OPTION_RESULTS },
	.offers = { OFFER_RESULTS, OFFER_RESULTS },
	.empty_table = empty_table,
	.run = run_compare,
};
