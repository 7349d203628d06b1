// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests the lists of results, and that their index is used and kept, but never trusted when a
 * result may have changed.
 */
#include "support/rich.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/sha256.h"
#include "scratch.h"
#include "store/listing.h"
#include "store/result_text.h"
#include "store/store.h"

/* Long ago: what has just been written is not kept in an index. */
static void make_old(const char *path)
{
	const struct timespec times[] = { { .tv_sec = 1000000000 }, { .tv_sec = 1000000000 } };

	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

/* A result below the scratch folder: "root/name". It holds one workload of two. */
static void put_result(const char *place, const char *suite, const char *started)
{
	_cleanup_free_ char *name = xasprintf("%s/result.json", place);
	_cleanup_free_ char *text = NULL;
	struct error err = ERROR_INIT;
	struct result result;

	build_rich(&result);
	free(result.suite);
	result.suite = xstrdup(suite);
	if (started) {
		free(result.started);
		result.started = xstrdup(started);
	}
	result_add_fact(&result, "tag.host", "rome-07");
	assert_int_equal(result_to_text(&result, RESULT_INDENT_MAX, RESULT_TEXT_MAX, &text, &err),
			 0);
	result_free(&result);
	make_old(scratch_write(name, text, strlen(text)));
}

/* The list as text: a result a line. */
static char *listed(const char *place)
{
	struct error err = ERROR_INIT;
	struct result_list list;
	char *text = xstrdup("");

	if (listing_read(scratch_path(place), &list, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < list.n; i++) {
		const struct listed_result *r = &list.results[i];
		char *longer = r->error ?
				       xasprintf("%s%s ERROR\n", text, r->name) :
				       xasprintf("%s%s %s %d %s %s\n", text, r->name, r->suite,
						 (int)r->n_workloads,
						 r->complete ? "complete" : "incomplete", r->tags);

		free(text);
		text = longer;
	}
	result_list_free(&list);
	return text;
}

static void assert_listed(const char *place, const char *expected)
{
	_cleanup_free_ char *text = listed(place);

	assert_string_equal(text, expected);
}

#define LINE(name, suite) name " " suite " 2 incomplete host=rome-07\n"

/* Watches whether one of the results below a folder is opened. */
struct watch {
	int fd;
};

static struct watch watch_begin(const char *root, const char *const *names, size_t n)
{
	struct watch watch = { .fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC) };

	assert_true(watch.fd >= 0);
	for (size_t i = 0; i < n; i++) {
		_cleanup_free_ char *path = xasprintf("%s/%s/result.json", root, names[i]);

		assert_true(inotify_add_watch(watch.fd, scratch_path(path), IN_OPEN) >= 0);
	}
	return watch;
}

/* How many were opened since. */
static size_t watch_end(struct watch *watch)
{
	char buffer[4096] __attribute__((aligned(8)));
	ssize_t size = read(watch->fd, buffer, sizeof(buffer));
	size_t n = 0;

	for (ssize_t at = 0; at < size; n++)
		at += (ssize_t)(sizeof(struct inotify_event) +
				((struct inotify_event *)(buffer + at))->len);
	close(watch->fd);
	return n;
}

static const char *const both[] = { "2026-01-01T000000Z", "2026-01-02T000000Z" };

/* Two results, and an index of them. */
static void make_store(const char *root)
{
	for (size_t i = 0; i < N(both); i++) {
		_cleanup_free_ char *place = xasprintf("%s/%s", root, both[i]);

		put_result(place, i ? "second" : "first", NULL);
	}
	free(listed(root));
}

#define LISTED_BOTH LINE("2026-01-01T000000Z", "first") LINE("2026-01-02T000000Z", "second")

/* The second list reads no result, and says the same. */
static void test_index_is_used(void **state)
{
	struct watch watch;

	(void)state;
	make_store("used");
	watch = watch_begin("used", both, N(both));
	assert_listed("used", LISTED_BOTH);
	assert_int_equal(watch_end(&watch), 0);
	/* Without the index all are read: the watch does see it. */
	assert_int_equal(unlink(scratch_path("used/" INDEX_NAME)), 0);
	watch = watch_begin("used", both, N(both));
	assert_listed("used", LISTED_BOTH);
	assert_int_equal(watch_end(&watch), 2);
}

/* Only what is new or different is read. */
static void test_changes_are_noticed(void **state)
{
	_cleanup_free_ char *first = NULL;
	struct stat before, after;
	struct watch watch;

	(void)state;
	make_store("changed");
	first = xstrdup(scratch_path("changed/2026-01-01T000000Z/result.json"));
	/* Edited in place: of the same size and, as somebody saw to, the same time. */
	assert_int_equal(stat(first, &before), 0);
	put_result("changed/2026-01-01T000000Z", "FIRST", NULL);
	assert_int_equal(stat(first, &after), 0);
	assert_int_equal(before.st_size, after.st_size);
	assert_int_equal(before.st_mtime, after.st_mtime);
	watch = watch_begin("changed", both, N(both));
	assert_listed("changed",
		      LINE("2026-01-01T000000Z", "FIRST") LINE("2026-01-02T000000Z", "second"));
	assert_int_equal(watch_end(&watch), 1);
	/* Copied in. */
	put_result("changed/2025-copied", "copied", NULL);
	assert_listed("changed", LINE("2025-copied", "copied") LINE("2026-01-01T000000Z", "FIRST")
					 LINE("2026-01-02T000000Z", "second"));
	/* Renamed, to a name that another one had. */
	assert_int_equal(unlink(first), 0);
	assert_int_equal(rmdir(scratch_path("changed/2026-01-01T000000Z")), 0);
	first[strlen(first) - strlen("/result.json")] = '\0';
	assert_int_equal(rename(scratch_path("changed/2025-copied"), first), 0);
	assert_listed("changed",
		      LINE("2026-01-01T000000Z", "copied") LINE("2026-01-02T000000Z", "second"));
	/* Damaged: it has no entry, and those that are usable keep theirs. */
	make_old(scratch_write("changed/2026-01-01T000000Z/result.json", "{", 1));
	assert_listed("changed", "2026-01-01T000000Z ERROR\n" LINE("2026-01-02T000000Z", "second"));
	watch = watch_begin("changed", both, N(both));
	free(listed("changed"));
	assert_int_equal(watch_end(&watch), 1);
}

/* What was written just now may be written again without another time. */
static void test_fresh_results_are_read_again(void **state)
{
	struct watch watch;

	(void)state;
	put_result("fresh/2026-01-01T000000Z", "fresh", NULL);
	assert_int_equal(
		utimensat(AT_FDCWD, scratch_path("fresh/2026-01-01T000000Z/result.json"), NULL, 0),
		0);
	free(listed("fresh"));
	watch = watch_begin("fresh", both, 1);
	assert_listed("fresh", LINE("2026-01-01T000000Z", "fresh"));
	assert_int_equal(watch_end(&watch), 1);
}

/* Puts a text in place of the index; with a right hash in front if it is to be taken for one. */
static void put_index(const char *path, const char *body, bool with_hash)
{
	_cleanup_free_ char *text = NULL;
	char hash[SHA256_HEX_SIZE];

	sha256_hex(body, strlen(body), hash);
	text = with_hash ? xasprintf("exitbench-index 1 %s\n%s", hash, body) : xstrdup(body);
	scratch_write(path, text, strlen(text));
}

/* The list is right, and after it so is the index. */
static void assert_made_anew(const char *what)
{
	_cleanup_free_ char *text = listed("damaged");
	struct result_list index;

	if (strcmp(text, LISTED_BOTH) != 0)
		fail_msg("%s: %s", what, text);
	index_read(scratch_path("damaged"), &index);
	if (index.n != 2)
		fail_msg("%s: %zu entries", what, index.n);
	result_list_free(&index);
}

static void test_damaged_index(void **state)
{
	static const char *const bodies[] = {
		"",
		"null",
		"{}",
		"[",
		"[1]",
		"[[]]",
		"[[\"2026-01-01T000000Z\"]]",
		"[[\"2026-01-01T000000Z\",1,1,1,1,1,1,\"s\",\"wrong\",1,true,\"\",\"more\"]]",
		"[[\"2026-01-01T000000Z\",-1,1,1,1,1,1,\"s\",\"wrong\",1,true,\"\"]]",
		"[[\"2026-01-01T000000Z\",1,1,1,1,1,1,\"s\",\"wrong\",1.5,true,\"\"]]",
		"[[\"2026-01-01T000000Z\",1,1,1,1,1,1,\"s\",\"wrong\",1,null,\"\"]]",
		"[[\"../../etc\",1,1,1,1,1,1,\"s\",\"wrong\",1,true,\"\"]]",
		"[[\"\",1,1,1,1,1,1,\"s\",\"wrong\",1,true,\"\"]]",
		("[[\"2026-01-01T000000Z\",1,1,1,1,1,1,\"s\",\"wrong\",1,true,\"\"],"
		 "[\"2026-01-01T000000Z\",1,1,1,1,1,1,\"s\",\"wrong\",2,true,\"\"]]"),
	};
	_cleanup_free_ char *path = NULL, *text = NULL;
	struct error err = ERROR_INIT;
	size_t size;

	(void)state;
	make_store("damaged");
	path = xstrdup(scratch_path("damaged/" INDEX_NAME));
	for (size_t i = 0; i < N(bodies); i++) {
		put_index("damaged/" INDEX_NAME, bodies[i], false);
		assert_made_anew(bodies[i]);
		put_index("damaged/" INDEX_NAME, bodies[i], true);
		assert_made_anew(bodies[i]);
	}
	assert_int_equal(file_read(path, INDEX_MAX, &text, &size, &err), 0);
	/* Each byte changed, and each length: no entry of it is believed. */
	for (size_t i = 0; i < size; i++) {
		struct result_list index;
		char good = text[i];

		text[i] ^= 1;
		scratch_write("damaged/" INDEX_NAME, text, size);
		index_read(scratch_path("damaged"), &index);
		assert_int_equal(index.n, 0);
		text[i] = good;
		scratch_write("damaged/" INDEX_NAME, text, i);
		index_read(scratch_path("damaged"), &index);
		assert_int_equal(index.n, 0);
	}
	assert_made_anew("cut");
}

/* In the place of the index is what is no file, or too large a one. */
static void test_index_is_no_index(void **state)
{
	_cleanup_free_ char *path = NULL, *other = NULL, *kept = NULL;
	struct error err = ERROR_INIT;
	size_t size;

	(void)state;
	make_store("damaged");
	path = xstrdup(scratch_path("damaged/" INDEX_NAME));
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkfifo(path, 0666), 0);
	assert_made_anew("FIFO");
	assert_int_equal(unlink(path), 0);
	other = xstrdup(scratch_write("other", "of somebody else", 16));
	assert_int_equal(symlink(other, path), 0);
	assert_made_anew("link");
	assert_int_equal(file_read(other, 100, &kept, &size, &err), 0);
	assert_string_equal(kept, "of somebody else");
	assert_int_equal(unlink(path), 0);
	assert_int_equal(symlink("nowhere", path), 0);
	assert_made_anew("link to nowhere");
	assert_int_equal(truncate(path, (off_t)1 << 40), 0);
	assert_made_anew("huge");
	/* A folder stays where it is, and the list is right without an index. */
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkdir(path, 0777), 0);
	assert_listed("damaged", LISTED_BOTH);
	assert_int_equal(rmdir(path), 0);
}

static bool list_read_only(void)
{
	_cleanup_free_ char *text = NULL;

	if (!geteuid() && seteuid(65534))
		return false;
	text = listed("read-only");
	return !strcmp(text, LISTED_BOTH) && access(scratch_path("read-only/" INDEX_NAME), F_OK);
}

static void test_read_only_folder(void **state)
{
	(void)state;
	make_store("read-only");
	assert_int_equal(unlink(scratch_path("read-only/" INDEX_NAME)), 0);
	assert_int_equal(chmod(scratch_folder, 0755), 0);
	assert_int_equal(chmod(scratch_path("read-only"), 0555), 0);
	assert_in_process("read-only folder", list_read_only);
	assert_int_equal(chmod(scratch_path("read-only"), 0755), 0);
}

/*
 * Many list and lose their index, while a result is replaced again and again: none sees half of
 * anything.
 */
static bool list_often(void)
{
	for (int i = 0; i < 60; i++) {
		_cleanup_free_ char *text = listed("busy");

		if (strcmp(text, LISTED_BOTH) != 0)
			return false;
		if (i % 7 == 3)
			unlink(scratch_path("busy/" INDEX_NAME));
	}
	return true;
}

static void test_many_at_once(void **state)
{
	pid_t pids[4];
	struct result_list index;

	(void)state;
	make_store("busy");
	for (size_t i = 0; i < N(pids); i++) {
		pids[i] = fork();
		assert_true(pids[i] >= 0);
		if (!pids[i])
			_exit(list_often() ? 0 : 1);
	}
	for (size_t i = 0; i < N(pids); i++) {
		int status;

		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		assert_int_equal(status, 0);
	}
	assert_listed("busy", LISTED_BOTH);
	index_read(scratch_path("busy"), &index);
	assert_int_equal(index.n, 2);
	result_list_free(&index);
}

/* Every folder with a result is one, but for hidden ones and "latest". */
static void test_what_is_a_result(void **state)
{
	struct error err = ERROR_INIT;
	char *newest;

	(void)state;
	put_result("names/2026-01-02T000000Z", "b", "2026-01-02T00:00:00Z");
	put_result("names/2026-01-01T000000Z", "a", "2026-01-01T00:00:00Z");
	put_result("names/.hidden", "hidden", "2026-09-09T00:00:00Z");
	assert_int_equal(mkdir(scratch_path("names/2000-without-a-result"), 0777), 0);
	assert_int_equal(symlink("2026-01-02T000000Z", scratch_path("names/latest")), 0);
	newest = listing_newest(scratch_path("names"));
	assert_string_equal(newest, "2026-01-02T000000Z");
	free(newest);
	/* With a name of one's own the time in it counts. */
	put_result("names/before the fix", "c", "2026-01-03T00:00:00Z");
	put_result("names/Yesterday", "d", "2026-01-01T12:00:00Z");
	make_old(scratch_write("names/2025-broken/result.json", "{", 1));
	assert_listed("names", "2025-broken ERROR\n" LINE("2026-01-01T000000Z", "a")
				       LINE("2026-01-02T000000Z", "b") LINE("Yesterday", "d")
					       LINE("before the fix", "c"));
	newest = listing_newest(scratch_path("names"));
	assert_string_equal(newest, "before the fix");
	free(newest);
	assert_int_equal(listing_newest(scratch_path("not-there")) == NULL, 1);
	assert_no_error(&err);
}

/* A name that is no UTF-8 has no entry, and is listed all the same. */
static void test_name_of_bytes(void **state)
{
	(void)state;
	put_result("bytes/\xff\xfe", "bytes", NULL);
	put_result("bytes/2026-01-01T000000Z", "a", NULL);
	for (int i = 0; i < 2; i++)
		assert_listed("bytes", LINE("2026-01-01T000000Z", "a") LINE("\xff\xfe", "bytes"));
}

static void test_no_list(void **state)
{
	_cleanup_free_ char *file = xstrdup(scratch_write("listed", "", 0));
	struct error err = ERROR_INIT;
	struct result_list list;

	(void)state;
	assert_listed("not-there", "");
	assert_int_equal(access(scratch_path("not-there"), F_OK), -1);
	assert_int_equal(mkdir(scratch_path("empty"), 0777), 0);
	assert_listed("empty", "");
	assert_int_equal(access(scratch_path("empty/" INDEX_NAME), F_OK), -1);
	assert_int_equal(listing_read(file, &list, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "cannot list '|Not a directory");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_index_is_used),
		cmocka_unit_test(test_changes_are_noticed),
		cmocka_unit_test(test_fresh_results_are_read_again),
		cmocka_unit_test(test_damaged_index),
		cmocka_unit_test(test_index_is_no_index),
		cmocka_unit_test(test_read_only_folder),
		cmocka_unit_test(test_many_at_once),
		cmocka_unit_test(test_what_is_a_result),
		cmocka_unit_test(test_name_of_bytes),
		cmocka_unit_test(test_no_list),
	};

	return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
