// SPDX-License-Identifier: GPL-2.0-only
/* Finds the workloads that the names given by a user stand for. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/near.h"
#include "workload/catalog.h"

struct selected {
	const struct workload **workloads;
	size_t n;
};

static void select_one(struct selected *selected, const struct workload *workload)
{
	for (size_t i = 0; i < selected->n; i++)
		if (selected->workloads[i] == workload)
			return;
	selected->workloads = xgrow(selected->workloads, selected->n, sizeof(*selected->workloads));
	selected->workloads[selected->n++] = workload;
}

static bool select_suite(struct selected *selected, const struct catalog *catalog, const char *name)
{
	for (size_t i = 0; i < catalog->n_suites; i++) {
		const struct suite *suite = &catalog->suites[i];

		if (strcmp(suite->name, name) != 0)
			continue;
		for (size_t j = 0; j < suite->n; j++)
			select_one(selected, catalog_find(catalog, suite->workloads[j]));
		return true;
	}
	return false;
}

static bool select_folder(struct selected *selected, const struct catalog *catalog,
			  const char *name)
{
	size_t length = strlen(name);
	bool found = false;

	while (length && name[length - 1] == '/')
		length--;
	for (size_t i = 0; length && i < catalog->n_workloads; i++) {
		const struct workload *workload = &catalog->workloads[i];

		if (strncmp(workload->name, name, length) != 0 || workload->name[length] != '/')
			continue;
		select_one(selected, workload);
		found = true;
	}
	return found;
}

static int unknown_name(const struct catalog *catalog, const char *name, struct error *err)
{
	struct suggestions suggestions = { .typed = name };

	for (size_t i = 0; i < catalog->n_suites; i++)
		suggest(&suggestions, catalog->suites[i].name);
	for (size_t i = 0; i < catalog->n_workloads; i++)
		suggest(&suggestions, catalog->workloads[i].name);
	error_set(err, "unknown workload or suite '%.100s'; %s", name,
		  suggestions_text(&suggestions, "'exitbench list' shows them"));
	suggestions_free(&suggestions);
	return -1;
}

int catalog_select(const struct catalog *catalog, const char *const *names, size_t n_names,
		   const struct workload ***selected, size_t *n_selected, struct error *err)
{
	struct selected found = { 0 };

	for (size_t i = 0; i < n_names; i++) {
		const struct workload *workload = catalog_find(catalog, names[i]);

		if (workload) {
			select_one(&found, workload);
		} else if (!select_suite(&found, catalog, names[i]) &&
			   !select_folder(&found, catalog, names[i])) {
			free(found.workloads);
			return unknown_name(catalog, names[i], err);
		}
	}
	*selected = found.workloads;
	*n_selected = found.n;
	return 0;
}
