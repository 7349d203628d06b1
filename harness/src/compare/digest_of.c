// SPDX-License-Identifier: GPL-2.0-only
#include "compare/digest_of.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "analysis/emulation.h"
#include "analysis/summary.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "compare/conditions.h"
#include "compare/side.h"

static_assert(DIGEST_VALUES == COMPARE_N, "a digest has every quantity");

static double median_value(const struct profiled_result *result, const char *workload,
			   const struct reason_key *key, enum comparison_quantity quantity)
{
	const struct comparison_side side = { result, 1 };
	const struct side_wish wish = { workload, key, quantity, side_quantity };
	struct side_values values = side_values_of(&side, &wish);
	double median = values.complete ? median_of(values.values, values.n) : NAN;

	side_values_free(&values);
	return median;
}

static void add_row(const struct profiled_result *result, struct digest_run *run,
		    const struct reason_key *key)
{
	char label[REASON_LABEL_SIZE];
	double values[COMPARE_N];

	for (enum comparison_quantity q = 0; q < COMPARE_N; q++)
		values[q] = median_value(result, run->workload, key, q);
	digest_add_row(run, key ? reason_key_label(key, label) : NULL, values);
}

static void add_reasons(const struct profiled_result *result, const struct profiled_run *profiled,
			struct digest_run *run)
{
	char label[REASON_LABEL_SIZE];

	for (size_t i = 0; i < profiled->n_repeats; i++) {
		const struct profile *profile = &profiled->repeats[i].profile;

		for (size_t j = 0; profiled->repeats[i].counts && j < profile->n; j++)
			if (!digest_find(run, reason_key_label(&profile->rows[j].key, label)))
				add_row(result, run, &profile->rows[j].key);
	}
}

/* Those under which exits are another thing, or another processor has them. */
static void add_conditions(const struct result *result, struct digest *digest)
{
	const struct counters_info *counters = &result->counters;
	_cleanup_free_ char *vcpus = xasprintf("%u", counters->n_vcpus);

	digest_add_condition(digest, "counters", counters_abi_name(counters->abi));
	digest_add_condition(digest, "counters.vcpus", vcpus);
	for (size_t i = 0; i < result->n_facts; i++) {
		const struct fact *fact = &result->facts[i];

		if (!strcmp(fact->key, "cpu") || conditions_is_tool(fact->key))
			digest_add_condition(digest, fact->key, fact->value);
	}
}

void digest_of(const struct profiled_result *result, struct digest *digest)
{
	struct emulation emulation;

	emulation_of_result(result->result, &emulation);
	*digest = (struct digest){
		.started = xstrdup(result->result->started),
		.epoch = result_epoch(result->result),
		.isa = result->isa,
		.emulated = emulation.emulated,
	};
	add_conditions(result->result, digest);
	for (size_t i = 0; i < result->n_runs; i++) {
		const struct profiled_run *profiled = &result->runs[i];
		struct digest_run *run = digest_add_run(digest, profiled->run->name,
							profiled->run->sha256, profiled->run->op);

		if (isnan(median_value(result, run->workload, NULL, COMPARE_EXITS_PER_SECOND)))
			continue;
		add_row(result, run, NULL);
		add_reasons(result, profiled, run);
	}
}
