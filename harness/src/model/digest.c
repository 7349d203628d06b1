// SPDX-License-Identifier: GPL-2.0-only
#include "model/digest.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct digest_run *digest_add_run(struct digest *digest, const char *workload, const char *sha256)
{
	digest->runs = xgrow(digest->runs, digest->n, sizeof(*digest->runs));
	digest->runs[digest->n] = (struct digest_run){
		.workload = xstrdup(workload),
		.sha256 = sha256 ? xstrdup(sha256) : NULL,
	};
	return &digest->runs[digest->n++];
}

void digest_add_row(struct digest_run *run, const char *label, const double values[DIGEST_VALUES])
{
	struct digest_row *row;

	run->rows = xgrow(run->rows, run->n, sizeof(*run->rows));
	row = &run->rows[run->n++];
	row->label = label ? xstrdup(label) : NULL;
	memcpy(row->values, values, sizeof(row->values));
}

const struct digest_row *digest_find(const struct digest_run *run, const char *label)
{
	for (size_t i = 0; i < run->n; i++)
		if (label ? run->rows[i].label && !strcmp(run->rows[i].label, label) :
			    !run->rows[i].label)
			return &run->rows[i];
	return NULL;
}

static void run_free(struct digest_run *run)
{
	for (size_t i = 0; i < run->n; i++)
		free(run->rows[i].label);
	free(run->rows);
	free(run->workload);
	free(run->sha256);
}

void digest_free(struct digest *digest)
{
	for (size_t i = 0; i < digest->n; i++)
		run_free(&digest->runs[i]);
	free(digest->runs);
	free(digest->started);
	*digest = (struct digest){ 0 };
}
