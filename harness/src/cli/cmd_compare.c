// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "cli/command.h"
#include "cli/output.h"
#include "cli/sides.h"
#include "compare/verdict.h"
#include "render/view.h"

static int check_threshold(const struct options *options, const struct comparison_set *set,
			   struct error *err)
{
	if (!options->given[OPTION_THRESHOLD])
		return 0;
	for (size_t i = 0; i < set->n; i++) {
		const struct comparison *c = &set->workloads[i];
		enum comparison_quantity q = comparison_primary(set, c);
		const struct change *total = &c->rows[0].changes[q];

		/* A growth from 0 is beyond any threshold. */
		if (total->verdict == VERDICT_APPEARED)
			return error_no(err, "'%s' has %s now, and the base had none", c->workload,
					quantity_unit(q));
		if (total->verdict == VERDICT_MORE && 100 * total->relative > options->threshold)
			return error_no(err,
					"%s of '%s' grew by %.1f %%, more than the threshold "
					"of %g %%",
					quantity_unit(q), c->workload, 100 * total->relative,
					options->threshold);
	}
	return 0;
}

static enum comparison_extent wanted_extent(const struct options *options)
{
	if (options->totals)
		return options->all ? COMPARISON_ALL_TOTALS : COMPARISON_TOTALS;
	return options->all ? COMPARISON_ALL : COMPARISON_NOTABLE;
}

static struct comparison_wish wanted_quantities(const struct options *options)
{
	unsigned int per = !strcmp(options->per, "op")     ? COMPARE_PER_OP :
			   !strcmp(options->per, "second") ? COMPARE_PER_SECOND :
							     COMPARE_PER_OP | COMPARE_PER_SECOND;

	return (struct comparison_wish){
		.quantities = per & (options->time ? COMPARE_TIME : COMPARE_EXITS),
		.least = options->ignore_below,
	};
}

static int run_compare(const struct options *options, struct error *err)
{
	const struct comparison_wish wish = wanted_quantities(options);
	struct comparison_side base, new;
	struct loaded_side sides[2];
	struct comparison_set set;
	int rc;

	if (sides_load(options, options->args[0], options->args[1], sides, err))
		return -1;
	base = side_of(&sides[0]);
	new = side_of(&sides[1]);
	rc = compare_results(&base, &new, &wish, &set, err);
	if (!rc) {
		rc = show_table(options, view_comparison(&set, wanted_extent(options)), err);
		if (!rc)
			rc = check_threshold(options, &set, err);
		comparison_set_free(&set);
	}
	sides_free(sides);
	return rc;
}

static struct table *empty_table(const struct options *options)
{
	static const struct comparison_set nothing;

	return view_comparison(&nothing, wanted_extent(options));
}

const struct command cmd_compare = {
	.name = "compare",
	.arguments = "BASE[,...] NEW[,...]",
	.summary = "Compare two results by workload and exit reason",
	.details =
		"The first line is the verdict. A change is what a rank test of the repeats calls one, "
		"corrected\nfor all tests, unless per operation and per second it went in opposite "
		"directions. Several\nresults of a side, with commas between, are compared boot by boot. "
		"Results from Intel and AMD\nprocessors are compared by classes of exit reasons, which "
		"both have.",
	.min_args = 2,
	.max_args = 2,
	.options = { OPTION_PER, OPTION_TIME, OPTION_ALL, OPTION_TOTALS, OPTION_IGNORE_BELOW,
		     OPTION_THRESHOLD, OPTION_NET_IDLE, OPTION_FORMAT, OPTION_WIDE, OPTION_COLUMNS,
		     OPTION_RESULTS },
	.offers = { OFFER_RESULTS, OFFER_RESULTS },
	.empty_table = empty_table,
	.run = run_compare,
};
