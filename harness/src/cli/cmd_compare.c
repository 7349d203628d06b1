// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "cli/command.h"
#include "cli/gating.h"
#include "cli/metric.h"
#include "cli/output.h"
#include "cli/sides.h"
#include "cli/talk.h"
#include "compare/gate.h"
#include "render/gate_report.h"
#include "render/view.h"
#include "store/calibration_json.h"

/* The formats that tell of the gate alone. */
static const struct {
	const char *name;
	int (*write)(const struct gate *gate, const struct comparison_set *set, FILE *out,
		     struct error *err);
	int (*refuse)(const char *why, FILE *out, struct error *err);
} gate_formats[] = {
	{ "junit", gate_write_junit, gate_refuse_junit },
	{ "github", gate_write_github, gate_refuse_github },
};

#define N_GATE_FORMATS (sizeof(gate_formats) / sizeof(gate_formats[0]))

static size_t gate_format(const struct options *options)
{
	size_t i = 0;

	while (i < N_GATE_FORMATS && strcmp(options->format, gate_formats[i].name) != 0)
		i++;
	return i;
}

static int conclude(const struct gate *gate, struct error *err)
{
	_cleanup_free_ char *text = gate_text(gate);

	if (gate->n_uncalibrated)
		talk(stderr, "the calibration tells nothing of %zu of %zu workloads\n",
		     gate->n_uncalibrated, gate->n);
	if (!text)
		return 0;
	return gate->n_failed ? error_no(err, "%s", text) : error_set(err, "%s", text);
}

/*
 * shared: a result that is on both sides, and so did not grow; NULL: none is. reported: whether the
 * gate's own report was begun.
 */
static int check_gate(const struct options *options, const struct comparison_set *set,
		      const char *shared, const struct calibration *calibration, bool *reported,
		      struct error *err)
{
	const struct gate_wish wish = wanted_gate(options, calibration);
	size_t format = gate_format(options);
	struct gate gate;
	int rc = gate_check(set, &wish, &gate, err);

	if (rc)
		return rc;
	if (shared) {
		gate_free(&gate);
		return error_set(err,
				 "the gate cannot judge: %s are the same result; compare with "
				 "another one",
				 shared);
	}
	*reported = true;
	if (format < N_GATE_FORMATS)
		rc = gate_formats[format].write(&gate, set, stdout, err);
	if (!rc)
		rc = conclude(&gate, err);
	gate_free(&gate);
	return rc;
}

static enum comparison_extent wanted_extent(const struct options *options)
{
	if (options->totals)
		return options->all ? COMPARISON_ALL_TOTALS : COMPARISON_TOTALS;
	return options->all ? COMPARISON_ALL : COMPARISON_NOTABLE;
}

static struct table *empty_table(const struct options *options)
{
	static const struct comparison_set nothing;

	return view_comparison(&nothing, wanted_extent(options));
}

/* Whatever is wrong with how it is to be shown is told before anything is read. */
static int check_format(const struct options *options, struct error *err)
{
	enum table_format format;

	if (gate_format(options) == N_GATE_FORMATS) {
		if (table_format_from_name(options->format, &format))
			return check_table(options, empty_table(options), err);
		return error_set(err,
				 "unknown format '%s'; choose table, csv, json, markdown, junit or "
				 "github",
				 options->format);
	}
	if (options->given[OPTION_FAIL_ABOVE])
		return 0;
	return error_set(err, "--format %s tells what --fail-above finds; give it, too",
			 options->format);
}

/* Options that say something of a gate, or against each other. */
static int check_options(const struct options *options, struct error *err)
{
	static const enum option_id of_gate[] = { OPTION_METRIC, OPTION_REASON, OPTION_WORKLOAD,
						  OPTION_CALIBRATION };
	enum comparison_quantity metric = wanted_metric(options);

	for (size_t i = 0; i < sizeof(of_gate) / sizeof(of_gate[0]); i++)
		if (options->given[of_gate[i]] && !options->given[OPTION_FAIL_ABOVE])
			return error_set(err, "--%s says what --fail-above is about; give it, too",
					 option_row(of_gate[i])->name);
	if (metric != COMPARE_N && !(wanted_quantities(options).quantities & COMPARE_BIT(metric)))
		return error_set(err, "--metric %s contradicts --per or --time; leave those out",
				 options->metric);
	return 0;
}

static int compare(const struct options *options, const struct calibration *calibration,
		   bool *reported, struct error *err)
{
	const struct comparison_wish wish = wanted_quantities(options);
	_cleanup_free_ char *shared = NULL;
	struct comparison_side base, new;
	struct loaded_side sides[2];
	struct comparison_set set;
	int rc;

	if (sides_load(options, options->args[0], options->args[1], sides, err))
		return -1;
	shared = sides_shared(sides);
	if (shared && !options->given[OPTION_FAIL_ABOVE])
		talk(stderr, "%s are the same result, which is compared with itself\n", shared);
	base = side_of(&sides[0]);
	new = side_of(&sides[1]);
	rc = compare_results(&base, &new, &wish, &set, err);
	if (!rc) {
		if (gate_format(options) == N_GATE_FORMATS)
			rc = show_table(options, view_comparison(&set, wanted_extent(options)),
					err);
		if (!rc && options->given[OPTION_FAIL_ABOVE])
			rc = check_gate(options, &set, shared, calibration, reported, err);
		comparison_set_free(&set);
	}
	sides_free(sides);
	return rc;
}

static int run_compare(const struct options *options, struct error *err)
{
	struct calibration calibration = { 0 };
	size_t format = gate_format(options);
	bool reported = false;
	int rc;

	if (check_format(options, err) || check_options(options, err))
		return -1;
	rc = options->calibration ? calibration_read(options->calibration, &calibration, err) : 0;
	if (!rc) {
		rc = compare(options, &calibration, &reported, err);
		calibration_free(&calibration);
	}
	/* A builder that reads nothing would show nothing. */
	if (rc && !reported && format < N_GATE_FORMATS) {
		struct error ignored = ERROR_INIT;

		gate_formats[format].refuse(err->text, stdout, &ignored);
	}
	return rc;
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
		"both have.\n\nFor --fail-above, --format may also be junit or github.",
	.more_formats = { "junit", "github" },
	.min_args = 2,
	.max_args = 2,
	.options = { OPTION_PER, OPTION_TIME, OPTION_ALL, OPTION_TOTALS, OPTION_IGNORE_BELOW,
		     OPTION_FAIL_ABOVE, OPTION_CALIBRATION, OPTION_METRIC, OPTION_REASON,
		     OPTION_WORKLOAD, OPTION_NET_IDLE, OPTION_FORMAT, OPTION_WIDE, OPTION_COLUMNS,
		     OPTION_RESULTS },
	.offers = { OFFER_RESULTS, OFFER_RESULTS },
	.empty_table = empty_table,
	.run = run_compare,
};
