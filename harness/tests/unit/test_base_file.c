// SPDX-License-Identifier: GPL-2.0-only
/* Tests that files are read as a whole or not at all, and replaced or left as they are. */
#include "check.h"

#include <fcntl.h>
#include <glob.h>
#include <limits.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "scratch.h"

static void test_read(void **state)
{
	static const char data[] = "one\0two\n";
	struct error err = ERROR_INIT;
	char *text;
	size_t size;

	(void)state;
	assert_int_equal(file_read(scratch_write("r", data, 8), 8, &text, &size, &err), 0);
	assert_int_equal(size, 8);
	assert_memory_equal(text, data, 9);
	free(text);
	assert_int_equal(file_read(scratch_write("r", "", 0), 8, &text, NULL, &err), 0);
	assert_string_equal(text, "");
	free(text);
	assert_no_error(&err);
}

/* A file of /proc says that it has no size. */
static void test_read_a_file_without_size(void **state)
{
	struct error err = ERROR_INIT;
	char *text;

	(void)state;
	assert_int_equal(file_read("/proc/self/status", 1 << 20, &text, NULL, &err), 0);
	assert_non_null(strstr(text, "Name:\ttest_base_file"));
	free(text);
}

/* Sizes around the buffer's, which grows by doubling. */
static void test_read_sizes(void **state)
{
	static const size_t sizes[] = { 1, 4094, 4095, 4096, 4097, 8191, 8192, 100000 };
	struct error err = ERROR_INIT;

	(void)state;
	for (size_t i = 0; i < N(sizes); i++) {
		_cleanup_free_ char *data = xcalloc(sizes[i], 1), *text = NULL;
		size_t size;

		memset(data, 'a' + (int)i, sizes[i]);
		assert_int_equal(
			file_read(scratch_write("s", data, sizes[i]), sizes[i], &text, &size, &err),
			0);
		assert_int_equal(size, sizes[i]);
		assert_memory_equal(text, data, size);
		assert_int_equal(text[size], '\0');
	}
}

static void test_read_errors(void **state)
{
	struct error err = ERROR_INIT;
	char *text;

	(void)state;
	assert_int_equal(file_read(scratch_path("none"), 9, &text, NULL, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "cannot open '|/none': No such file");
	assert_int_equal(file_read(scratch_folder, 9, &text, NULL, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "cannot read '|Is a directory");
	assert_int_equal(file_read(scratch_write("big", "0123456789", 10), 9, &text, NULL, &err),
			 -1);
	assert_error(&err, EXIT_TROUBLE, "file too large: '|/big' has more than 9 bytes");
	/* Nobody will ever write to this one. */
	assert_int_equal(mkfifo(scratch_path("fifo"), 0600), 0);
	assert_int_equal(file_read(scratch_path("fifo"), 9, &text, NULL, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "not a file: '|/fifo' is a FIFO; copy");
	assert_int_equal(file_read("/dev/zero", 9, &text, NULL, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "not a file: '/dev/zero' is a device");
}

static void assert_content(const char *path, const char *content)
{
	struct error err = ERROR_INIT;
	_cleanup_free_ char *text = NULL;

	assert_int_equal(file_read(path, 1000, &text, NULL, &err), 0);
	assert_string_equal(text, content);
}

/* How many files there are that were to become that one. */
static size_t n_parts(const char *name)
{
	_cleanup_free_ char *pattern = xasprintf("%s/%s.*part", scratch_folder, name);
	glob_t found;
	size_t n = glob(pattern, 0, NULL, &found) ? 0 : found.gl_pathc;

	globfree(&found);
	return n;
}

static void test_write(void **state)
{
	_cleanup_free_ char *path = xstrdup(scratch_path("w"));
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(file_write_atomic(path, "old", 3, &err), 0);
	assert_content(path, "old");
	assert_int_equal(file_write_atomic(path, "newer", 5, &err), 0);
	assert_content(path, "newer");
	assert_int_equal(n_parts("w"), 0);
}

/* Somebody else's link must not lead the writing to another file. */
static void test_write_follows_no_link(void **state)
{
	_cleanup_free_ char *path = xstrdup(scratch_path("linked"));
	_cleanup_free_ char *part = xasprintf("%s.part", path);
	_cleanup_free_ char *victim = xstrdup(scratch_write("victim", "precious", 8));
	struct error err = ERROR_INIT;
	struct stat st;

	(void)state;
	assert_int_equal(symlink(victim, part), 0);
	assert_int_equal(symlink(victim, path), 0);
	assert_int_equal(file_write_atomic(path, "x", 1, &err), 0);
	assert_content(victim, "precious");
	assert_content(path, "x");
	assert_int_equal(lstat(path, &st), 0);
	assert_true(S_ISREG(st.st_mode));
	/* Its place is not one that could be foreseen. */
	free(path);
	path = file_part_name("a");
	free(part);
	part = file_part_name("a");
	assert_string_not_equal(path, part);
}

static void test_write_errors(void **state)
{
	_cleanup_free_ char *below = xstrdup(scratch_write("file", "x", 1));
	_cleanup_free_ char *path = xasprintf("%s/below", below);
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(file_write_atomic(path, "x", 1, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "cannot write '|Not a directory");
}

/*
 * A device is written to; to put a file in its place would be a disaster. That is also
 * why this test names none by its own path, for root may run it.
 */
static void test_write_to_what_is_no_file(void **state)
{
	int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
	_cleanup_free_ char *full_path = xasprintf("/proc/self/fd/%d", full);
	_cleanup_free_ char *pipe_path = NULL;
	struct error err = ERROR_INIT;
	char text[8] = "";
	int fds[2];

	(void)state;
	assert_int_equal(pipe(fds), 0);
	pipe_path = xasprintf("/proc/self/fd/%d", fds[1]);
	assert_int_equal(file_write_atomic(pipe_path, "data", 4, &err), 0);
	assert_int_equal(read(fds[0], text, sizeof(text)), 4);
	assert_string_equal(text, "data");
	close(fds[0]);
	close(fds[1]);
	assert_true(full >= 0);
	assert_int_equal(file_write_atomic(full_path, "x", 1, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "cannot write '/proc/self/fd/|No space left");
	close(full);
}

static void test_make_folder(void **state)
{
	_cleanup_free_ char *deep = xasprintf("%s/a/b/c", scratch_folder);
	_cleanup_free_ char *slashes = xasprintf("%s//d//e/", scratch_folder);
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(file_make_folder(deep, &err), 0);
	assert_int_equal(file_make_folder(deep, &err), 0);
	assert_int_equal(file_make_folder(slashes, &err), 0);
	assert_int_equal(file_make_folder("/", &err), 0);
	assert_true(file_exists(deep) && file_exists(slashes));
	assert_no_error(&err);
}

static void test_make_folder_errors(void **state)
{
	_cleanup_free_ char *file = xstrdup(scratch_write("plain", "x", 1));
	_cleanup_free_ char *below = xasprintf("%s/f/g", file);
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(file_make_folder(file, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "not a folder: '|/plain'");
	assert_int_equal(file_make_folder(below, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "cannot make folder '|/plain/f': Not a directory");
	assert_int_equal(file_make_folder("", &err), -1);
	assert_error(&err, EXIT_TROUBLE, "cannot make folder '': No such file");
}

static void test_free_space(void **state)
{
	uint64_t bytes = 0;

	(void)state;
	assert_true(file_free_space(scratch_folder, &bytes));
	assert_true(bytes > 0);
	assert_false(file_free_space(scratch_path("none"), &bytes));
	/* It has no blocks. */
	assert_false(file_free_space("/proc", &bytes));
}

static void test_find_program(void **state)
{
	static const struct {
		const char *path, *name, *found; /* %s: the scratch folder */
	} rows[] = {
		{ "/usr/bin:%s", "tool", "%s/tool" },
		{ "%s:/usr/bin", "tool", "%s/tool" },
		{ "/usr/bin", "tool", NULL },
		{ "", "tool", NULL },
		{ "/usr/bin", "%s/tool", "%s/tool" },
		{ "%s", "not-executable", NULL },
		{ "%s", "folder", NULL },
		{ "%s", "%s/not-executable", NULL },
	};
	_cleanup_free_ char *before = xstrdup(getenv("PATH"));

	(void)state;
	chmod(scratch_write("tool", "#!/bin/sh\n", 10), 0755);
	chmod(scratch_write("not-executable", "#!/bin/sh\n", 10), 0644);
	mkdir(scratch_path("folder"), 0755);
	for (size_t i = 0; i < N(rows); i++) {
		char path[PATH_MAX], name[PATH_MAX], expected[PATH_MAX];
		_cleanup_free_ char *found = NULL;

		scratch_format(path, sizeof(path), rows[i].path);
		scratch_format(name, sizeof(name), rows[i].name);
		setenv("PATH", path, 1);
		found = file_find_program(name);
		if (rows[i].found) {
			scratch_format(expected, sizeof(expected), rows[i].found);
			assert_non_null(found);
			assert_string_equal(found, expected);
		} else {
			assert_null(found);
		}
	}
	setenv("PATH", before, 1);
}

static void test_program_folder(void **state)
{
	_cleanup_free_ char *folder = file_program_folder();

	(void)state;
	assert_non_null(folder);
	assert_true(file_exists(folder));
	assert_string_equal(strrchr(folder, '/'), "/tests");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_read_a_file_without_size),
		cmocka_unit_test(test_read_sizes),
		cmocka_unit_test(test_read_errors),
		cmocka_unit_test(test_write),
		cmocka_unit_test(test_write_follows_no_link),
		cmocka_unit_test(test_write_errors),
		cmocka_unit_test(test_write_to_what_is_no_file),
		cmocka_unit_test(test_make_folder),
		cmocka_unit_test(test_make_folder_errors),
		cmocka_unit_test(test_free_space),
		cmocka_unit_test(test_find_program),
		cmocka_unit_test(test_program_folder),
	};

	return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
