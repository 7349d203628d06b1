// SPDX-License-Identifier: GPL-2.0-only
/* Tests the tree of reasons, causes and code. */
#include "support/build.h"

#include "analysis/why.h"

#define PAGE UINT64_C(0xfe003)

/*
 * A repeat with npf exits: that many by a key, the rest by others; half as many cycles each as
 * that.
 */
static struct repeat *add_repeat(struct result *result, struct workload_run *run, uint64_t keyed,
				 uint64_t others)
{
	const struct build_repeat from = { { 0, 100, keyed + others, 0 },
					   { 0, 5000, 10 * keyed + 20 * others, 0 },
					   1,
					   10,
					   false };
	struct repeat *repeat = build_repeat(result, run, &from);
	struct snapshot *after = &repeat->after;

	after->has_causes = true;
	after->causes = xcalloc(4, sizeof(*after->causes));
	after->causes[after->n_causes++] =
		(struct cause){ 0, false, COUNTERS_MARK_CAUSE, BUILD_QUERIES, 500 };
	after->causes[after->n_causes++] =
		(struct cause){ BUILD_NPF_SLOT, false, PAGE, keyed, 10 * keyed };
	if (others)
		after->causes[after->n_causes++] =
			(struct cause){ BUILD_NPF_SLOT, true, 0, others, 20 * others };
	return repeat;
}

/* Medians of both repeats; what a cause has not had in one counts as none there. */
static void test_causes(void **state)
{
	struct profiled_result profiled;
	struct workload_run *run;
	struct why_end ends[2];
	struct result result;
	struct why why;

	(void)state;
	build_result(&result);
	run = build_run(&result, "io/a");
	add_repeat(&result, run, 30, 10);
	add_repeat(&result, run, 50, 0);
	profiled = build_profiles(&result);
	why_of_run(&profiled, &profiled.runs[0], &why);
	assert_true(why.known);
	assert_false(why.recorded);
	assert_int_equal(why.n, 2);
	assert_int_equal(why.reasons[0].row->key.code, BUILD_HLT);
	assert_int_equal(why.reasons[0].n, 0);
	assert_int_equal(why.reasons[1].n, 2);
	assert_true(why.reasons[1].causes[0].key == PAGE);
	assert_float_equal(why.reasons[1].causes[0].row.exits.median, 40, 0);
	assert_float_equal(why.reasons[1].causes[0].row.per_op.median, 4, 1e-9);
	assert_float_equal(why.reasons[1].causes[0].row.cycles_per_exit.median, 10, 1e-9);
	assert_true(why.reasons[1].causes[1].others);
	assert_float_equal(why.reasons[1].causes[1].row.exits.median, 5, 0);
	assert_int_equal(why.reasons[1].causes[1].row.cycles_per_exit.n, 1);
	assert_int_equal(why_ends(&why, ends, 2), 2);
	assert_null(ends[0].cause);
	assert_int_equal(ends[0].reason->row->key.code, BUILD_HLT);
	assert_ptr_equal(ends[1].cause, &why.reasons[1].causes[0]);
	why_free(&why);
	profiled_result_free(&profiled);
	result_free(&result);
}

/* A reason with many causes, none of which is worth a word, is named itself. */
static void test_many_causes(void **state)
{
	const struct build_repeat from = { { 0, 40, 60, 0 }, { 0, 400, 600, 0 }, 1, 10, false };
	struct profiled_result profiled;
	struct workload_run *run;
	struct repeat *repeat;
	struct why_end ends[3];
	struct result result;
	struct why why;

	(void)state;
	build_result(&result);
	run = build_run(&result, "io/a");
	repeat = build_repeat(&result, run, &from);
	repeat->after.has_causes = true;
	repeat->after.causes = xcalloc(31, sizeof(*repeat->after.causes));
	repeat->after.causes[repeat->after.n_causes++] =
		(struct cause){ 0, false, COUNTERS_MARK_CAUSE, BUILD_QUERIES, 500 };
	for (uint64_t key = 1; key <= 30; key++)
		repeat->after.causes[repeat->after.n_causes++] =
			(struct cause){ BUILD_NPF_SLOT, false, key, 2, 20 };
	profiled = build_profiles(&result);
	why_of_run(&profiled, &profiled.runs[0], &why);
	assert_int_equal(why_ends(&why, ends, 3), 2);
	assert_int_equal(ends[0].reason->row->key.code, BUILD_NPF);
	assert_null(ends[0].cause);
	assert_int_equal(ends[1].reason->row->key.code, BUILD_HLT);
	why_free(&why);
	profiled_result_free(&profiled);
	result_free(&result);
}

/* Exits of a cause are divided as its records are, and how well they are known is told. */
static void test_code(void **state)
{
	static const struct {
		uint32_t period;
		uint64_t lost;
		bool estimated;
	} rows[] = { { 1, 0, false }, { 3, 0, true }, { 1, 5, true } };

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct profiled_result profiled;
		const struct why_codes *codes;
		struct workload_run *run;
		struct repeat *repeat;
		struct result result;
		struct why why;

		build_result(&result);
		run = build_run(&result, "io/a");
		repeat = add_repeat(&result, run, 300, 100);
		repeat->code.period = rows[i].period;
		repeat->code.lost = rows[i].lost;
		code_add(&repeat->code, BUILD_NPF_SLOT, PAGE, "notify", 60, 500);
		code_add(&repeat->code, BUILD_NPF_SLOT, PAGE, "read", 20, 1500);
		/* A key without a cause is one of the others. */
		code_add(&repeat->code, BUILD_NPF_SLOT, 1, "first", 3, 30);
		code_add(&repeat->code, BUILD_NPF_SLOT, 2, "first", 1, 10);
		/* A reason without causes. */
		code_add(&repeat->code, 1, 0, "idle", 1, 10);
		profiled = build_profiles(&result);
		why_of_run(&profiled, &profiled.runs[0], &why);
		assert_true(why.recorded);
		assert_int_equal(why.estimated, rows[i].estimated);
		assert_int_equal(why.period, rows[i].period);
		assert_int_equal(why.lost, rows[i].lost);
		assert_int_equal(why.reasons[0].row->key.code, BUILD_NPF);
		assert_int_equal(why.reasons[0].codes.n, 0);
		codes = &why.reasons[0].causes[0].codes;
		assert_int_equal(codes->n, 2);
		assert_string_equal(codes->list[0].name, "notify");
		assert_float_equal(codes->list[0].row.exits.median, 225, 0);
		assert_float_equal(codes->list[0].row.cycles.median, 750, 0);
		assert_float_equal(codes->list[1].row.exits.median, 75, 0);
		assert_int_equal(codes->list[0].estimated, rows[i].estimated);
		if (rows[i].estimated) {
			/* Wilson's interval of 60 of 80, of 300 exits. */
			assert_float_equal(codes->list[0].low, 300 * 0.6452, 0.1);
			assert_float_equal(codes->list[0].high, 300 * 0.8319, 0.1);
		}
		codes = &why.reasons[0].causes[1].codes;
		assert_int_equal(codes->n, 1);
		assert_string_equal(codes->list[0].name, "first");
		assert_float_equal(codes->list[0].row.exits.median, 100, 0);
		assert_int_equal(why.reasons[1].codes.n, 1);
		assert_float_equal(why.reasons[1].codes.list[0].row.exits.median, 100, 0);
		why_free(&why);
		profiled_result_free(&profiled);
		result_free(&result);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_causes),
		cmocka_unit_test(test_many_causes),
		cmocka_unit_test(test_code),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
