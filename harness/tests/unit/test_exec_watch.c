// SPDX-License-Identifier: GPL-2.0-only
/* Tests whether it is noticed that other programs are started. Only root is told. */
#include "check.h"

#include "base/exec_watch.h"

/* Runs a script that runs the given number of programs, by exec of itself for the first. */
static pid_t run(const char *script)
{
	pid_t pid = fork();

	if (!pid) {
		execl("/bin/sh", "sh", "-c", script, (char *)NULL);
		_exit(127);
	}
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	return pid;
}

static void test_watch(void **state)
{
	struct exec_watch watch;
	bool alone = false;

	(void)state;
	exec_watch_begin(&watch);
	if (watch.fd < 0) {
		print_message("the kernel does not tell us\n");
		assert_false(exec_watch_only(&watch, 1));
		skip();
	}
	/* Somebody else on this machine may start a program, too, so one of several is enough. */
	for (int i = 0; i < 50 && !alone; i++) {
		alone = exec_watch_only(&watch, run(":"));
		exec_watch_begin(&watch);
	}
	exec_watch_only(&watch, 0);
	assert_true(alone);
	exec_watch_begin(&watch);
	assert_false(exec_watch_only(&watch, run("/bin/true; :")));
	exec_watch_begin(&watch);
	assert_false(exec_watch_only(&watch, run("exec /bin/true")));
	exec_watch_begin(&watch);
	assert_false(exec_watch_only(&watch, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_watch) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
