// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/expectation.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/why.h"
#include "base/cleanup.h"
#include "base/memory.h"

static bool is_expected(const struct workload_run *run, const struct summary_row *row)
{
	return reason_key_in_list(&row->key, run->expects);
}

bool expectation_surprised(const struct workload_run *run, const struct summary *summary,
			   const struct summary_row *row)
{
	return *run->expects && summary_share(summary, row) >= EXPECTATION_DOMINATES &&
	       !is_expected(run, row);
}

/* Exits of one kind: of a reason, or of one of its causes. */
static void add(struct expectation *expectation, const char *name, double share, bool expected)
{
	char *longer;

	if (expected)
		expectation->share += share;
	if (share < EXPECTATION_DOMINATES)
		return;
	if (!expected)
		expectation->met = false;
	longer = xasprintf("%s%s%s %.0f %%", expectation->measured,
			   *expectation->measured ? ", " : "", name, 100 * share);
	free(expectation->measured);
	expectation->measured = longer;
}

static void add_reason(struct expectation *expectation, const struct workload_run *run,
		       const struct summary *summary, const struct summary_row *row)
{
	char label[REASON_LABEL_SIZE];

	add(expectation, reason_key_label(&row->key, label), summary_share(summary, row),
	    is_expected(run, row));
}

static void add_causes(struct expectation *expectation, const struct profiled_run *run,
		       const struct regions *regions, const struct why *why,
		       const struct why_reason *reason)
{
	char label[REASON_LABEL_SIZE], cause[CAUSE_LABEL_SIZE];

	for (size_t i = 0; i < reason->n; i++) {
		const char *what = why_label(&reason->causes[i], regions, cause);
		_cleanup_free_ char *name =
			xasprintf("%s (%s)", reason_key_label(&reason->row->key, label), what);

		add(expectation, name, summary_share(&why->summary, &reason->causes[i].row),
		    cause_in_list(&reason->row->key, what, run->run->expects));
	}
}

static void add_all(struct expectation *expectation, const struct profiled_result *result,
		    const struct profiled_run *run, const struct summary *summary)
{
	struct why why;

	if (!strchr(run->run->expects, ':') || result->net_idle ||
	    result->isa != result->result->counters.isa) {
		for (size_t i = 0; i < summary->n; i++)
			add_reason(expectation, run->run, summary, &summary->rows[i]);
		return;
	}
	why_of_run(result, run, &why);
	for (size_t i = 0; i < why.n; i++) {
		const struct why_reason *reason = &why.reasons[i];

		if (reason->n && cause_matters_in_list(&reason->row->key, run->run->expects))
			add_causes(expectation, run, &result->result->regions, &why, reason);
		else
			add_reason(expectation, run->run, &why.summary, reason->row);
	}
	why_free(&why);
}

void expectation_judge(const struct profiled_result *result, const struct profiled_run *run,
		       const struct summary *summary, struct expectation *expectation)
{
	bool judged = *run->run->expects && summary->total.exits.median > 0;

	*expectation = (struct expectation){
		.judged = judged,
		.met = judged,
		.measured = xstrdup(""),
	};
	add_all(expectation, result, run, summary);
	if (expectation->share < EXPECTATION_MOST)
		expectation->met = false;
	if (*expectation->measured)
		return;
	free(expectation->measured);
	expectation->measured = xstrdup("none");
}

void expectation_free(struct expectation *expectation)
{
	free(expectation->measured);
	expectation->measured = NULL;
}
