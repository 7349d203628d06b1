// SPDX-License-Identifier: GPL-2.0-only
/* Tests profiles: what is left of two snapshots when the reader's exits are subtracted. */
#include "check.h"

#include "analysis/profile.h"

#define CPUID 0x72
#define HLT 0x78
#define NPF 0x400

static const struct counters_info native = {
	.abi = COUNTERS_NATIVE,
	.isa = ISA_SVM,
	.bits = 64,
	.has_time = true,
};
static const struct counters_info course = {
	.abi = COUNTERS_COURSE_A,
	.isa = ISA_SVM,
	.bits = 32,
};
static const struct read_cost cost = { .queries = 4, .cycles = 1000 };

/* One window of four counters: CPUID, HLT, NPF, and the host's catch-all. */
struct window {
	uint64_t queries;
	uint64_t before[4], after[4]; /* exits */
	uint64_t before_cycles[4], after_cycles[4];
};

struct pair {
	struct counter before_counters[4], after_counters[4];
	struct snapshot before, after;
};

static void set_counters(struct counter *counters, const uint64_t *exits, const uint64_t *cycles)
{
	static const uint32_t codes[4] = { CPUID, HLT, NPF, 0xffffffff };

	for (size_t i = 0; i < 4; i++)
		counters[i] = (struct counter){ .key = reason_key(ISA_SVM, codes[i]),
						.exits = exits[i],
						.cycles = cycles[i] };
	counters[3].key.kind = KIND_CATCH_ALL;
}

/* The row of a reason's exits, or NULL. */
static const struct profile_row *find(const struct profile *profile, uint32_t code)
{
	const struct reason_key key = reason_key(profile->isa, code);

	return profile_find(profile, &key);
}

static void pair_init(struct pair *pair, const struct window *window)
{
	set_counters(pair->before_counters, window->before, window->before_cycles);
	set_counters(pair->after_counters, window->after, window->after_cycles);
	pair->before = (struct snapshot){
		.counters = pair->before_counters,
		.n = 4,
		.epoch = 0x11,
		.queries = 100,
	};
	pair->after = (struct snapshot){
		.counters = pair->after_counters,
		.n = 4,
		.epoch = 0x11,
		.queries = 100 + window->queries,
	};
}

static int between(const struct counters_info *info, const struct window *window,
		   const struct read_cost *read_cost, struct profile *profile, struct error *err)
{
	struct pair pair;

	pair_init(&pair, window);
	return profile_between(info, &pair.before, &pair.after, read_cost, profile, err);
}

static void test_own_exits_are_taken_out(void **state)
{
	const struct window window = {
		.queries = 5,
		.before = { 1000, 20, 7, 3 },
		.after = { 1005 + 12, 24, 7, 4 },
		.before_cycles = { 50000, 0, 0, 0 },
		.after_cycles = { 50000 + 5000 + 30000, 900000, 0, 600 },
	};
	const struct reason_key catch_all = reason_key_catch_all(ISA_SVM);
	const struct profile_row *row;
	struct error err = ERROR_INIT;
	struct profile p;

	(void)state;
	assert_int_equal(between(&native, &window, &cost, &p, &err), 0);
	assert_no_error(&err);
	assert_int_equal(p.reader_exits, 5);
	assert_int_equal(p.reader_cycles, 5000);
	assert_int_equal(p.n, 3);
	assert_int_equal(p.exits, 12 + 4 + 1);
	assert_int_equal(p.cycles, 30000 + 900000 + 600);
	row = find(&p, CPUID);
	assert_int_equal(row->exits, 12);
	assert_int_equal(row->cycles, 30000);
	/* Most exits first; a reason without any has no row. */
	assert_int_equal(p.rows[0].key.code, CPUID);
	assert_int_equal(p.rows[1].key.code, HLT);
	assert_true(reason_key_is_catch_all(&p.rows[2].key));
	assert_null(find(&p, NPF));
	assert_null(find(&p, 0xffffffff));
	assert_non_null(profile_find(&p, &catch_all));
	profile_free(&p);
}

/* An empty window is empty, not nearly so. */
static void test_empty_window(void **state)
{
	const struct window window = {
		.queries = 178,
		.before = { 1000, 20, 7, 3 },
		.after = { 1178, 20, 7, 3 },
		.after_cycles = { 178 * 1100, 0, 0, 0 },
	};
	struct error err = ERROR_INIT;
	struct profile p;

	(void)state;
	assert_int_equal(between(&native, &window, &cost, &p, &err), 0);
	assert_int_equal(p.n, 0);
	assert_int_equal(p.exits, 0);
	assert_int_equal(p.cycles, 0);
	assert_int_equal(p.reader_exits, 178);
	profile_free(&p);
}

/* The reader's share of the time is an estimate; it never takes more than there is. */
static void test_own_time_is_bounded(void **state)
{
	const struct window window = {
		.queries = 4,
		.after = { 5, 0, 0, 0 },
		.after_cycles = { 3999, 0, 0, 0 },
	};
	struct error err = ERROR_INIT;
	struct profile p;

	(void)state;
	assert_int_equal(between(&native, &window, &cost, &p, &err), 0);
	assert_int_equal(p.rows[0].exits, 1);
	assert_int_equal(p.rows[0].cycles, 0);
	assert_int_equal(p.reader_cycles, 3999);
	profile_free(&p);
	assert_int_equal(between(&native, &window, NULL, &p, &err), 0);
	assert_int_equal(p.rows[0].cycles, 3999);
	assert_int_equal(p.reader_cycles, 0);
	profile_free(&p);
}

/* Between marks the reader's time is known: all of it is taken out, whatever the estimate says. */
static void test_own_time_between_marks(void **state)
{
	const struct window window = {
		.queries = 1,
		.before = { 1000, 20, 7, 3 },
		.after = { 1003, 20, 7, 3 },
		.before_cycles = { 50000, 0, 0, 0 },
		.after_cycles = { 50000 + 8765 + 4000, 0, 0, 0 },
	};
	struct error err = ERROR_INIT;
	struct profile p;
	struct pair pair;

	(void)state;
	pair_init(&pair, &window);
	pair.before.generation = pair.after.generation = 5;
	pair.before.mark_cycles = 8765;
	pair.after.mark_cycles = 111;
	assert_int_equal(profile_between(&native, &pair.before, &pair.after, &cost, &p, &err), 0);
	assert_int_equal(p.reader_exits, 1);
	assert_int_equal(p.reader_cycles, 8765);
	assert_int_equal(p.rows[0].exits, 2);
	assert_int_equal(p.rows[0].cycles, 4000);
	profile_free(&p);
	pair.before.mark_cycles = 12766;
	assert_int_equal(profile_between(&native, &pair.before, &pair.after, &cost, &p, &err), -1);
	assert_error(&err, EXIT_TROUBLE,
		     "12765 cycles of CPUID exits were counted|the mark alone took 12766");
}

static void test_wrap_of_32_bits(void **state)
{
	const struct window window = {
		.queries = 6,
		.before = { UINT32_MAX - 1, UINT32_MAX, 10, 0 },
		.after = { 7, 4, 10, 0 },
	};
	struct error err = ERROR_INIT;
	struct profile p;

	(void)state;
	assert_int_equal(between(&course, &window, NULL, &p, &err), 0);
	assert_false(p.has_time);
	assert_int_equal(p.n, 2);
	assert_int_equal(find(&p, CPUID)->exits, 9 - 6);
	assert_int_equal(find(&p, HLT)->exits, 5);
	profile_free(&p);
}

static void test_what_cannot_be(void **state)
{
	static const struct {
		const struct counters_info *info;
		struct window window;
		const char *error;
	} rows[] = {
		{ &native,
		  { 4, { 0, 20, 0, 0 }, { 4, 19, 0, 0 }, { 0 }, { 0 } },
		  "'hlt' went backwards, from 20 to 19" },
		{ &native,
		  { 4, { 0, 0, 0, 9 }, { 4, 0, 0, 8 }, { 0 }, { 0 } },
		  "'other' went backwards, from 9 to 8" },
		{ &native,
		  { 4, { 0 }, { 4, 0, 1, 0 }, { 0, 0, 500, 0 }, { 0, 0, 499, 0 } },
		  "handling time of 'npf' went backwards, from 500 to 499" },
		{ &native,
		  { 4, { 100, 0, 0, 0 }, { 103, 0, 0, 0 }, { 0 }, { 0 } },
		  "3 CPUID exits were counted|the reader alone made 4|not of this virtual" },
		{ &native,
		  { 4, { 0 }, { 4, UINT64_MAX, 1, 0 }, { 0 }, { 0 } },
		  "add up to more than 64 bits hold" },
		{ &native,
		  { 4, { 0 }, { 4, 1, 1, 0 }, { 0 }, { 0, UINT64_MAX, 1, 0 } },
		  "add up to more than 64 bits hold" },
		{ &course,
		  { 4, { 0, 20, 0, 0 }, { 4, 19, 0, 0 }, { 0 }, { 0 } },
		  "'hlt' went backwards, from 20 to 19" },
		{ &course,
		  { 4, { UINT32_MAX, 0, 0, 0 }, { 2, 0, 0, 0 }, { 0 }, { 0 } },
		  "3 CPUID exits were counted|alone made 4" },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct error err = ERROR_INIT;
		struct profile p;

		assert_int_equal(between(rows[i].info, &rows[i].window, &cost, &p, &err), -1);
		assert_error(&err, EXIT_TROUBLE, rows[i].error);
	}
}

static void test_snapshots_that_do_not_match(void **state)
{
	const struct window window = { .queries = 1, .after = { 1, 0, 0, 0 } };
	struct error err = ERROR_INIT;
	struct profile p;
	struct pair pair;

	(void)state;
	pair_init(&pair, &window);
	pair.after.epoch = 0x22;
	assert_int_equal(profile_between(&native, &pair.before, &pair.after, NULL, &p, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "again from zero|epoch 00000011 became 00000022");
	pair_init(&pair, &window);
	pair.after.queries = pair.before.queries - 1;
	assert_int_equal(profile_between(&native, &pair.before, &pair.after, NULL, &p, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "made after 99 queries, and the one before it after 100");
	pair_init(&pair, &window);
	pair.after.n = 3;
	assert_int_equal(profile_between(&native, &pair.before, &pair.after, NULL, &p, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "4 and 3 counters");
	pair_init(&pair, &window);
	pair.after_counters[2].key.code = 0x401;
	assert_int_equal(profile_between(&native, &pair.before, &pair.after, NULL, &p, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "counter 2 is of two different reasons");
	pair_init(&pair, &window);
	pair.after_counters[3].key.kind = KIND_ALL;
	assert_int_equal(profile_between(&native, &pair.before, &pair.after, NULL, &p, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "counter 3 is of two different reasons");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_own_exits_are_taken_out),
		cmocka_unit_test(test_empty_window),
		cmocka_unit_test(test_own_time_is_bounded),
		cmocka_unit_test(test_own_time_between_marks),
		cmocka_unit_test(test_wrap_of_32_bits),
		cmocka_unit_test(test_what_cannot_be),
		cmocka_unit_test(test_snapshots_that_do_not_match),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
