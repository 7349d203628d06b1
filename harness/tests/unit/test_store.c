// SPDX-License-Identifier: GPL-2.0-only
/* Results on disk: that they are read as they were written, by every name they have. */
#include "rich_result.h"

#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"

static void test_round_trip(void **state)
{
	_cleanup_free_ char *root = xasprintf("%s/deep/results", scratch_folder);
	struct error err = ERROR_INIT;
	struct result a, b;

	(void)state;
	build_rich(&a);
	create(root, &a);
	assert_int_equal(store_save(&a, &err), 0);
	assert_int_equal(store_load(root, a.path, &b, &err), 0);
	assert_no_error(&err);
	assert_same_result(&a, &b);
	result_free(&a);
	result_free(&b);
}

/* "latest" is a link; whoever goes on with the result behind it means the result. */
static void test_reopening(void **state)
{
	_cleanup_free_ char *root = xasprintf("%s/reopen", scratch_folder);
	struct error err = ERROR_INIT;
	struct result a, b;

	(void)state;
	build_rich(&a);
	create(root, &a);
	assert_int_equal(store_set_latest(root, &a, &err), 0);
	assert_int_equal(store_load(root, "latest", &b, &err), 0);
	assert_int_equal(store_reopen(&b, &err), 0);
	assert_string_equal(b.path, a.path);
	/* A result of another place is not pointed to. */
	assert_int_equal(store_set_latest(scratch_folder, &b, &err), 0);
	assert_int_not_equal(access(scratch_path("latest"), F_OK), 0);
	assert_no_error(&err);
	result_free(&a);
	result_free(&b);
}

/* A name, its folder, its file, and the link all mean the same result. */
static void test_names_of_a_result(void **state)
{
	_cleanup_free_ char *root = xasprintf("%s/names", scratch_folder);
	_cleanup_free_ char *file = NULL, *name = NULL;
	struct error err = ERROR_INIT;
	struct result a, b, c;
	char **names;

	(void)state;
	build_rich(&a);
	create(root, &a);
	assert_int_equal(store_set_latest(root, &a, &err), 0);
	build_rich(&b);
	create(root, &b);
	/* Of the same second, most likely, and a folder of its own all the same. */
	assert_string_not_equal(a.path, b.path);
	assert_int_equal(store_set_latest(root, &b, &err), 0);
	file = xasprintf("%s/result.json", b.path);
	name = xstrdup(strrchr(b.path, '/') + 1);
	for (size_t i = 0; i < 4; i++) {
		const char *const spellings[] = { "latest", name, b.path, file };

		assert_int_equal(store_load(root, spellings[i], &c, &err), 0);
		assert_string_equal(c.started, b.started);
		assert_string_equal(strstr(c.path, root), c.path);
		result_free(&c);
	}
	mkdir(scratch_path("names/2000-without-a-result"), 0777);
	assert_int_equal(store_list(root, &names, &err), 0);
	assert_string_equal(names[0], strrchr(a.path, '/') + 1);
	assert_string_equal(names[1], name);
	assert_null(names[2]);
	for (char **n = names; *n; n++)
		free(*n);
	free(names);
	assert_int_equal(store_load(root, "nonsense", &c, &err), -1);
	assert_error(&err, EXIT_TROUBLE,
		     "no result 'nonsense' here or in '|exitbench list results");
	result_free(&a);
	result_free(&b);
}

static void test_listing(void **state)
{
	_cleanup_free_ char *file = xstrdup(scratch_write("listed", "", 0));
	struct error err = ERROR_INIT;
	char **names;

	(void)state;
	assert_int_equal(store_list(scratch_path("not-there"), &names, &err), 0);
	assert_null(names[0]);
	free(names);
	assert_int_equal(store_list(file, &names, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "cannot list '|Not a directory");
}

static void test_log(void **state)
{
	_cleanup_free_ char *root = xasprintf("%s/log", scratch_folder);
	_cleanup_free_ char *path = NULL, *text = NULL;
	struct error err = ERROR_INIT;
	struct result r;
	char *line;

	(void)state;
	build_rich(&r);
	create(root, &r);
	assert_int_equal(store_log(&r, &err, "%s ok", "first"), 0);
	assert_int_equal(store_log(&r, &err, "second"), 0);
	path = xasprintf("%s/log", r.path);
	assert_int_equal(file_read(path, 1000, &text, NULL, &err), 0);
	line = strchr(text, '\n');
	assert_memory_equal(text + 20, " first ok\n", 10);
	assert_memory_equal(line + 21, " second\n", 9);
	result_free(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_reopening),
		cmocka_unit_test(test_names_of_a_result),
		cmocka_unit_test(test_listing),
		cmocka_unit_test(test_log),
	};

	return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
