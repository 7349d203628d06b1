// SPDX-License-Identifier: GPL-2.0-only
#include <stdint.h>
#include <stdlib.h>

#include "cli/command.h"
#include "cli/output.h"
#include "cli/sides.h"
#include "compare/calibrate.h"
#include "render/view_calibration.h"
#include "store/calibration_json.h"

static int make_calibration(const struct options *options, const struct loaded_side *side,
			    struct error *err)
{
	const struct comparison_side results = side_of(side);
	struct calibration calibration;
	int rc = calibrate(&results, &calibration, err);

	if (!rc)
		rc = calibration_write(&calibration, options->args[0], err);
	if (!rc)
		rc = show_table(options,
				view_calibration(&calibration, calibration_risk(&calibration)),
				err);
	calibration_free(&calibration);
	return rc;
}

static struct table *empty_table(const struct options *options)
{
	static const struct calibration nothing;

	(void)options;
	return view_calibration(&nothing, 1);
}

static int run_calibrate(const struct options *options, struct error *err)
{
	struct loaded_side sides[2] = { 0 };
	int rc;

	if (check_table(options, empty_table(options), err) ||
	    side_load_all(options, options->args + 1, options->n_args - 1, &sides[0], err))
		return -1;
	rc = sides_profile(options, sides, err);
	if (!rc)
		rc = make_calibration(options, &sides[0], err);
	sides_free(sides);
	return rc;
}

const struct command cmd_calibrate = {
	.name = "calibrate",
	.arguments = "FILE RESULT RESULT RESULT...",
	.summary = "Learn from results of the same thing how far a gate must let them lie apart",
	.details =
		"Writes FILE for 'compare --fail-above PERCENT --calibration FILE': in a workload whose "
		"results lie\nfarther apart than PERCENT although nothing was changed, only what is "
		"beyond that is a growth.\nMeasure each result in a boot of its own, with the options "
		"that the gate's results will have.",
	.min_args = 2,
	.max_args = SIZE_MAX,
	.options = { OPTION_NET_IDLE, OPTION_FORMAT, OPTION_WIDE, OPTION_COLUMNS, OPTION_RESULTS },
	.offers = { OFFER_FILES, OFFER_RESULTS },
	.empty_table = empty_table,
	.run = run_calibrate,
};
