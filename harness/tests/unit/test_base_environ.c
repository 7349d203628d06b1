// SPDX-License-Identifier: GPL-2.0-only
/* Tests what child processes find in their environment. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/child.h"
#include "base/cleanup.h"
#include "base/environ.h"

static const char *find(const char *const *environment, const char *name)
{
	const char *found = NULL;
	size_t n = strlen(name);

	for (; *environment; environment++)
		if (!strncmp(*environment, name, n) && (*environment)[n] == '=') {
			assert_null(found);
			found = *environment + n + 1;
		}
	return found;
}

static void the_c_locale_is_set_and_the_rest_kept(void **state)
{
	_cleanup_free_ const char *const *environment = NULL;

	(void)state;
	setenv("LC_ALL", "de_DE.UTF-8", 1);
	setenv("LANGUAGE", "de", 1);
	setenv("DEVICE", "/dev/sdb", 1);
	environment = environ_in_c_locale();
	assert_string_equal(find(environment, "LC_ALL"), "C");
	assert_null(find(environment, "LANGUAGE"));
	assert_string_equal(find(environment, "DEVICE"), "/dev/sdb");
	assert_string_equal(find(environment, "PATH"), getenv("PATH"));
}

static void only_the_named_are_left(void **state)
{
	static const char *const names[] = { "PATH", "NONE", NULL };
	_cleanup_free_ const char *const *environment = NULL;

	(void)state;
	setenv("PATHOLOGY", "x", 1);
	environment = environ_only(names);
	assert_string_equal(find(environment, "PATH"), getenv("PATH"));
	assert_string_equal(find(environment, "LC_ALL"), "C.UTF-8");
	assert_null(find(environment, "PATHOLOGY"));
	assert_null(find(environment, "DEVICE"));
}

static void a_child_has_what_it_is_given(void **state)
{
	static const char *const argv[] = { "sh", "-c", "echo $LC_ALL,$DEVICE,$GNUTERM", NULL };
	static const char *const names[] = { "PATH", "DEVICE", NULL };
	_cleanup_free_ const char *const *environment = NULL;
	_cleanup_close_ int out = memfd_create("out", MFD_CLOEXEC);
	struct child_spec spec = { .argv = argv, .out_fd = out, .err_fd = -1, .null_input = true };
	struct error err = ERROR_INIT;
	struct child_result result;
	struct child child;
	char text[64] = "";

	(void)state;
	setenv("GNUTERM", "x11", 1);
	environment = environ_only(names);
	spec.environment = environment;
	assert_int_equal(child_start(&child, &spec, &err), 0);
	assert_int_equal(child_run(&child, &result, &err), 0);
	assert_true(pread(out, text, sizeof(text) - 1, 0) > 0);
	assert_string_equal(text, "C.UTF-8,/dev/sdb,\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_c_locale_is_set_and_the_rest_kept),
		cmocka_unit_test(only_the_named_are_left),
		cmocka_unit_test(a_child_has_what_it_is_given),
	};

	return cmocka_run_group_tests_name("environ", tests, NULL, NULL);
}
