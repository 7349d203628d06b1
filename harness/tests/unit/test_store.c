// SPDX-License-Identifier: GPL-2.0-only
/* Tests that results are read from disk as they were written, by every name that they have. */
#include "support/rich.h"

#include <fcntl.h>
#include <float.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "scratch.h"
#include "store/result_text.h"
#include "store/store.h"

static void test_round_trip(void **state)
{
	_cleanup_free_ char *root = xasprintf("%s/deep/results", scratch_folder);
	struct error err = ERROR_INIT;
	struct result a, b;

	(void)state;
	build_rich(&a);
	build_folder(root, &a);
	assert_int_equal(store_save(&a, &err), 0);
	assert_int_equal(store_load(root, a.path, &b, &err), 0);
	assert_no_error(&err);
	assert_same_result(&a, &b);
	result_free(&a);
	result_free(&b);
}

/* The greatest there are, and those that no signed integer holds. */
static void test_numbers_come_back(void **state)
{
	static const double values[] = { DBL_MAX, DBL_MIN, 0x1p-1074, 0.1, 1.7976931348623155e308 };
	_cleanup_free_ char *root = xasprintf("%s/numbers", scratch_folder);
	struct error err = ERROR_INIT;
	struct repeat *repeat;
	struct result a, b;

	(void)state;
	build_rich(&a);
	repeat = &a.runs[0].repeats[1];
	for (size_t i = 0; i < N(values); i++)
		repeat_add_metric(repeat, "value", "", values[i]);
	repeat->ops = DBL_MAX;
	repeat->child.wall_ns = UINT64_MAX;
	repeat->after.mark_cycles = UINT64_C(1) << 63;
	repeat->before.generation = repeat->after.generation = UINT64_MAX;
	repeat->after.counters[1].exits = UINT64_C(3) << 62;
	repeat->after.counters[1].user_exits = INT64_MAX;
	a.cost.cycles = (UINT64_C(1) << 63) + 1;
	build_folder(root, &a);
	if (store_save(&a, &err) || store_load(root, a.path, &b, &err))
		fail_msg("%s", err.text);
	assert_float_equal(b.runs[0].repeats[1].ops, DBL_MAX, 0);
	assert_true(b.cost.cycles == a.cost.cycles);
	assert_same_snapshot(&a.runs[0].repeats[1].after, &b.runs[0].repeats[1].after);
	assert_true(b.runs[0].repeats[1].child.wall_ns == UINT64_MAX);
	for (size_t i = 0; i < N(values); i++)
		assert_float_equal(b.runs[0].repeats[1].metrics[2 + i].value, values[i], 0);
	result_free(&a);
	result_free(&b);
}

/* A path is bytes, whatever they mean. */
static void test_paths_come_back(void **state)
{
	static const char path[] = "/home/m\xfcller/\xff\\xFC/job.fio";
	_cleanup_free_ char *root = xasprintf("%s/paths-\xfc", scratch_folder);
	struct error err = ERROR_INIT;
	struct result a, b;

	(void)state;
	build_rich(&a);
	result_add_job(&a, "user/job", path, "00");
	build_folder(root, &a);
	assert_int_equal(store_save(&a, &err), 0);
	assert_int_equal(store_load(root, a.path, &b, &err), 0);
	assert_string_equal(b.jobs[1].path, path);
	assert_same_result(&a, &b);
	result_free(&a);
	result_free(&b);
}

/* A large one takes less space, and one that could not be read is not written. */
static void test_large_result(void **state)
{
	_cleanup_free_ char *indented = NULL, *compact = NULL;
	char *none = NULL;
	struct error err = ERROR_INIT;
	struct result a, b;
	size_t size;

	(void)state;
	build_rich(&a);
	assert_int_equal(result_to_text(&a, 1 << 20, 1 << 20, &indented, &err), 0);
	size = strlen(indented);
	assert_int_equal(result_to_text(&a, size - 2, 1 << 20, &compact, &err), 0);
	assert_true(strlen(compact) < size / 2);
	assert_int_equal(result_from_text(compact, strlen(compact), "x", &b, &err), 0);
	b.path = xstrdup("");
	a.path = xstrdup("");
	assert_same_result(&a, &b);
	assert_int_equal(result_to_text(&a, 1000, 1000, &none, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "too large to be read|run fewer workloads or repeats");
	assert_null(none);
	result_free(&a);
	result_free(&b);
}

/* Two at once would spoil each other's. */
static void test_lock(void **state)
{
	_cleanup_free_ char *root = xasprintf("%s/locked", scratch_folder);
	struct error err = ERROR_INIT;
	struct result a;
	int first, second;

	(void)state;
	build_rich(&a);
	build_folder(root, &a);
	assert_int_equal(store_lock(&a, &first, &err), 0);
	assert_true(first >= 0);
	assert_int_equal(store_lock(&a, &second, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "the result '|' is in use: another run");
	close(first);
	assert_int_equal(store_lock(&a, &second, &err), 0);
	close(second);
	result_free(&a);
}

/* A result of somebody else's making must not lead us out of its folder. */
static void test_links_in_a_result(void **state)
{
	_cleanup_free_ char *root = xasprintf("%s/links", scratch_folder);
	_cleanup_free_ char *link = NULL, *log = NULL, *half = NULL;
	struct error err = ERROR_INIT;
	struct result a;

	(void)state;
	build_rich(&a);
	build_folder(root, &a);
	link = xasprintf("%s/raw/io", a.path);
	log = xasprintf("%s/log", a.path);
	half = xasprintf("%s/raw/x.00000000.part", a.path);
	close(open(half, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
	assert_int_equal(symlink(scratch_folder, link), 0);
	assert_int_equal(store_reopen(&a, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "a link in the result: '|/raw/io'|remove it");
	unlink(link);
	assert_int_equal(store_reopen(&a, &err), 0);
	assert_false(file_exists(half));
	assert_int_equal(symlink("/dev/null", log), 0);
	assert_int_equal(store_log(&a, &err, "x"), -1);
	assert_error(&err, EXIT_TROUBLE, "cannot write '|/log'");
	result_free(&a);
}

/* "latest" is a link; whoever goes on with the result behind it means the result. */
static void test_reopening(void **state)
{
	_cleanup_free_ char *root = xasprintf("%s/reopen", scratch_folder);
	struct error err = ERROR_INIT;
	struct result a, b;

	(void)state;
	build_rich(&a);
	build_folder(root, &a);
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

	(void)state;
	build_rich(&a);
	build_folder(root, &a);
	assert_int_equal(store_set_latest(root, &a, &err), 0);
	build_rich(&b);
	build_folder(root, &b);
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
	assert_int_equal(store_load(root, "nonsense", &c, &err), -1);
	assert_error(&err, EXIT_TROUBLE,
		     "no result 'nonsense' here or in '|exitbench list results");
	result_free(&a);
	result_free(&b);
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
	build_folder(root, &r);
	assert_int_equal(store_log(&r, &err, "%s ok", "first"), 0);
	assert_int_equal(store_log(&r, &err, "second"), 0);
	path = xasprintf("%s/log", r.path);
	assert_int_equal(file_read(path, 1000, &text, NULL, &err), 0);
	line = strchr(text, '\n');
	assert_memory_equal(text + 20, " first ok\n", 10);
	assert_memory_equal(line + 21, " second\n", 9);
	result_free(&r);
}

static void test_folder_that_cannot_be_written(void **state)
{
	_cleanup_free_ char *file = xstrdup(scratch_write("regular", "", 0));
	_cleanup_free_ char *below = xasprintf("%s/results", file);
	struct error err = ERROR_INIT;
	struct result r;

	(void)state;
	build_result(&r);
	assert_int_equal(store_create(below, &r, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "cannot keep results|--results|Not a directory");
	assert_int_equal(store_create(file, &r, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "cannot keep results|not a folder: '");
	assert_int_equal(store_create("/proc/none", &r, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "cannot keep results|'/proc/none'");
	result_free(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_numbers_come_back),
		cmocka_unit_test(test_paths_come_back),
		cmocka_unit_test(test_large_result),
		cmocka_unit_test(test_lock),
		cmocka_unit_test(test_links_in_a_result),
		cmocka_unit_test(test_reopening),
		cmocka_unit_test(test_names_of_a_result),
		cmocka_unit_test(test_log),
		cmocka_unit_test(test_folder_that_cannot_be_written),
	};

	return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
