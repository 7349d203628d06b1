// SPDX-License-Identifier: GPL-2.0-only
/* Reads suites, which are lists of the names of workloads. */
#include "workload/suite.h"
#include "workload/catalog.h"

#include "common/input.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* Those that the suites of the corpus name. In order, as a catalog is. */
	static char names[][16] = { "cpu/int64", "idle/sleep", "io/randread-4k" };
	struct workload workloads[] = { { .name = names[0] },
					{ .name = names[1] },
					{ .name = names[2] } };
	struct catalog catalog = { .workloads = workloads, .n_workloads = 3 };
	const char *path = input_file("fuzz.suite", data, size);
	struct error err = ERROR_INIT;
	struct suite suite;

	if (suite_read(&suite, &catalog, "fuzz", path, &err)) {
		must_explain(&err);
		return 0;
	}
	MUST(suite.title && suite.n && suite.n <= catalog.n_workloads);
	for (size_t i = 0; i < suite.n; i++)
		MUST(catalog_find(&catalog, suite.workloads[i]));
	suite_free(&suite);
	return 0;
}
