// SPDX-License-Identifier: GPL-2.0-only
#include "render/view_calibration.h"

#include "base/cleanup.h"
#include "base/memory.h"

static struct cell workload_cell(const struct column *column, const void *row)
{
	(void)column;
	return cell_text("%s", ((const struct calibration_row *)row)->workload);
}

static struct cell unit_cell(const struct column *column, const void *row)
{
	(void)column;
	return cell_text("%s", ((const struct calibration_row *)row)->unit);
}

static struct cell limit_cell(const struct column *column, const void *row)
{
	double percent = 100 * ((const struct calibration_row *)row)->limit;

	(void)column;
	return cell_real_as(percent, "%.1f%%", percent);
}

static const struct column columns[] = {
	{ "workload", "workload", UNIT_TEXT, USE_ALWAYS, 0, .cell = workload_cell },
	{ "unit", "unit", UNIT_TEXT, USE_ALWAYS, 0, .cell = unit_cell },
	{ "limit_percent", "apart", UNIT_NUMBER, USE_ALWAYS, 0, .cell = limit_cell },
};

struct table *view_calibration(const struct calibration *calibration, double risk)
{
	_cleanup_free_ char *title =
		xasprintf("How far %zu results of the same thing lie apart on '%s'",
			  calibration->n_results, calibration->cpu ? calibration->cpu : "");
	struct table *table = table_new(title, columns, sizeof(columns) / sizeof(columns[0]), 0);

	for (size_t i = 0; i < calibration->n; i++)
		table_add(table, &calibration->rows[i]);
	table_note(table,
		   "Two more results without a change lie farther apart in a workload once in %.1f "
		   "times or less often; with more results it is less often.",
		   1 / risk);
	return table;
}
