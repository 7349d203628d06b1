// SPDX-License-Identifier: GPL-2.0-only
/* Tests that a thread is bound to one processor, and later gets back those that it had. */
#include "check.h"

#include <sys/wait.h>
#include <unistd.h>

#include "base/affinity.h"

/* In a process of its own, as the mask is inherited by what comes after. */
static bool narrowed(void)
{
	struct affinity affinity;
	cpu_set_t mask, one;

	if (sched_getaffinity(0, sizeof(mask), &mask))
		return false;
	if (affinity_cpus() != (unsigned int)CPU_COUNT(&mask))
		return false;
	CPU_ZERO(&one);
	for (size_t cpu = 0; cpu < CPU_SETSIZE && !CPU_COUNT(&one); cpu++)
		if (CPU_ISSET(cpu, &mask))
			CPU_SET(cpu, &one);
	affinity_pin(&affinity);
	if (!affinity.pinned || affinity_cpus() != 1)
		return false;
	affinity_restore(&affinity);
	affinity_restore(&affinity);
	if (affinity_cpus() != (unsigned int)CPU_COUNT(&mask))
		return false;
	/* Fewer than are online, which is what counts. */
	return !sched_setaffinity(0, sizeof(one), &one) && affinity_cpus() == 1;
}

static void test_mask(void **state)
{
	pid_t pid = fork();
	int status;

	(void)state;
	assert_true(pid >= 0);
	if (!pid)
		_exit(!narrowed());
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mask),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
