// SPDX-License-Identifier: GPL-2.0-only
#include "cli/gating.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cli/metric.h"
#include "cli/sides.h"
#include "render/gate_report.h"
#include "store/calibration_json.h"

static bool asks_for_time(const struct options *options)
{
	enum comparison_quantity metric = wanted_metric(options);

	return options->time || (metric != COMPARE_N && quantity_is_time(metric));
}

struct comparison_wish wanted_quantities(const struct options *options)
{
	const char *way = options->per ? options->per : "both";
	unsigned int per = !strcmp(way, "op")     ? COMPARE_PER_OP :
			   !strcmp(way, "second") ? COMPARE_PER_SECOND :
						    COMPARE_PER_OP | COMPARE_PER_SECOND;

	return (struct comparison_wish){
		.quantities = per & (asks_for_time(options) ? COMPARE_TIME : COMPARE_EXITS),
		.least = options->ignore_below,
	};
}

struct gate_wish wanted_gate(const struct options *options, const struct calibration *calibration)
{
	return (struct gate_wish){
		.above = options->fail_above,
		.quantity = wanted_metric(options),
		.reason = options->reason,
		.workload = options->workload,
		.calibration = options->calibration ? calibration : NULL,
	};
}

/* Each once: a gate of single reasons can have several cases of a workload. */
static void collect(const struct gate *gate, struct gate_names *failed)
{
	for (size_t i = 0; i < gate->n_failed; i++) {
		const char *name = gate->cases[i].workload->workload;
		size_t j = 0;

		while (j < failed->n && strcmp(failed->names[j], name) != 0)
			j++;
		if (j == failed->n)
			xpush(&failed->names, &failed->n, xstrdup(name));
	}
}

static int judge(const struct options *options, const struct comparison_set *set,
		 struct gate_names *failed, char **text, struct error *err)
{
	struct calibration calibration = { 0 };
	struct gate_wish wish;
	struct gate gate;
	int rc;

	if (options->calibration && calibration_read(options->calibration, &calibration, err))
		return -1;
	wish = wanted_gate(options, &calibration);
	rc = gate_check(set, &wish, &gate, err);
	if (!rc) {
		*text = gate_text(&gate);
		collect(&gate, failed);
		if (*text && !gate.n_failed)
			rc = error_set(err, "%s", *text);
		gate_free(&gate);
	}
	calibration_free(&calibration);
	return rc;
}

int gate_between(const struct options *options, const char *base, const char *new,
		 struct gate_names *failed, char **text, struct error *err)
{
	const struct comparison_wish wish = wanted_quantities(options);
	struct loaded_side sides[2];
	struct comparison_side a, b;
	struct comparison_set set;
	int rc;

	*failed = (struct gate_names){ 0 };
	*text = NULL;
	if (sides_load(options, base, new, sides, err))
		return -1;
	a = side_of(&sides[0]);
	b = side_of(&sides[1]);
	rc = compare_results(&a, &b, &wish, &set, err);
	if (!rc) {
		rc = judge(options, &set, failed, text, err);
		comparison_set_free(&set);
	}
	sides_free(sides);
	return rc;
}

void gate_names_free(struct gate_names *names)
{
	for (size_t i = 0; i < names->n; i++)
		free(names->names[i]);
	free(names->names);
	*names = (struct gate_names){ 0 };
}
