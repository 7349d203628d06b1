// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests that a result can hold every counter that fits into 64 bits, and that other numbers are
 * refused.
 */
#include "support/rich.h"

#include <inttypes.h>
#include <stdarg.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "scratch.h"
#include "store/store.h"

static char *saved(struct result *r, const char *folder, char **path)
{
	_cleanup_free_ char *root = xasprintf("%s/%s", scratch_folder, folder);
	struct error err = ERROR_INIT;
	char *text;

	build_folder(root, r);
	assert_int_equal(store_save(r, &err), 0);
	*path = xasprintf("%s/result.json", r->path);
	assert_int_equal(file_read(*path, 1 << 20, &text, NULL, &err), 0);
	return text;
}

/* Without causes, which would have to add up to the counters that a test changes. */
static void build_without_causes(struct result *r)
{
	struct snapshot *after;

	build_rich(r);
	after = &r->runs[0].repeats[0].after;
	free(after->causes);
	after->causes = NULL;
	after->n_causes = 0;
	after->has_causes = false;
}

/* JSON's integers have a sign: no value may come back as another one, or as less than nothing. */
static void test_large_counters(void **state)
{
	static const uint64_t values[] = { UINT64_C(1) << 53, INT64_MAX, UINT64_C(1) << 63,
					   UINT64_MAX - 1, UINT64_MAX };

	(void)state;
	for (size_t i = 0; i < N(values); i++) {
		_cleanup_free_ char *path = NULL, *text = NULL;
		struct error err = ERROR_INIT;
		struct result a, b;
		struct repeat *repeat;

		build_without_causes(&a);
		a.counters.features = UINT32_MAX;
		a.cost.cycles = values[i];
		a.cost.net_exits = values[i];
		repeat = &a.runs[0].repeats[0];
		repeat->before.counters[2].cycles = values[i] - 1;
		repeat->after.counters[2].cycles = values[i];
		repeat->before.counters[2].exits = values[i] - 1;
		repeat->after.counters[2].exits = values[i];
		repeat->before.generation = repeat->after.generation = values[i];
		text = saved(&a, "large", &path);
		assert_null(strstr(text, ": -"));
		assert_null(strstr(text, " -"));
		if (store_load(".", path, &b, &err))
			fail_msg("%" PRIu64 ": %s", values[i], err.text);
		assert_true(b.counters.features == UINT32_MAX);
		assert_true(b.cost.cycles == values[i]);
		assert_true(b.cost.net_exits == values[i]);
		repeat = &b.runs[0].repeats[0];
		assert_true(repeat->before.counters[2].cycles == values[i] - 1);
		assert_true(repeat->after.counters[2].cycles == values[i]);
		assert_true(repeat->after.counters[2].exits == values[i]);
		assert_true(repeat->after.generation == values[i]);
		result_free(&a);
		result_free(&b);
	}
}

static char *replaced(const char *text, const char *old, const char *new)
{
	const char *at = strstr(text, old);

	if (!at)
		fail_msg("no '%s' in the result", old);
	return xasprintf("%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
}

/* What would be narrowed, changes its sign or comes twice is refused, and not taken for another. */
static const struct {
	const char *old, *new, *error;
} impossible_numbers_rows[] = {
	{ "\"queries\": 45", "\"queries\": -1", "/queries': |is not a count from 0" },
	{ "\"queries\": 45", "\"queries\": 45.5", "/queries': |is not a count from 0" },
	{ "\"queries\": 45", "\"queries\": 9007199254740992.0", "is not a count from 0" },
	{ "\"vcpu\": 17", "\"vcpu\": -17.0", "/vcpu': -17 is less than 0" },
	{ "\"queries\": 45", "\"queries\": \"-45\"", "/queries': |is not a count from 0" },
	{ "\"queries\": 45", "\"queries\": \"45 \"", "/queries': |is not a count from 0" },
	{ "\"queries\": 45", "\"queries\": \"\"", "/queries': |is not a count from 0" },
	{ "\"queries\": 45", "\"queries\": \"18446744073709551616\"",
	  "/queries': |is not a count from 0" },
	{ "\"features\": 2147483651", "\"features\": -1",
	  "/counters/features': -1 is less than 0" },
	{ "\"features\": 2147483651", "\"features\": 4294967296",
	  "/counters/features': 4294967296 is more than 4294967295" },
	{ "\"version\": 1,\n", "\"version\": 4294967297,\n",
	  "/counters/version': 4294967297 is more than" },
	{ "\"vcpus\": 2", "\"vcpus\": -1", "/counters/vcpus': -1 is less than 0" },
	{ "\"tsc_khz\": ", "\"tsc_khz\": 8589934592, \"x\": ",
	  "/counters/tsc_khz': 8589934592 is more than" },
	{ "\"epoch\": 7", "\"epoch\": 4294967303", "/epoch': 4294967303 is more than" },
	{ "\"vcpu\": 17", "\"vcpu\": 4294967313", "/vcpu': 4294967313 is more than 16381" },
	{ "\"vcpu\": 17", "\"vcpu\": -17", "/vcpu': -17 is less than 0" },
	{ "\"vcpu\": 17", "\"vcpu\": 0", "vCPU 0 comes twice" },
	{ "\"slots\": [", "\"slots\": [[4294967296, 0],", "/slots/0/0': 4294967296 is more than" },
	{ "\"slots\": [", "\"slots\": [[-1, 0],", "/slots/0/0': -1 is less than 0" },
	{ "\"slots\": [", "\"slots\": [[5, 2],", "/slots/0/1': 2 is more than 1" },
	{ "\"slots\": [", "\"slots\": [[5],",
	  "/slots/0': an array of 1, where at least 2 are needed" },
	{ "\"slots\": [", "\"slots\": [[5, 0], [5, 0],", "two slots of reason 5" },
	{ "\"counters\": [", "\"counters\": [[0, -1, 1]], \"x\": [", "-1 is not a count" },
	{ "\"counters\": [", "\"counters\": [[0, 1, -1]], \"x\": [", "-1 is not a count" },
	{ "\"counters\": [", "\"counters\": [[0, 1, 1, 1]], \"x\": [",
	  "/counters/0': an array of 4, where at most 3 are allowed" },
	{ "\"counters\": [", "\"counters\": [[0, 1, 1], [0, 1, 1]], \"x\": [",
	  "slot 0 comes twice" },
	{ "\"details\": [", "\"details\": [[0, 1, 1], [0, 1, 1]], \"x\": [", "slot 0 comes twice" },
	{ "\"details\": [", "\"details\": [[0, -1, 1]], \"x\": [",
	  "/details/0/1': -1 is not a count" },
	{ "\"mark_cycles\": ", "\"mark_cycles\": -1, \"x\": ", "/mark_cycles': -1 is not a count" },
	{ "\"generation\": ", "\"generation\": [], \"x\": ",
	  "/generation': an array of 0 is not a count" },
};

static void test_impossible_numbers(void **state)
{
	_cleanup_free_ char *path = NULL, *text = NULL;
	struct result r;

	(void)state;
	build_rich(&r);
	text = saved(&r, "impossible", &path);
	for (size_t i = 0; i < N(impossible_numbers_rows); i++) {
		_cleanup_free_ char *bad = replaced(text, impossible_numbers_rows[i].old,
						    impossible_numbers_rows[i].new);
		struct error err = ERROR_INIT;
		struct result loaded;

		assert_int_equal(file_write_atomic(path, bad, strlen(bad), &err), 0);
		if (!store_load(".", path, &loaded, &err))
			fail_msg("'%s' is taken for sound", impossible_numbers_rows[i].new);
		assert_error(&err, EXIT_TROUBLE, impossible_numbers_rows[i].error);
	}
	result_free(&r);
}

/*
 * The text with ".0" behind each whole number below 10^15 that is no part of a string, in fresh
 * memory.
 */
static char *with_fractions(const char *text)
{
	char *out = xcalloc(3, strlen(text) + 1), *at = out, before = '\0';
	bool quoted = false;

	while (*text) {
		size_t digits = strspn(text, "0123456789"), n = digits ? digits : 1;

		if (quoted && *text == '\\')
			n = 2;
		quoted ^= *text == '"';
		at = mempcpy(at, text, n);
		text += n;
		if (digits && digits < 16 && !quoted && !strchr(".eE+-", before) &&
		    strchr(",]}\n", *text))
			at = mempcpy(at, ".0", 2);
		before = text[-1];
	}
	return out;
}

/* JSON knows one kind of number: jq 1.7 writes 45 as 45.0 in what it changed. */
static void test_whole_numbers_with_fractions(void **state)
{
	_cleanup_free_ char *path = NULL, *text = NULL, *other = NULL, *back = NULL;
	struct error err = ERROR_INIT;
	struct result r, loaded;

	(void)state;
	build_rich(&r);
	text = saved(&r, "fractions", &path);
	other = with_fractions(text);
	assert_non_null(strstr(other, "\"queries\": 45.0"));
	assert_int_equal(file_write_atomic(path, other, strlen(other), &err), 0);
	if (store_load(".", path, &loaded, &err))
		fail_msg("%s", err.text);
	assert_int_equal(store_save(&loaded, &err), 0);
	assert_int_equal(file_read(path, 1 << 20, &back, NULL, &err), 0);
	assert_string_equal(back, text);
	result_free(&loaded);
	result_free(&r);
}

static void put(char **text, size_t *size, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void put(char **text, size_t *size, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	*size += (size_t)vsprintf(*text + *size, format, ap);
	va_end(ap);
}

/* Slots and then snapshots without counters: n_slots times n_vcpus counters by few bytes. */
static char *sparse(const char *sound, unsigned int n_slots, unsigned int n_vcpus)
{
	char *text = xcalloc(1, 16 * n_slots + 64 * n_vcpus + 100), *with_slots, *both;
	size_t size = 0;

	put(&text, &size, "\"slots\": [");
	for (unsigned int i = 0; i < n_slots; i++)
		put(&text, &size, "%s[%u,0]", i ? "," : "", 1000 + i);
	put(&text, &size, "], \"x\": [");
	with_slots = replaced(sound, "\"slots\": [", text);
	size = 0;
	put(&text, &size, "\"counters\": [], \"vcpus\": [");
	for (unsigned int i = 0; i < n_vcpus; i++)
		put(&text, &size, "%s{\"vcpu\":%u,\"epoch\":7,\"queries\":0,\"counters\":[]}",
		    i ? "," : "", i);
	put(&text, &size, "], \"x\": [");
	both = replaced(with_slots, "\"counters\": [", text);
	free(with_slots);
	free(text);
	return both;
}

/* Memory follows the length of the text: a short one cannot ask for gigabytes. */
static void test_counters_out_of_nothing(void **state)
{
	static const struct {
		unsigned int n_slots, n_vcpus;
		const char *error;
	} rows[] = {
		{ 58000, 580, "'/slots': an array of 58000, where at most 1024 are allowed" },
		{ 1024, 9000, "far more snapshots than values" },
		/* As many as a host can have: something else is wrong with this one. */
		{ 180, 1024, "two snapshots have" },
	};
	_cleanup_free_ char *path = NULL, *text = NULL;
	struct result r;

	(void)state;
	build_without_causes(&r);
	text = saved(&r, "sparse", &path);
	for (size_t i = 0; i < N(rows); i++) {
		_cleanup_free_ char *bad = sparse(text, rows[i].n_slots, rows[i].n_vcpus);
		struct error err = ERROR_INIT;
		struct result loaded;

		assert_int_equal(file_write_atomic(path, bad, strlen(bad), &err), 0);
		assert_int_equal(store_load(".", path, &loaded, &err), -1);
		assert_error(&err, EXIT_TROUBLE, rows[i].error);
	}
	result_free(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_large_counters),
		cmocka_unit_test(test_impossible_numbers),
		cmocka_unit_test(test_whole_numbers_with_fractions),
		cmocka_unit_test(test_counters_out_of_nothing),
	};

	return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
