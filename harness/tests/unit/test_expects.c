// SPDX-License-Identifier: GPL-2.0-only
/* Tests that the exit reasons that the shipped job files expect exist. */
#include "check.h"

#include "base/cleanup.h"
#include "reasons/reasons.h"
#include "workload/catalog.h"
#include "workload/workload.h"

#define SHIPPED FIXTURES "/../../../workloads"

static void check_list(const struct workload *workload, enum isa isa, const char *list)
{
	_cleanup_free_ char *copy = xstrdup(list);
	char *rest = copy, *name;

	while ((name = strsep(&rest, ","))) {
		name[strcspn(name, ":")] = '\0';
		if (!reason_by_name(isa, name + strspn(name, " ")))
			fail_msg("'%s' expects '%s', which is no exit reason of %s", workload->name,
				 name, isa_name(isa));
	}
}

static void test_shipped_workloads(void **state)
{
	struct error err = ERROR_INIT;
	struct catalog catalog;

	(void)state;
	if (catalog_read(&catalog, SHIPPED, &err))
		fail_msg("%s", err.text);
	assert_true(catalog.n_workloads > 0);
	for (size_t i = 0; i < catalog.n_workloads; i++) {
		const struct workload *workload = &catalog.workloads[i];

		if (workload->expects_vmx)
			check_list(workload, ISA_VMX, workload->expects_vmx);
		if (workload->expects_svm)
			check_list(workload, ISA_SVM, workload->expects_svm);
	}
	catalog_free(&catalog);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_shipped_workloads) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
