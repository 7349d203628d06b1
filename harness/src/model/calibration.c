// SPDX-License-Identifier: GPL-2.0-only
#include "model/calibration.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void calibration_add(struct calibration *calibration, const char *workload, const char *unit,
		     double limit)
{
	calibration->rows = xgrow(calibration->rows, calibration->n, sizeof(*calibration->rows));
	calibration->rows[calibration->n++] =
		(struct calibration_row){ xstrdup(workload), xstrdup(unit), limit };
}

const struct calibration_row *calibration_find(const struct calibration *calibration,
					       const char *workload, const char *unit)
{
	for (size_t i = 0; i < calibration->n; i++) {
		const struct calibration_row *row = &calibration->rows[i];

		if (!strcmp(row->workload, workload) && !strcmp(row->unit, unit))
			return row;
	}
	return NULL;
}

void calibration_free(struct calibration *calibration)
{
	for (size_t i = 0; i < calibration->n; i++) {
		free(calibration->rows[i].workload);
		free(calibration->rows[i].unit);
	}
	free(calibration->rows);
	free(calibration->cpu);
	*calibration = (struct calibration){ 0 };
}
