// SPDX-License-Identifier: GPL-2.0-only
/* The table of workloads whose exits differ from what their job files expect. */
#include "analysis/expectation.h"
#include "base/memory.h"
#include "render/view.h"

struct expectation_line {
	const struct result *result;
	const struct workload_run *run;
	const struct expectation *expectation;
};

static struct cell name_cell(const struct column *column, const void *row)
{
	const struct expectation_line *line = row;
	struct cell cell = cell_text("%s", line->run->name);

	(void)column;
	cell.link = view_run_id(line->result, line->run);
	return cell;
}

static struct cell expected_cell(const struct column *column, const void *row)
{
	const struct expectation_line *line = row;

	(void)column;
	return cell_text("%s", line->run->expects);
}

static struct cell share_cell(const struct column *column, const void *row)
{
	const struct expectation_line *line = row;

	(void)column;
	return cell_real(100 * line->expectation->share, 0);
}

static struct cell measured_cell(const struct column *column, const void *row)
{
	const struct expectation_line *line = row;

	(void)column;
	return cell_text("%s", line->expectation->measured);
}

static const struct column columns[] = {
	{ "workload", "workload", UNIT_TEXT, USE_ALWAYS, 0, .cell = name_cell },
	{ "expected", "expected", UNIT_PROSE, USE_ALWAYS, 1, .cell = expected_cell },
	{ "share_percent", "of the exits, %", UNIT_NUMBER, USE_ALWAYS, 2, .cell = share_cell },
	{ "measured", "most are", UNIT_PROSE, USE_ALWAYS, 1, .cell = measured_cell },
};

struct table *view_expectations(const struct profiled_result *profiled, struct view_judged *counts)
{
	struct table *table =
		table_new("Not as expected", columns, sizeof(columns) / sizeof(columns[0]), 0);

	*counts = (struct view_judged){ 0 };
	for (size_t i = 0; i < profiled->n_runs; i++) {
		const struct workload_run *run = profiled->runs[i].run;
		struct expectation expectation;
		struct summary summary;

		summarize(profiled, &profiled->runs[i], &summary);
		expectation_judge(profiled, &profiled->runs[i], &summary, &expectation);
		summary_free(&summary);
		counts->n += expectation.judged;
		counts->met += expectation.met;
		if (expectation.judged && !expectation.met)
			table_add(table, &(struct expectation_line){ profiled->result, run,
								     &expectation });
		expectation_free(&expectation);
	}
	if (counts->met < counts->n)
		return table;
	table_free(table);
	return NULL;
}

char *view_run_id(const struct result *result, const struct workload_run *run)
{
	return xasprintf("workload-%zu", (size_t)(run - result->runs));
}
