// SPDX-License-Identifier: GPL-2.0-only
#include "model/digest.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void digest_add_condition(struct digest *digest, const char *key, const char *value)
{
	digest->conditions =
		xgrow(digest->conditions, digest->n_conditions, sizeof(*digest->conditions));
	digest->conditions[digest->n_conditions++] =
		(struct digest_condition){ xstrdup(key), xstrdup(value) };
}

const char *digest_condition(const struct digest *digest, const char *key)
{
	for (size_t i = 0; i < digest->n_conditions; i++)
		if (!strcmp(digest->conditions[i].key, key))
			return digest->conditions[i].value;
	return "";
}

struct digest_run *digest_add_run(struct digest *digest, const char *workload, const char *sha256,
				  const char *op)
{
	digest->runs = xgrow(digest->runs, digest->n, sizeof(*digest->runs));
	digest->runs[digest->n] = (struct digest_run){
		.workload = xstrdup(workload),
		.sha256 = sha256 ? xstrdup(sha256) : NULL,
		.op = xstrdup(op),
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
	free(run->op);
}

void digest_free(struct digest *digest)
{
	for (size_t i = 0; i < digest->n; i++)
		run_free(&digest->runs[i]);
	free(digest->runs);
	for (size_t i = 0; i < digest->n_conditions; i++) {
		free(digest->conditions[i].key);
		free(digest->conditions[i].value);
	}
	free(digest->conditions);
	free(digest->started);
	*digest = (struct digest){ 0 };
}
