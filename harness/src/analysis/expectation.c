// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/expectation.h"

#include <stdlib.h>

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

struct expectation expectation_judge(const struct workload_run *run, const struct summary *summary)
{
	struct expectation expectation = {
		.judged = *run->expects && summary->total.exits.median > 0,
	};

	expectation.met = expectation.judged;
	for (size_t i = 0; i < summary->n; i++) {
		const struct summary_row *row = &summary->rows[i];

		if (is_expected(run, row))
			expectation.share += summary_share(summary, row);
		if (expectation_surprised(run, summary, row))
			expectation.met = false;
	}
	if (expectation.share < EXPECTATION_MOST)
		expectation.met = false;
	return expectation;
}

char *expectation_measured(const struct summary *summary)
{
	char *text = xstrdup(""), label[REASON_LABEL_SIZE];

	for (size_t i = 0; i < summary->n; i++) {
		const struct summary_row *row = &summary->rows[i];
		char *longer;

		if (summary_share(summary, row) < EXPECTATION_DOMINATES)
			continue;
		longer = xasprintf("%s%s%s %.0f %%", text, *text ? ", " : "",
				   reason_key_label(&row->key, label),
				   100 * summary_share(summary, row));
		free(text);
		text = longer;
	}
	if (*text)
		return text;
	free(text);
	return xstrdup("none");
}
