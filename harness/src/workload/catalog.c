// SPDX-License-Identifier: GPL-2.0-only
#include "workload/catalog.h"

#include <stdlib.h>
#include <string.h>

void suite_free(struct suite *suite)
{
	for (size_t i = 0; i < suite->n; i++)
		free(suite->workloads[i]);
	free(suite->workloads);
	free(suite->name);
	free(suite->title);
	*suite = (struct suite){ 0 };
}

void catalog_free(struct catalog *catalog)
{
	for (size_t i = 0; i < catalog->n_workloads; i++)
		workload_free(&catalog->workloads[i]);
	for (size_t i = 0; i < catalog->n_suites; i++)
		suite_free(&catalog->suites[i]);
	free(catalog->workloads);
	free(catalog->suites);
	free(catalog->folder);
	*catalog = (struct catalog){ 0 };
}

const struct workload *catalog_find(const struct catalog *catalog, const char *name)
{
	for (size_t i = 0; i < catalog->n_workloads; i++)
		if (!strcmp(catalog->workloads[i].name, name))
			return &catalog->workloads[i];
	return NULL;
}
