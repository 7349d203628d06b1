// SPDX-License-Identifier: GPL-2.0-only
#include "cli/gating.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cli/metric.h"
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

int gate_base_load(const struct options *options, const char *base, struct gate_base *loaded,
		   struct error *err)
{
	*loaded = (struct gate_base){ 0 };
	if (options->calibration &&
	    calibration_read(options->calibration, &loaded->calibration, err))
		return -1;
	if (!side_load(options, base, &loaded->side, err))
		return 0;
	calibration_free(&loaded->calibration);
	return -1;
}

void gate_base_free(struct gate_base *base)
{
	side_free(&base->side);
	calibration_free(&base->calibration);
}

static int judge(const struct options *options, const struct comparison_set *set,
		 const struct calibration *calibration, struct gate_names *failed, char **text,
		 struct error *err)
{
	const struct gate_wish wish = wanted_gate(options, calibration);
	struct gate gate;
	int rc = gate_check(set, &wish, &gate, err);

	if (rc)
		return rc;
	*text = gate_text(&gate);
	collect(&gate, failed);
	if (*text && !gate.n_failed)
		rc = error_set(err, "%s", *text);
	gate_free(&gate);
	return rc;
}

int gate_against(const struct options *options, const struct gate_base *base, const char *new,
		 struct gate_names *failed, char **text, struct error *err)
{
	const struct comparison_wish wish = wanted_quantities(options);
	/* The base's results stay its own; only the profiles are made for this comparison. */
	struct loaded_side sides[2] = { base->side };
	struct comparison_side a, b;
	struct comparison_set set;
	int rc;

	*failed = (struct gate_names){ 0 };
	*text = NULL;
	if (side_load(options, new, &sides[1], err))
		return -1;
	rc = sides_profile(options, sides, err);
	if (!rc) {
		a = side_of(&sides[0]);
		b = side_of(&sides[1]);
		rc = compare_results(&a, &b, &wish, &set, err);
	}
	if (!rc) {
		rc = judge(options, &set, &base->calibration, failed, text, err);
		comparison_set_free(&set);
	}
	side_unprofile(&sides[0]);
	side_free(&sides[1]);
	return rc;
}

void gate_names_free(struct gate_names *names)
{
	for (size_t i = 0; i < names->n; i++)
		free(names->names[i]);
	free(names->names);
	*names = (struct gate_names){ 0 };
}
